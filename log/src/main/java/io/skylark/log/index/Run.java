package io.skylark.log.index;

/// The messages of one queue that lie in one segment, by their offsets.
///
/// Offsets must be from [#firstOffset()] to [#endOffset()] and below the queue's maximum. Any thread.
public sealed interface Run permits TailRun, SealedRun {
    /// Where the segment starts.
    long base();

    long firstOffset();

    /// Behind the last message; for the newest run anything beyond the queue's maximum.
    long endOffset();

    /// Where the stored message lies in its segment.
    int place(long offset);

    /// Size of the stored message in bytes.
    int size(long offset);

    int tagHash(long offset);

    /// No message of the run is older, in ms of the store time.
    long minTime();

    /// No message of the run is newer.
    long maxTime();

    /// Makes sure that the bytes of a message are what was appended, before anybody looks at them.
    ///
    /// @throws io.skylark.log.segment.CorruptLogException when they are damaged
    void check(long offset);

    /// Where the stored message starts in the log.
    default long position(long offset) {
        return base() + place(offset);
    }
}
