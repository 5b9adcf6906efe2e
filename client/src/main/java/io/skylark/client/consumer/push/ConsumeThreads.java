package io.skylark.client.consumer.push;

import io.skylark.client.session.DaemonThreads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what calls the listener: on threads of its own, or on an executor that the program gave. Shared.
final class ConsumeThreads {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumeThreads.class);

    private static final int MAX_NAME_CHARS = 100;

    private final String group;
    private final Executor executor;
    private final @Nullable ThreadPoolExecutor own;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private int running;

    /// Written under the lock.
    private volatile boolean closing;

    /// Whether the executor took no more when it was asked last.
    private final AtomicBoolean full = new AtomicBoolean();

    /// Threads that run a task now.
    private final Set<Thread> callers = ConcurrentHashMap.newKeySet();


    ConsumeThreads(PushConfig config) {
        this.group = config.group().group();
        Executor given = config.executor();
        if (given == null) {
            String name = group.length() > MAX_NAME_CHARS ? group.substring(0, MAX_NAME_CHARS) : group;
            // Tasks wait here for a moment only: there are never more of them than threads, or queues in order.
            own = new ThreadPoolExecutor(
                    config.threads(), config.threads(), 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                    DaemonThreads.numbered("ConsumeMessageThread_" + name + "_"));
            executor = own;
        } else {
            own = null;
            executor = given;
        }
    }

    /// @return false when nothing is started any more, or the executor takes no more now
    boolean execute(Runnable task) {
        lock.lock();
        try {
            if (closing) {
                return false;
            }
            running++;
        } finally {
            lock.unlock();
        }
        AtomicBoolean begun = new AtomicBoolean();
        try {
            executor.execute(() -> {
                begun.set(true);
                run(task);
            });
            full.set(false);
            return true;
        } catch (RuntimeException | Error refused) {
            // Of an executor that runs tasks at once it may be the task's.
            if (begun.get()) {
                throw refused;
            }
            ended();
            if (full.compareAndSet(false, true)) {
                LOG.warn("The executor of group {} takes no more; it is asked again now and then", group, refused);
            }
            return false;
        }
    }

    private void run(Runnable task) {
        Thread thread = Thread.currentThread();
        boolean outermost = callers.add(thread);
        try {
            task.run();
        } finally {
            if (outermost) {
                callers.remove(thread);
            }
            ended();
        }
    }

    /// Whether the present thread is one that runs a task of these.
    boolean isCaller() {
        return callers.contains(Thread.currentThread());
    }

    boolean isClosing() {
        return closing;
    }

    private void ended() {
        lock.lock();
        try {
            running--;
            if (running == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Starts nothing more, and waits for what runs; what does not end in time is interrupted, if it runs on a thread
    /// of the consumer's own.
    void close(Duration timeout) {
        boolean ended = false;
        lock.lock();
        try {
            closing = true;
            long left = timeout.toNanos();
            while (running > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
            ended = running == 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        if (!ended) {
            LOG.warn("The listener of group {} still runs {} s after the close{}; its messages come again",
                    group, timeout.toSeconds(), own == null ? "" : " and is interrupted");
        }
        if (own != null) {
            own.shutdownNow();
        }
    }
}
