package io.skylark.client.consumer.group;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that runs steps in order. It keeps the process alive, as a consumer should, until it is closed.
public final class CoordinatorThread implements Coordinator, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorThread.class);

    private final ScheduledThreadPoolExecutor executor;

    public CoordinatorThread(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, name));
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// From here on the process stays alive.
    public void start() {
        executor.prestartCoreThread();
    }

    @Override
    public void execute(Runnable step) {
        executor.execute(() -> run(step));
    }

    @Override
    public void after(Duration delay, Runnable step) {
        var unused = executor.schedule(() -> run(step), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void run(Runnable step) {
        try {
            step.run();
        } catch (Throwable failure) {
            LOG.error("A step of the consumer failed", failure);
        }
    }

    /// Steps that have not begun are dropped.
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
