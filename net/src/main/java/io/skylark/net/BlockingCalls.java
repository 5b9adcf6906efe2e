package io.skylark.net;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The virtual threads on which requests are handled that may block, so many at a time. Shared: any thread.
final class BlockingCalls {
    private final Executor virtualThreads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());
    private final int most;
    private final Semaphore places;

    BlockingCalls(int most) {
        this.most = most;
        this.places = new Semaphore(most);
    }

    /// False when so many run already.
    boolean run(Runnable call) {
        if (!places.tryAcquire()) {
            return false;
        }
        virtualThreads.execute(() -> {
            try {
                call.run();
            } finally {
                places.release();
            }
        });
        return true;
    }

    /// Waits until none runs, and lets none run any more.
    ///
    /// @return false when the limit came first
    boolean finish(Duration limit) throws InterruptedException {
        return places.tryAcquire(most, limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
