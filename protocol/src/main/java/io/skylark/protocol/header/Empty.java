package io.skylark.protocol.header;

/// No fields.
public record Empty() implements RequestHeader, ResponseHeader {
    public static final Empty EMPTY = new Empty();
}
