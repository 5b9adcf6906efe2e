package io.skylark.bench.load;

/// The clock of a run, and its way to let time pass.
public interface Clock {
    /// Nanoseconds, comparable only with each other.
    long nanos();

    /// Gives the processor away for about this long; may return early.
    void pause(long nanos);
}
