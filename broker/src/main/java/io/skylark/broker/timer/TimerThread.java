package io.skylark.broker.timer;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread timer-firing: sleeps until the next message is due, and looks at the clock at least once a second, so that it
/// does not matter when that jumps.
final class TimerThread implements AutoCloseable {
    static final long LOOK_MILLIS = 1_000;
    static final long RETRY_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(TimerThread.class);
    private static final long END_MILLIS = 10_000;

    private final PendingTimers pending;
    private final TimerFiring firing;
    private final InstantSource clock;
    private final Runnable writeRuns;
    private final Thread thread;
    private long nextWrite = System.nanoTime();
    private volatile boolean closing;

    /// @param writeRuns asks for runs that are not in files yet to be written
    TimerThread(PendingTimers pending, TimerFiring firing, Runnable writeRuns, InstantSource clock) {
        this.pending = pending;
        this.writeRuns = writeRuns;
        this.firing = firing;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("timer-firing").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// There may be something to do earlier than it looked before. Any thread; costs next to nothing.
    void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closing) {
            long wait;
            try {
                if (System.nanoTime() - nextWrite >= 0) {
                    nextWrite = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
                    writeRuns.run();
                }
                wait = firing.fire() ? untilNext() : RETRY_MILLIS;
            } catch (RuntimeException failure) {
                LOG.error("firing timers failed; it is tried again", failure);
                wait = LOOK_MILLIS;
            }
            if (wait > 0 && !closing) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(wait));
            }
        }
    }

    /// What is due by now and was left waits for room: that wakes this thread.
    private long untilNext() {
        long next = pending.nextDue();
        long now = clock.millis();
        return next <= now && !firing.isFull() ? 0 : Math.clamp(next - now, 1, LOOK_MILLIS);
    }

    @Override
    public void close() {
        closing = true;
        wake();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
