package io.skylark.broker.pop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// An event loop, and the alarms of a broker, that run when the test says so and by the clock of the test. Owned by the
/// test's thread, except [#execute] and [#after].
final class SimulatedLoop implements PopLoop, PopAlarm {
    private record Due(long at, long number, Runnable work) {}

    private final LongSupplier clock;
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private final Set<HeldPop> pops = new HashSet<>();
    private long number;
    private boolean ended;

    SimulatedLoop(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public void execute(Runnable action) {
        tasks.add(action);
    }

    @Override
    public synchronized void after(long millis, Runnable work) {
        due.add(new Due(clock.getAsLong() + millis, number++, work));
    }

    @Override
    public Runnable schedule(Runnable action, Duration delay) {
        boolean[] cancelled = new boolean[1];
        after(delay.toMillis(), () -> {
            if (!cancelled[0]) {
                action.run();
            }
        });
        return () -> cancelled[0] = true;
    }

    @Override
    public boolean join(HeldPop pop) {
        return !ended && pops.add(pop);
    }

    @Override
    public void leave(HeldPop pop) {
        pops.remove(pop);
    }

    /// Runs what there is, and what comes within some real milliseconds.
    void runFor(long realMillis) {
        try {
            boolean idle = false;
            while (!idle) {
                runDue();
                Runnable task = tasks.poll(realMillis, TimeUnit.MILLISECONDS);
                if (task != null) {
                    task.run();
                }
                idle = task == null && nextDue() > clock.getAsLong();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void runDue() {
        List<Runnable> works = new ArrayList<>();
        synchronized (this) {
            while (!due.isEmpty() && due.element().at <= clock.getAsLong()) {
                works.add(due.remove().work);
            }
        }
        works.forEach(Runnable::run);
    }

    private synchronized long nextDue() {
        return due.isEmpty() ? Long.MAX_VALUE : due.element().at;
    }

    int held() {
        return pops.size();
    }

    /// The connection ends, and with it what is held.
    void end() {
        ended = true;
        tasks.clear();
        List.copyOf(pops).forEach(HeldPop::drop);
    }
}
