package io.skylark.log.inspect;

/// There is no store where one was looked for. The message is one sentence that says what is there instead.
public final class NoStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoStoreException(String message) {
        super(message);
    }
}
