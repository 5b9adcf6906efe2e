package io.skylark.log.store;

/// How a read of a queue ended.
public enum ReadStatus {
    /// At least one message matched.
    FOUND,
    /// Messages were looked at, none matched; go on at the next offset.
    NO_MATCHED_MESSAGE,
    /// The topic has no such queue yet. Next offset 0.
    NO_QUEUE,
    /// The queue never had a message. Next offset 0.
    EMPTY_QUEUE,
    /// The offset lies before the oldest kept message. Next offset is the minimum.
    OFFSET_TOO_SMALL,
    /// The reader was moved before it could read. Next offset is where it goes on.
    OFFSET_RESET,
    /// The offset is the one the next message will get: the place to wait. Next offset is the offset.
    OFFSET_OVERFLOW_ONE,
    /// The offset lies beyond the end. Next offset is the maximum.
    OFFSET_OVERFLOW_BADLY
}
