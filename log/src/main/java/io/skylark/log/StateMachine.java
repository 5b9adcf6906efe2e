package io.skylark.log;

/// A fold over the log: what every entry changes. Called on one thread, the log-applier (the starting thread during
/// replay), in log order, for committed entries only.
///
/// It must be a pure function of the entries: no clock, no randomness, no look at the outside, because a restart and
/// every replica have to come to the same state. An exception is a broken promise of our own code: the log stops for
/// good.
public interface StateMachine {
    /// Applies one entry, and returns what the waiting [Proposal] should know about it; what the number means is between
    /// the two.
    ///
    /// @param entry valid during this call only
    long apply(EntryView entry);

    /// Takes a snapshot of what the entries so far have made. On the log-applier (or when the log is closed), at the
    /// beginning of a segment: take what is cheap to take, and leave writing to the result.
    TableSnapshot snapshot();

    /// A round of entries was applied and their proposals have heard of it: the time to flush answers and to wake whoever
    /// waits for new messages. Not called during replay.
    default void roundApplied() {}

    /// Applying has failed, and there will be no [#roundApplied()] any more: let go of what was collected for it, so that
    /// nobody waits for it. Called once at most, before the proposals that are left hear that they failed.
    default void roundFailed() {}
}
