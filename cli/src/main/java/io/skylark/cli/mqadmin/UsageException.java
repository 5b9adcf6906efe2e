package io.skylark.cli.mqadmin;

/// The words of a command do not fit its declaration; the message says which.
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
