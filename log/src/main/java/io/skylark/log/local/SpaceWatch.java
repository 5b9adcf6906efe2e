package io.skylark.log.local;

import io.skylark.log.space.FreeSpace;
import java.time.Duration;

/// The thread log-space: looks at the file system once in an interval, and sooner when much was written meanwhile.
final class SpaceWatch implements Runnable {
    /// Most bytes that are written between two looks; less when that is more than a quarter of the reserve.
    private static final long MAX_UNSEEN_BYTES = 64 << 20;

    private static final long MIN_UNSEEN_BYTES = 64 << 10;
    private static final int RESERVE_SHARE = 4;

    private final Pipeline pipeline;
    private final FreeSpace space;
    private final long intervalNanos;
    private volatile boolean due;

    /// Owned by the log-writer.
    private long unseenBytes;

    SpaceWatch(Pipeline pipeline, FreeSpace space, Duration interval) {
        this.pipeline = pipeline;
        this.space = space;
        this.intervalNanos = interval.toNanos();
    }

    /// Called by the log-writer after it has written.
    void wrote(long bytes) {
        unseenBytes += bytes;
        if (unseenBytes >= Math.clamp(space.limitBytes() / RESERVE_SHARE, MIN_UNSEEN_BYTES, MAX_UNSEEN_BYTES)) {
            unseenBytes = 0;
            due = true;
            pipeline.spaceWatch.signal();
        }
    }

    @Override
    public void run() {
        while (!hasEnded()) {
            due = false;
            space.check();
            pipeline.spaceWatch.await(() -> due || hasEnded(), intervalNanos);
        }
        space.end();
    }

    private boolean hasEnded() {
        return pipeline.flusherEnded || pipeline.hasFailed();
    }
}
