package io.skylark.log.retention;

import io.skylark.log.Proposal;
import io.skylark.log.disk.Disk;
import io.skylark.log.index.IndexedSegments;
import io.skylark.log.index.LogQueue;
import io.skylark.log.index.Queues;
import io.skylark.log.index.SegmentSealer;
import io.skylark.log.snapshot.Snapshots;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The parts of a log that retention looks at and changes.
///
/// @param offsets finds messages by time
/// @param takeAlong lets tables append again what they still need of the segment that starts there; when it fails the segment stays
/// @param propose offers an entry to the log
/// @param awaitDurable returns when everything is durable that was known before; fails when the log has failed
public record RetainedLog(
        Disk disk,
        IndexedSegments segments,
        Queues queues,
        SegmentSealer sealer,
        Snapshots snapshots,
        OffsetsByTime offsets,
        LongConsumer takeAlong,
        Consumer<Proposal> propose,
        Runnable awaitDurable) {

    /// Finds messages by time.
    @FunctionalInterface
    public interface OffsetsByTime {
        /// Offset of the first message that was stored at this time (ms) or later; the maximum when there is none.
        long firstSince(LogQueue queue, long time);
    }
}
