package io.skylark.client.consumer.push;

import io.skylark.client.consumer.group.Coordinator;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Spreads runs of messages over consume threads. Waking a thread costs more than a quick listener needs for dozens of
/// messages, so one worker takes them all as long as it keeps up; when it does not for a [#TICK], the number of
/// workers doubles, up to the limit. All workers take from the oldest run first, one step at a time, so that nobody
/// waits behind a message that hangs.
///
/// The queue of runs is limited by the flow limits of the queues they come from. Shared.
final class Workers {
    static final Duration TICK = Duration.ofMillis(4);

    /// How long an executor is left alone that takes no more.
    static final Duration FULL_PAUSE = Duration.ofMillis(100);

    /// Messages that are consumed step by step, by any number of threads.
    interface Run {
        /// How many steps there are.
        int steps();

        /// Takes the next step.
        ///
        /// @return false when all were taken
        boolean step();
    }

    private final int limit;
    private final ConsumeThreads threads;
    private final Coordinator coordinator;

    /// Runs with steps that nobody took, the oldest first.
    private final Queue<Run> runs = new ConcurrentLinkedQueue<>();

    private final AtomicInteger active = new AtomicInteger();
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicBoolean ticking = new AtomicBoolean();

    /// The executor took no more; the next tick asks it again.
    private volatile boolean full;

    private volatile boolean closing;

    /// @param limit how many steps are taken at a time
    Workers(int limit, ConsumeThreads threads, Coordinator coordinator) {
        this.limit = limit;
        this.threads = threads;
        this.coordinator = coordinator;
    }

    void add(Run run) {
        added.addAndGet(run.steps());
        runs.add(run);
        if (active.get() == 0) {
            help(1);
        }
        if (ticking.compareAndSet(false, true)) {
            tickLater();
        }
    }

    private void tickLater() {
        long before = taken.get();
        coordinator.after(full ? FULL_PAUSE : TICK, () -> tick(before));
    }

    private void tick(long before) {
        long now = taken.get();
        long left = added.get() - now;
        if (closing || left <= 0) {
            ticking.set(false);
            if (!closing && added.get() > taken.get() && ticking.compareAndSet(false, true)) {
                tickLater();
            }
            return;
        }
        boolean wasFull = full;
        full = false;
        if (wasFull || left > now - before) {
            help(Math.max(1, Math.min(active.get(), (int) Math.min(left, limit))));
        }
        tickLater();
    }

    private void help(int more) {
        for (int i = 0; i < more; i++) {
            int now = active.get();
            if (closing || full || now >= limit) {
                return;
            }
            if (active.compareAndSet(now, now + 1) && !threads.execute(this::work)) {
                active.decrementAndGet();
                full = true;
                return;
            }
        }
    }

    private void work() {
        try {
            Run run = runs.peek();
            while (run != null && !closing) {
                if (run.step()) {
                    taken.incrementAndGet();
                } else {
                    runs.remove(run);
                }
                run = runs.peek();
            }
        } finally {
            active.decrementAndGet();
            // A run may have come while this worker thought there was none.
            if (!closing && !runs.isEmpty()) {
                help(1);
            }
        }
    }

    /// Takes no more steps.
    void close() {
        closing = true;
        runs.clear();
    }
}
