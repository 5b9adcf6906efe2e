package io.skylark.server.node;

/// A process cannot start. The message is one sentence for the operator: what, where, and what to do.
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1;

    public StartFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
