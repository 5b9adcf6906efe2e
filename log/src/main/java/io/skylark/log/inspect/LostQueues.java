package io.skylark.log.inspect;

/// What to do with damage of which nobody can say what messages it held, when it is too large to let all queues go on
/// later: see `docs/decisions`.
public enum LostQueues {
    /// Do nothing, and say so.
    REFUSE,
    /// Keep what lies behind. Messages of the queues that lost some get smaller offsets, so that consumers that had
    /// read them may skip as many.
    KEEP_BEHIND,
    /// Let the log end at the damage. Offsets stay what they are; what lies behind is kept aside.
    CUT
}
