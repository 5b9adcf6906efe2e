package io.skylark.log.local;

import io.skylark.log.LogConfig;
import io.skylark.log.disk.DiskException;
import io.skylark.log.segment.Segment;
import io.skylark.log.segment.SegmentPreparer;
import io.skylark.log.segment.Segments;
import io.skylark.log.space.FreeSpace;
import java.time.Duration;

/// Gives encoded frames to the operating system, in order, and never too far ahead of what is durable. Owned by the
/// log-writer.
///
/// After a failed write or force it never touches the files again: the operating system may have dropped the data and
/// would report success next time. Only a write for which there is no room is tried again: nobody was told that it is done,
/// and the same bytes at the same place make up for the part that was.
final class RoundOutput {
    /// Longest time between two tries to write while the disk is full.
    private static final Duration MAX_RETRY_INTERVAL = Duration.ofMillis(200);

    private final Pipeline pipeline;
    private final Segments segments;
    private final SegmentPreparer preparer;
    private final FreeSpace space;
    private final SpaceWatch watch;
    private final long retryNanos;
    private final boolean sync;
    private final long unforcedBytes;

    /// @param unforcedBytes how many bytes may be written but not forced, a single larger entry excepted
    RoundOutput(
            Pipeline pipeline,
            Segments segments,
            SegmentPreparer preparer,
            FreeSpace space,
            SpaceWatch watch,
            LogConfig config,
            long unforcedBytes) {
        this.pipeline = pipeline;
        this.segments = segments;
        this.preparer = preparer;
        this.space = space;
        this.watch = watch;
        this.retryNanos = Math.min(MAX_RETRY_INTERVAL.toNanos(), config.reserve().checkInterval().toNanos());
        this.sync = config.flushMode() == LogConfig.FlushMode.SYNC;
        this.unforcedBytes = unforcedBytes;
    }

    /// Writes what the round has behind what is written already, and commits it when the log is asynchronous.
    ///
    /// @return false when the log failed before
    boolean write(Round round) {
        long from = pipeline.written;
        long to = round.position() + round.filled();
        if (to == from) {
            return !pipeline.hasFailed();
        }
        if (!awaitForce(to)) {
            return false;
        }
        preparer.beforeWrite(from, to);
        boolean refused = false;
        while (!isWritten(round, from, refused)) {
            refused = true;
            pipeline.writer.await(this::isEnding, retryNanos);
        }
        if (refused) {
            space.writeAccepted();
        }
        hasWritten(from, round.end());
        return true;
    }

    private void hasWritten(long from, long to) {
        boolean forced = pipeline.forced == from;
        pipeline.written = to;
        if (!sync) {
            pipeline.committed = to;
            pipeline.applier.signal();
        }
        if (sync || forced || to - pipeline.forced > unforcedBytes / 2) {
            pipeline.flusher.signal();
        }
        watch.wrote(to - from);
    }

    /// Waits until so much may be written; false when the log has failed.
    private boolean awaitForce(long to) {
        if (!mayWrite(to)) {
            pipeline.forceAtOnce = true;
            pipeline.flusher.signal();
            pipeline.writer.await(() -> mayWrite(to) || pipeline.hasFailed());
            pipeline.forceAtOnce = false;
        }
        return !pipeline.hasFailed();
    }

    private boolean mayWrite(long to) {
        long forced = pipeline.forced;
        return to - forced <= unforcedBytes || forced == pipeline.written;
    }

    /// False when there is no room. A log that ends does not wait for it: then nobody knows what a restart will find.
    private boolean isWritten(Round round, long from, boolean again) {
        try {
            Segment segment = segments.ensure(from);
            int offset = (int) (from - round.position());
            segment.file().write(round.writing(offset, round.filled()), segment.offsetOf(from));
            return true;
        } catch (DiskException e) {
            if (e.kind() != DiskException.Kind.NO_SPACE || (again && isEnding())) {
                throw e;
            }
            space.writeRefused(e);
            return false;
        }
    }

    private boolean isEnding() {
        return pipeline.closing || pipeline.hasFailed();
    }
}
