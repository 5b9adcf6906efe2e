package io.skylark.client.consumer.group;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Runs steps when a test says so.
public final class ManualCoordinator implements Coordinator {
    private record Timed(Duration due, Runnable step) {}

    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final List<Timed> timed = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Override
    public synchronized void execute(Runnable step) {
        steps.add(step);
    }

    @Override
    public synchronized void after(Duration delay, Runnable step) {
        timed.add(new Timed(now.plus(delay), step));
    }

    private synchronized Runnable next() {
        return steps.isEmpty() ? () -> {} : steps.remove();
    }

    public synchronized int timers() {
        return timed.size();
    }

    private synchronized boolean idle() {
        return steps.isEmpty();
    }

    /// Everything that is due now.
    public void run() {
        while (!idle()) {
            next().run();
        }
    }

    public void pass(Duration time) {
        synchronized (this) {
            now = now.plus(time);
            for (Timed each : List.copyOf(timed)) {
                if (each.due.compareTo(now) <= 0) {
                    timed.remove(each);
                    steps.add(each.step);
                }
            }
        }
        run();
    }
}
