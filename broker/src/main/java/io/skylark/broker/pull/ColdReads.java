package io.skylark.broker.pull;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The threads cold-reader: they read what is not in memory, so that an event loop never waits for the disk.
///
/// Few of them, because they share one disk with the log; the tail must not feel them.
final class ColdReads implements Executor, AutoCloseable {
    private static final int THREADS = 2;

    /// Pulls that may wait for a reader; further ones are refused, and answered as busy.
    static final int MAX_WAITING = 1_000;

    private static final long LAST_READ_SECONDS = 5;

    private final AtomicInteger started = new AtomicInteger();
    private final ThreadPoolExecutor readers = new ThreadPoolExecutor(
            THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING),
            work -> Thread.ofPlatform().name("cold-reader-" + started.incrementAndGet()).daemon().unstarted(work));

    @Override
    public void execute(Runnable read) {
        readers.execute(read);
    }

    int waiting() {
        return readers.getQueue().size();
    }

    @Override
    public void close() {
        readers.shutdown();
        try {
            if (!readers.awaitTermination(LAST_READ_SECONDS, TimeUnit.SECONDS)) {
                readers.shutdownNow();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
