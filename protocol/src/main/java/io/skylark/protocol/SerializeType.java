package io.skylark.protocol;

import io.skylark.protocol.wire.ProtocolException;

/// How the header of a frame is encoded; the wire value is the high byte of the header length field.
public enum SerializeType {
    JSON(0),
    ROCKETMQ(1);

    private final int code;

    SerializeType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// @throws ProtocolException for any other code than 0 and 1
    public static SerializeType of(int code) {
        return switch (code) {
            case 0 -> JSON;
            case 1 -> ROCKETMQ;
            default -> throw new ProtocolException("unknown header serialization " + code);
        };
    }
}
