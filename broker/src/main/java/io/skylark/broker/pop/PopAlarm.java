package io.skylark.broker.pop;

/// Runs work later.
@FunctionalInterface
public interface PopAlarm {
    /// The work is short and does not block.
    void after(long millis, Runnable work);
}
