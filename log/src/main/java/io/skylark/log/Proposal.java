package io.skylark.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One entry on its way into the log, and the request that waits for it.
///
/// The request creates one object and offers it with [ReplicatedLog#propose(Proposal)]. After that exactly one of
/// [#applied(EntryView, long)] and [#failed(LogRefusal)] is called, once; from then on the object is free and may be
/// used for another proposal. Until then the bytes that [#writeBody(ByteBuffer, long)] copies must stay unchanged.
///
/// The object carries the link of the chain it waits in, so that proposing allocates nothing.
public abstract class Proposal {
    /// The neighbour in a [ProposalQueue]: the one offered before, or, once taken, the one offered after. It is
    /// published by the queue.
    @Nullable Proposal next;

    public abstract EntryType type();

    /// Bytes of the body. Must not change between [ReplicatedLog#propose(Proposal)] and the outcome.
    public abstract int bodySize();

    /// Writes exactly [#bodySize()] bytes from the target's position on, and moves it behind them. Called once, on the
    /// log-writer: copy bytes, do nothing else. The target is staging memory; do not keep it.
    ///
    /// @param timeMillis the time of the entry
    public abstract void writeBody(ByteBuffer target, long timeMillis);

    /// The entry is durable and the state machine has applied it. Called on the log-applier in log order: hand the
    /// answer on, do nothing that waits. Answers are best released in one go when the [StateMachine] hears
    /// [StateMachine#roundApplied()].
    ///
    /// @param entry valid during this call only
    /// @param outcome what [StateMachine#apply(EntryView)] returned for it
    public abstract void applied(EntryView entry, long outcome);

    /// The entry was not accepted, or it is not known to be durable: after a failed write nobody knows what a restart
    /// will find. Called on the proposing thread when it was refused at once, else on a thread of the log.
    public abstract void failed(LogRefusal why);
}
