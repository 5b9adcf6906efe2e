package io.skylark.client.transport;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Fails what nobody answered in time, and runs what depends on it: the timer, which finds it out, must not be held up by
/// that. A few threads, which exist while they are needed. Shared by all threads.
///
/// What waits here is no more than the requests that may wait for answers.
public final class GiveUpThreads implements Executor, AutoCloseable {
    private static final int THREADS = 2;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private static final class GiveUpThread extends Thread {
        private final GiveUpThreads owner;

        GiveUpThread(GiveUpThreads owner, Runnable task) {
            super(task, "skylark-client-give-up");
            this.owner = owner;
            setDaemon(true);
        }
    }

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            task -> new GiveUpThread(this, task));

    public GiveUpThreads() {
        threads.allowCoreThreadTimeOut(true);
    }

    /// After the close on the thread of the caller: every result ends.
    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException closed) {
            task.run();
        }
    }

    /// Whether this thread is one of these.
    boolean isCurrent() {
        return Thread.currentThread() instanceof GiveUpThread known && known.owner == this;
    }

    /// What waits is still run.
    @Override
    public void close() {
        threads.shutdown();
    }
}
