package io.skylark.log.local;

import io.skylark.log.LogConfig;
import io.skylark.log.segment.SegmentPreparer;

/// The thread log-flusher: makes durable what was written. While one force goes on, the writer has already written what
/// goes into the next.
///
/// In a synchronous log it forces as soon as there is something to force, and commits it. In an asynchronous one, where
/// the writer commits, it forces at most one flush interval later, or sooner when writing has come too far ahead. It
/// sleeps without a timer while everything is forced.
final class LogFlusher implements Runnable {
    private final Pipeline pipeline;
    private final Forcing forcing;
    private final SegmentPreparer preparer;
    private final boolean sync;
    private final long intervalNanos;
    private final long unforcedBytes;

    LogFlusher(Pipeline pipeline, Forcing forcing, SegmentPreparer preparer, LogConfig config, long unforcedBytes) {
        this.pipeline = pipeline;
        this.forcing = forcing;
        this.preparer = preparer;
        this.sync = config.flushMode() == LogConfig.FlushMode.SYNC;
        this.intervalNanos = config.flushInterval().toNanos();
        this.unforcedBytes = unforcedBytes;
    }

    @Override
    public void run() {
        try {
            while (!pipeline.writerEnded && !pipeline.hasFailed()) {
                pipeline.flusher.await(this::hasWork);
                if (!sync) {
                    pipeline.flusher.await(this::isUrgent, intervalNanos);
                }
                force();
            }
            force();
        } catch (Throwable broken) {
            pipeline.fail(broken);
        }
        pipeline.flusherEnded = true;
        pipeline.signalAll();
    }

    private void force() {
        long from = pipeline.forced;
        long to = pipeline.written;
        if (to == from || pipeline.hasFailed()) {
            return;
        }
        forcing.forceUpTo(to);
        if (sync) {
            pipeline.committed = to;
            pipeline.applier.signal();
            preparer.afterForce(to - from);
        }
        if (pipeline.forceAtOnce) {
            pipeline.writer.signal();
        }
        forcing.record();
    }

    private boolean hasWork() {
        return pipeline.written > pipeline.forced || pipeline.writerEnded || pipeline.hasFailed();
    }

    private boolean isUrgent() {
        return pipeline.forceAtOnce
                || pipeline.written - pipeline.forced > unforcedBytes / 2
                || pipeline.writerEnded
                || pipeline.hasFailed();
    }
}
