package io.skylark.conformance.mqadmin;

/// An `mqadmin`: the official one of some version, or ours.
public interface Commands extends AutoCloseable {
    /// Runs a command until it ends.
    Said run(String... arguments);

    /// Runs a command that does not end by itself, and stops it when it has printed so many lines.
    Said brief(int lines, String... arguments);

    @Override
    default void close() {}
}
