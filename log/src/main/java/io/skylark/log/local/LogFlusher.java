package io.skylark.log.local;

import io.skylark.log.LogConfig;
import io.skylark.log.disk.DiskException;
import io.skylark.log.segment.Segment;
import io.skylark.log.segment.SegmentPreparer;
import io.skylark.log.segment.Segments;
import io.skylark.log.space.FreeSpace;
import java.time.Duration;

/// The thread log-flusher: writes what the writer has encoded since it last looked, and commits it, after one force for
/// all of it, or at once when the log is asynchronous.
///
/// After a failed write or force it never touches the files again: the operating system may have dropped the data and
/// would report success next time. Only a write for which there is no room is tried again: nobody was told that it is done,
/// and the same bytes at the same place make up for the part that was.
final class LogFlusher implements Runnable {
    /// Longest time between two tries to write while the disk is full.
    private static final Duration MAX_RETRY_INTERVAL = Duration.ofMillis(200);

    private final Pipeline pipeline;
    private final Segments segments;
    private final SegmentPreparer preparer;
    private final Forcing forcing;
    private final FreeSpace space;
    private final SpaceWatch watch;
    private final long retryNanos;
    private final boolean sync;
    private final long unforcedBytes;
    private long ordinal;
    private int flushed;
    private long written;

    /// @param unforcedBytes how many bytes may be written but not forced, a single larger entry excepted
    LogFlusher(
            Pipeline pipeline,
            Segments segments,
            SegmentPreparer preparer,
            Forcing forcing,
            FreeSpace space,
            SpaceWatch watch,
            LogConfig config,
            long unforcedBytes) {
        this.pipeline = pipeline;
        this.segments = segments;
        this.preparer = preparer;
        this.forcing = forcing;
        this.space = space;
        this.watch = watch;
        this.retryNanos = Math.min(MAX_RETRY_INTERVAL.toNanos(), config.reserve().checkInterval().toNanos());
        this.sync = config.flushMode() == LogConfig.FlushMode.SYNC;
        this.unforcedBytes = unforcedBytes;
        this.written = pipeline.written;
    }

    @Override
    public void run() {
        try {
            boolean last = false;
            while (!last) {
                last = pipeline.writerEnded;
                while (hasWork() && !pipeline.hasFailed()) {
                    flush();
                }
                last |= pipeline.hasFailed();
                pipeline.flusher.await(() -> hasWork() || pipeline.writerEnded || pipeline.hasFailed());
            }
        } catch (Throwable broken) {
            pipeline.fail(broken);
        }
        pipeline.flusherEnded = true;
        pipeline.signalAll();
    }

    private boolean hasWork() {
        return ordinal < pipeline.opened
                && (flushed < pipeline.round(ordinal).encoded() || ordinal + 1 < pipeline.opened);
    }

    private void flush() {
        long from = written;
        while (writePiece(from)) {
            // the next round may go into the same force
        }
        if (written == from) {
            return;
        }
        pipeline.written = written;
        if (sync) {
            forcing.forceUpTo(written);
        }
        pipeline.committed = written;
        pipeline.applier.signal();
        preparer.afterRound(written - from);
        watch.wrote(written - from);
        if (sync) {
            forcing.record();
        } else if (pipeline.forced == from || written - pipeline.forced > unforcedBytes / 2) {
            pipeline.forcer.signal();
        }
    }

    /// Writes what is filled of the next round; false when that is nothing, or when enough waits to be forced.
    private boolean writePiece(long from) {
        if (ordinal == pipeline.opened) {
            return false;
        }
        Round round = pipeline.round(ordinal);
        boolean sealed = round.isSealed();
        int filled = round.encoded();
        long end = sealed ? round.end() : round.position() + filled;
        if (end > written) {
            if (!mayWrite(end, from)) {
                return false;
            }
            write(round, filled);
            written = end;
        }
        if (sealed) {
            ordinal++;
            flushed = 0;
            pipeline.passed = ordinal;
        }
        return sealed;
    }

    private boolean mayWrite(long end, long from) {
        if (end - pipeline.forced <= unforcedBytes) {
            return true;
        }
        if (sync || written > from) {
            return written == pipeline.forced;
        }
        pipeline.forceAtOnce = true;
        pipeline.forcer.signal();
        pipeline.flusher.await(() -> pipeline.forced == written || pipeline.hasFailed());
        pipeline.forceAtOnce = false;
        return !pipeline.hasFailed();
    }

    private void write(Round round, int filled) {
        if (filled == flushed) {
            return;
        }
        preparer.beforeWrite(round.position() + flushed, round.position() + filled);
        boolean refused = false;
        while (!isWritten(round, filled, refused)) {
            refused = true;
            pipeline.flusher.await(this::isEnding, retryNanos);
        }
        if (refused) {
            space.writeAccepted();
        }
        flushed = filled;
    }

    /// False when there is no room. A log that ends does not wait for it: then nobody knows what a restart will find.
    private boolean isWritten(Round round, int filled, boolean again) {
        long from = round.position() + flushed;
        try {
            Segment segment = segments.ensure(from);
            segment.file().write(round.writing(flushed, filled), segment.offsetOf(from));
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
