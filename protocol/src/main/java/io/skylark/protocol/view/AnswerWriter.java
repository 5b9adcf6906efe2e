package io.skylark.protocol.view;

import io.skylark.protocol.Command;
import io.skylark.protocol.Language;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes the frame of an answer from its fields, straight into the send buffer. Values must need no escape: numbers,
/// names that were checked, ids.
///
/// [#begin], fields, [#end], then the body. Reused for the next answer; owned by one thread.
public final class AnswerWriter {
    /// What a frame takes at most besides fields and body.
    public static final int MAX_FIXED_BYTES = 192;

    /// Digits of a long and its sign.
    public static final int MAX_NUMBER_BYTES = 20;

    private static final byte[] JSON_BEGIN = ascii("{\"code\":");
    private static final byte[] JSON_FIELDS = ascii(",\"extFields\":{");
    private static final byte[] JSON_OPAQUE = ascii("},\"flag\":" + Command.FLAG_RESPONSE + ",\"language\":\""
            + Language.JAVA + "\",\"opaque\":");
    private static final byte[] JSON_REMARK = ascii(",\"remark\":\"");
    private static final byte[] JSON_END = ascii(
            ",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":" + Version.CURRENT + "}");

    private final byte[] digits = new byte[MAX_NUMBER_BYTES];
    private ByteBuffer target = Command.NO_BODY;
    private boolean json;
    private int start;
    private int fieldsAt;
    private int opaque;
    private byte[] remark = {};
    private boolean first;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Starts an answer with this code at the position of `into`, which needs room for all that follows.
    ///
    /// @param remarkText ASCII without quotes; empty for none
    public void begin(ByteBuffer into, SerializeType type, int code, int answeredOpaque, byte[] remarkText) {
        target = into;
        json = type == SerializeType.JSON;
        opaque = answeredOpaque;
        remark = remarkText;
        first = true;
        start = into.position();
        into.position(start + 8);
        if (json) {
            into.put(JSON_BEGIN);
            number(code);
            into.put(JSON_FIELDS);
        } else {
            into.putShort((short) code).put(Language.JAVA.code()).putShort((short) Version.CURRENT).putInt(opaque)
                    .putInt(Command.FLAG_RESPONSE).putInt(remark.length).put(remark).putInt(0);
        }
        fieldsAt = into.position();
    }

    public void field(FieldName name, long value) {
        if (json) {
            name(name);
            number(value);
            target.put((byte) '"');
        } else {
            int at = digits(value);
            target.put(name.binary()).putInt(digits.length - at).put(digits, at, digits.length - at);
        }
    }

    public void field(FieldName name, byte[] source, int at, int length) {
        if (json) {
            name(name);
            target.put(source, at, length).put((byte) '"');
        } else {
            target.put(name.binary()).putInt(length).put(source, at, length);
        }
    }

    /// A field of `length` ASCII characters, which the caller writes where this says: in the buffer of [#begin].
    public int reserve(FieldName name, int length) {
        if (json) {
            name(name);
        } else {
            target.put(name.binary()).putInt(length);
        }
        int at = target.position();
        target.position(at + length);
        if (json) {
            target.put((byte) '"');
        }
        return at;
    }

    private void name(FieldName name) {
        if (!first) {
            target.put((byte) ',');
        }
        first = false;
        target.put(name.json());
    }

    private void number(long value) {
        int at = digits(value);
        target.put(digits, at, digits.length - at);
    }

    /// Writes digits at the end of the array and returns where they start.
    private int digits(long value) {
        int at = digits.length;
        long rest = value < 0 ? value : -value;
        do {
            digits[--at] = (byte) ('0' - rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            digits[--at] = '-';
        }
        return at;
    }

    /// Ends the header; `bodySize` bytes of body follow.
    public void end(int bodySize) {
        if (json) {
            target.put(JSON_OPAQUE);
            number(opaque);
            if (remark.length > 0) {
                target.put(JSON_REMARK).put(remark).put((byte) '"');
            }
            target.put(JSON_END);
        } else {
            target.putInt(fieldsAt - 4, target.position() - fieldsAt);
        }
        int headerLength = target.position() - start - 8;
        SerializeType type = json ? SerializeType.JSON : SerializeType.ROCKETMQ;
        target.putInt(start, 4 + headerLength + bodySize);
        target.putInt(start + 4, type.code() << 24 | headerLength);
        target = Command.NO_BODY;
    }
}
