package io.skylark.protocol.wire;

/// Bytes from the other side that are not what the protocol allows. The connection they came on is closed when they are
/// part of a frame; a request with a broken field or body gets an error answer.
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ProtocolException(String message) {
        super(message);
    }
}
