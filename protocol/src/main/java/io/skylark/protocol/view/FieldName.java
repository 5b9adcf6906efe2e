package io.skylark.protocol.view;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The name of a field of an answer, ready to be written in both forms. Immutable.
public final class FieldName {
    private final byte[] json;
    private final byte[] binary;

    private FieldName(byte[] json, byte[] binary) {
        this.json = json;
        this.binary = binary;
    }

    /// @param name letters and digits
    public static FieldName of(String name) {
        byte[] plain = name.getBytes(StandardCharsets.US_ASCII);
        byte[] binary = ByteBuffer.allocate(2 + plain.length).putShort((short) plain.length).put(plain).array();
        return new FieldName(('"' + name + "\":\"").getBytes(StandardCharsets.US_ASCII), binary);
    }

    byte[] json() {
        return json;
    }

    byte[] binary() {
        return binary;
    }

    /// Bytes that the field takes at most, besides its value.
    public int maxBytes() {
        return json.length + 4;
    }
}
