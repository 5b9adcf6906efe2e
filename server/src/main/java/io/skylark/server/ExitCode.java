package io.skylark.server;

/// What the caller's shell sees.
final class ExitCode {
    static final int OK = 0;
    /// Could not start, or stopped by itself.
    static final int FAILED = 1;
    /// Wrong arguments or configuration.
    static final int USAGE = 2;

    private ExitCode() {}
}
