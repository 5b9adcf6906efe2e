package io.skylark.protocol;

import io.skylark.protocol.wire.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The ROCKETMQ header: code 2, language 1, version 2, opaque 4, flag 4, remark length 4 + remark, fields length 4 +
/// fields; a field is name length 2 + name, value length 4 + value. Codes above 32767 do not fit and are refused.
final class BinaryHeader {
    private static final int FIXED = 2 + 1 + 2 + 4 + 4 + 4 + 4;

    private BinaryHeader() {}

    static Command decode(ByteBuffer header, ByteBuffer body) {
        if (header.remaining() < FIXED) {
            throw new ProtocolException("a binary header has at least " + FIXED + " bytes, not " + header.remaining());
        }
        int code = header.getShort();
        Language language = Language.of(header.get());
        int version = header.getShort();
        int opaque = header.getInt();
        int flag = header.getInt();
        String remark = text(header, header.getInt(), "remark");
        if (header.remaining() < 4) {
            throw new ProtocolException("the binary header ends before the length of its fields");
        }
        int fieldsLength = header.getInt();
        if (fieldsLength < 0 || fieldsLength > header.remaining()) {
            throw new ProtocolException("fields length " + fieldsLength + " exceeds the header");
        }
        Map<String, String> fields = new HashMap<>();
        int end = header.position() + fieldsLength;
        while (header.position() < end) {
            if (end - header.position() < 6) {
                throw new ProtocolException("a field of the binary header is cut");
            }
            String name = text(header, header.getShort(), "field name");
            if (end - header.position() < 4) {
                throw new ProtocolException("the value of field " + name + " is cut");
            }
            fields.put(name, text(header, header.getInt(), name));
        }
        return new Command(
                code, language, version, opaque, flag, remark.isEmpty() ? null : remark, fields, body);
    }

    private static String text(ByteBuffer header, int length, String what) {
        if (length < 0 || length > header.remaining()) {
            throw new ProtocolException("length " + length + " of " + what + " exceeds the header");
        }
        byte[] bytes = new byte[length];
        header.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// @param room bytes in front of the header that stay free
    static ByteBuffer encode(Command command, int room) {
        if (command.code() != (short) command.code()) {
            throw new ProtocolException("code " + command.code() + " does not fit into a binary header");
        }
        String text = command.remark();
        byte[] remark = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        byte[] fields = encode(command.fields());
        ByteBuffer target = ByteBuffer.allocate(room + FIXED + remark.length + fields.length).position(room);
        target.putShort((short) command.code());
        target.put(command.language().code());
        target.putShort((short) command.version());
        target.putInt(command.opaque()).putInt(command.flag());
        target.putInt(remark.length).put(remark);
        target.putInt(fields.length).put(fields);
        return target.rewind();
    }

    private static byte[] encode(Map<String, String> fields) {
        ByteArrayOutputStream target = new ByteArrayOutputStream(256);
        fields.forEach((name, value) -> {
            byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
            byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
            ByteBuffer field = ByteBuffer.allocate(6 + nameBytes.length + valueBytes.length);
            field.putShort((short) nameBytes.length).put(nameBytes);
            field.putInt(valueBytes.length).put(valueBytes);
            target.writeBytes(field.array());
        });
        return target.toByteArray();
    }
}
