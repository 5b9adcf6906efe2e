package io.skylark.client.producer;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What a producer has sent and nobody has heard the outcome of, so that its close can wait for it, and end the rest.
/// Shared by all threads.
final class OpenSends {
    private final Set<SendAttempts> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean awaited;

    /// With what everything ends from now on.
    private volatile @Nullable RuntimeException end;

    void add(SendAttempts attempts) {
        open.add(attempts);
        RuntimeException cause = end;
        if (cause != null) {
            attempts.fail(cause);
        }
    }

    /// Called when everything that depends on the outcome has run.
    void remove(SendAttempts attempts) {
        open.remove(attempts);
        if (awaited) {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Ends what is open, and what is added later.
    void abandon(RuntimeException cause) {
        end = cause;
        List.copyOf(open).forEach(attempts -> attempts.fail(cause));
    }

    /// False when something is still open after this time.
    boolean awaitNone(Duration patience) throws InterruptedException {
        awaited = true;
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!open.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        return open.isEmpty();
    }
}
