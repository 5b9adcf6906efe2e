package io.skylark.cli.frame;

/// A command cannot do what it was asked: one sentence, and the exit code.
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private CommandException(String sentence, int exitCode) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /// What was asked for is not there.
    public static CommandException notFound(String sentence) {
        return new CommandException(sentence, Failures.NOT_FOUND);
    }

    /// No server can be asked for it.
    public static CommandException notSupported(String sentence) {
        return new CommandException(sentence, Failures.NOT_SUPPORTED);
    }

    /// What was waited for has not come.
    public static CommandException timedOut(String sentence) {
        return new CommandException(sentence, Failures.TIMEOUT);
    }

    public static CommandException usage(String sentence) {
        return new CommandException(sentence, Failures.USAGE);
    }

    public static CommandException failed(String sentence) {
        return new CommandException(sentence, Failures.FAILED);
    }

    public int exitCode() {
        return exitCode;
    }
}
