package io.skylark.log.local;

import java.time.Duration;

/// The thread log-forcer of an asynchronous log: forces what was written, at most one flush interval later, or sooner when
/// the flusher has come too far ahead. It sleeps without a timer while everything is forced.
final class LogForcer implements Runnable {
    private final Pipeline pipeline;
    private final Forcing forcing;
    private final long intervalNanos;
    private final long unforcedBytes;

    LogForcer(Pipeline pipeline, Forcing forcing, Duration interval, long unforcedBytes) {
        this.pipeline = pipeline;
        this.forcing = forcing;
        this.intervalNanos = interval.toNanos();
        this.unforcedBytes = unforcedBytes;
    }

    @Override
    public void run() {
        try {
            while (!pipeline.flusherEnded && !pipeline.hasFailed()) {
                pipeline.forcer.await(this::hasWork);
                pipeline.forcer.await(this::isUrgent, intervalNanos);
                force();
            }
            force();
        } catch (Throwable broken) {
            pipeline.fail(broken);
        }
    }

    private void force() {
        long written = pipeline.written;
        if (written > pipeline.forced && !pipeline.hasFailed()) {
            forcing.forceUpTo(written);
            pipeline.flusher.signal();
            forcing.record();
        }
    }

    private boolean hasWork() {
        return pipeline.written > pipeline.forced || pipeline.flusherEnded || pipeline.hasFailed();
    }

    private boolean isUrgent() {
        return pipeline.forceAtOnce
                || pipeline.written - pipeline.forced > unforcedBytes / 2
                || pipeline.flusherEnded
                || pipeline.hasFailed();
    }
}
