package io.skylark.log;

/// The one log of a broker: entries are proposed from any thread, become durable (here, or at a majority of the
/// replicas), and are then applied in order on one thread.
///
/// Positions are byte addresses. `first <= applied <= committed <= last`; all but the first are exclusive ends.
/// Shared: every method may be called from any thread.
public interface ReplicatedLog extends AutoCloseable {
    /// Offers an entry. Never blocks; the outcome comes through the proposal, a refusal possibly before this returns.
    void propose(Proposal proposal);

    /// Where the oldest kept entry starts.
    long firstPosition();

    /// End of what was appended, committed or not.
    long lastPosition();

    /// End of what can no longer be taken back.
    long committedPosition();

    /// End of what the state machine has applied.
    long appliedPosition();

    /// Accepts nothing more, commits and applies what was accepted, and returns when that is done.
    @Override
    void close();
}
