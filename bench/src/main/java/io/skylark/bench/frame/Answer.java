package io.skylark.bench.frame;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One answer, read where it lies in the input buffer. Code and opaque of both header forms are read without decoding
/// the header; [#decode()] gives the rest. Reused for every answer, valid until the next [#read]. Owned by one thread.
public final class Answer {
    /// Length field and header length, the least a frame has.
    private static final int HEAD_BYTES = 8;
    private static final int BINARY_OPAQUE_AT = 5;
    private static final byte[] CODE_FIRST = "{\"code\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPAQUE = "\"opaque\":".getBytes(StandardCharsets.US_ASCII);

    private static final int MAX_REMARK = 160;

    private ByteBuffer source = ByteBuffer.allocate(0);
    private int start;
    private int end;
    private int bodyAt;
    private int code;
    private int opaque;
    /// Where the last JSON header had its opaque, counted from the header's end: mostly the next has it there too.
    private int opaqueFromEnd;

    /// Bytes of the frame that starts at the source's position, or of its length field when that is not all there.
    public static int frameBytes(ByteBuffer source) {
        if (source.remaining() < 4) {
            return 4;
        }
        int length = source.getInt(source.position());
        CommandCodec.checkLength(length);
        return 4 + length;
    }

    /// Takes the whole frame at the source's position and moves the source behind it.
    public Answer read(ByteBuffer from, int frameBytes) {
        source = from;
        start = from.position();
        end = start + frameBytes;
        from.position(end);
        int marker = from.getInt(start + 4);
        int headerAt = start + HEAD_BYTES;
        bodyAt = headerAt + (marker & 0xFFFFFF);
        if (bodyAt > end) {
            throw new IllegalStateException("the answer's header is longer than its frame");
        }
        if (marker >>> 24 == 1) {
            code = from.getShort(headerAt);
            opaque = from.getInt(headerAt + BINARY_OPAQUE_AT);
        } else {
            readJson(headerAt);
        }
        return this;
    }

    private void readJson(int headerAt) {
        int opaqueAt = bodyAt - opaqueFromEnd;
        if (opaqueFromEnd == 0 || opaqueAt < headerAt || !matches(opaqueAt, OPAQUE)) {
            opaqueAt = bodyAt - OPAQUE.length;
            while (opaqueAt >= headerAt && !matches(opaqueAt, OPAQUE)) {
                opaqueAt--;
            }
        }
        if (opaqueAt < headerAt || !matches(headerAt, CODE_FIRST)) {
            // Another encoder's order or white space: the codec reads every form.
            Command command = decode();
            code = command.code();
            opaque = command.opaque();
            return;
        }
        opaqueFromEnd = bodyAt - opaqueAt;
        code = number(headerAt + CODE_FIRST.length);
        opaque = number(opaqueAt + OPAQUE.length);
    }

    private boolean matches(int at, byte[] text) {
        if (at + text.length > bodyAt) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (source.get(at + i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    private int number(int at) {
        int place = at;
        boolean negative = source.get(place) == '-';
        if (negative) {
            place++;
        }
        int value = 0;
        for (; place < bodyAt; place++) {
            int digit = source.get(place) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    public int code() {
        return code;
    }

    public int opaque() {
        return opaque;
    }

    /// The buffer that [#bodyAt()] and [#end()] are places in.
    public ByteBuffer source() {
        return source;
    }

    public int bodyAt() {
        return bodyAt;
    }

    public int end() {
        return end;
    }

    /// A number in the header, by the `key` of its field, see [#key].
    ///
    /// @throws IllegalStateException when there is none
    public long decimal(byte[] key) {
        return number(key, 10);
    }

    /// The lowest 64 bits of a hexadecimal text in the header, as [#decimal].
    public long hexadecimal(byte[] key) {
        return number(key, 16);
    }

    /// What a text field begins with.
    public static byte[] key(String field) {
        return ("\"" + field + "\":\"").getBytes(StandardCharsets.US_ASCII);
    }

    /// Fields of JSON headers without white space only, as all brokers write them to those who ask in JSON.
    private long number(byte[] key, int base) {
        int at = start + HEAD_BYTES;
        while (at < bodyAt && !matches(at, key)) {
            at++;
        }
        long value = 0;
        int count = 0;
        for (at += key.length; at < bodyAt; at++) {
            int digit = Character.digit(source.get(at), base);
            if (digit < 0) {
                break;
            }
            value = value * base + digit;
            count++;
        }
        if (count == 0) {
            throw new IllegalStateException("an answer lacks " + new String(key, StandardCharsets.US_ASCII));
        }
        return value;
    }

    /// Code and remark of an answer that was not the expected one; figures in the remark are left out, so that the same
    /// failure always reads the same.
    public String describe() {
        String remark = decode().remark();
        String text = remark == null ? "" : ": " + remark.replaceAll("[0-9]+", "#");
        return "code " + code + (text.length() > MAX_REMARK ? text.substring(0, MAX_REMARK) : text);
    }

    /// The whole answer as the codec reads it: slow, for answers that are not the expected ones.
    public Command decode() {
        return CommandCodec.decode(source.duplicate().position(start + 4).limit(end).slice());
    }
}
