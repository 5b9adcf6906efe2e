package io.skylark.log.local;

import io.skylark.log.segment.Segment;
import io.skylark.log.segment.SegmentPreparer;
import io.skylark.log.segment.Segments;

/// The thread log-flusher: writes what the writer has encoded since it last looked, and commits it, after one force for
/// all of it, or at once when the log is asynchronous.
///
/// After a failed write or force it never touches the files again: the operating system may have dropped the data and
/// would report success next time.
final class LogFlusher implements Runnable {
    private final Pipeline pipeline;
    private final Segments segments;
    private final SegmentPreparer preparer;
    private final Forcing forcing;
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
            boolean sync,
            long unforcedBytes) {
        this.pipeline = pipeline;
        this.segments = segments;
        this.preparer = preparer;
        this.forcing = forcing;
        this.sync = sync;
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
        long from = round.position() + flushed;
        preparer.beforeWrite(from, round.position() + filled);
        Segment segment = segments.ensure(from);
        segment.file().write(round.writing(flushed, filled), segment.offsetOf(from));
        flushed = filled;
    }
}
