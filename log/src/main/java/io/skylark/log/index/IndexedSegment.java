package io.skylark.log.index;

import java.util.function.LongPredicate;

/// What is known about the messages of one segment: in memory while it is the tail, in a file once it is sealed.
public sealed interface IndexedSegment permits TailSegment, SealedSegment {
    long base();

    /// Hands out the positions of messages that may have the key, newest first, until the visitor has enough; nothing when
    /// the segment has nothing from between the times (ms, both included).
    ///
    /// @return false when the visitor has enough
    boolean visitKey(int hash, long beginTime, long endTime, LongPredicate wantsMore);

    /// Makes sure that the bytes around a place are what was appended.
    ///
    /// @throws io.skylark.log.segment.CorruptLogException when they are damaged
    void check(int place);
}
