package io.skylark.client.consumer.group;

import io.skylark.client.session.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that runs [Rounds]: now and then, when asked to, and soon again while something is missing. Whatever a
/// round throws, the next one comes: a periodic task that fails would never run again.
final class Rebalancer implements AutoCloseable {
    /// The first pause before an incomplete round is repeated; it doubles up to the ordinary period.
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Rebalancer.class);

    private final Rounds rounds;
    private final Duration period;
    private final ScheduledThreadPoolExecutor executor;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicBoolean repeating = new AtomicBoolean();

    /// Owned by the executor's thread.
    private Duration pause = FIRST_PAUSE;

    Rebalancer(String group, Rounds rounds, Duration period) {
        this.rounds = rounds;
        this.period = period;
        this.executor = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("skylark-rebalance-" + group));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    void start() {
        var unused = executor.scheduleWithFixedDelay(this::round, 0, period.toMillis(), TimeUnit.MILLISECONDS);
        long renewal = Locks.RENEWAL.toMillis();
        unused = executor.scheduleWithFixedDelay(this::renew, renewal, renewal, TimeUnit.MILLISECONDS);
    }

    /// Asks for a round. Does not block; many asks make one round.
    void soon() {
        if (!asked.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(() -> {
                asked.set(false);
                round();
            });
        } catch (RejectedExecutionException closed) {
            LOG.debug("No more rounds, the consumer is closing");
        }
    }

    private void round() {
        boolean complete = false;
        try {
            complete = rounds.round();
        } catch (Throwable failure) {
            LOG.error("A round of rebalancing failed", failure);
        }
        if (complete) {
            pause = FIRST_PAUSE;
        } else if (!executor.isShutdown() && repeating.compareAndSet(false, true)) {
            var unused = executor.schedule(this::repeat, pause.toMillis(), TimeUnit.MILLISECONDS);
            pause = pause.multipliedBy(2).compareTo(period) < 0 ? pause.multipliedBy(2) : period;
        }
    }

    private void renew() {
        try {
            if (!rounds.renewLocks()) {
                soon();
            }
        } catch (Throwable failure) {
            LOG.error("The locks could not be renewed", failure);
        }
    }

    private void repeat() {
        repeating.set(false);
        round();
    }

    /// Lets a round that runs come to its end.
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(period.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
