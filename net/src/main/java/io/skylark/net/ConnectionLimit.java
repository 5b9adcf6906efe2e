package io.skylark.net;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// How many connections a listener serves at once. Whoever comes beyond that is turned away at once, and a line in the
/// log says so: one in a while, because a client that is turned away comes again.
///
/// Shared by the event loops; every method may be called from any thread.
final class ConnectionLimit {
    /// At most one warning in so long.
    static final Duration WARNING_INTERVAL = Duration.ofSeconds(10);

    private final int maxConnections;
    private final LongSupplier nanoTime;
    private final Consumer<String> warn;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong nextWarning;

    /// @param nanoTime a clock that only differences are taken of
    ConnectionLimit(int maxConnections, LongSupplier nanoTime, Consumer<String> warn) {
        this.maxConnections = maxConnections;
        this.nanoTime = nanoTime;
        this.warn = warn;
        this.nextWarning = new AtomicLong(nanoTime.getAsLong());
    }

    /// True when there is room; [#release] gives it back.
    boolean admit() {
        if (open.incrementAndGet() <= maxConnections) {
            return true;
        }
        open.decrementAndGet();
        refused.incrementAndGet();
        long now = nanoTime.getAsLong();
        long due = nextWarning.get();
        if (now - due >= 0 && nextWarning.compareAndSet(due, now + WARNING_INTERVAL.toNanos())) {
            warn.accept("as many connections as maxConnections allows (" + maxConnections + ") are open: closed "
                    + refused.getAndSet(0) + " that came on top since the last such line");
        }
        return false;
    }

    void release() {
        open.decrementAndGet();
    }
}
