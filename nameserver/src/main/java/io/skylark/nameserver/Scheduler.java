package io.skylark.nameserver;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Runs a task again and again.
@FunctionalInterface
public interface Scheduler {
    /// Runs `task` every `interval` until the returned action is run.
    Runnable every(Duration interval, Runnable task);

    static Scheduler on(ScheduledExecutorService executor) {
        return (interval, task) -> {
            var scheduled = executor.scheduleWithFixedDelay(
                    task, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        };
    }
}
