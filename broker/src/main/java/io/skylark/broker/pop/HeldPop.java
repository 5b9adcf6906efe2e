package io.skylark.broker.pop;

import io.skylark.log.index.LogQueue;
import io.skylark.log.index.TagFilter;
import io.skylark.log.index.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// A pop, or a notification, that waits for messages of some queues. Owned by the event loop of its connection; others
/// only wake it.
final class HeldPop {
    /// What is tried when there may be messages.
    @FunctionalInterface
    interface Attempt {
        /// True when it was answered.
        boolean tryAgain();
    }

    private final HeldPops all;
    private final PopAsk ask;
    private final PopLoop loop;
    private final Attempt attempt;
    private final Runnable onTimeOut;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final List<QueueWaiter> waiters = new ArrayList<>();
    private Runnable cancelTimeout = () -> {};
    private boolean done;

    /// Waits in one queue.
    private final class QueueWaiter extends Waiter {
        private QueueWaiter(TagFilter filter) {
            super(filter);
        }

        @Override
        protected void ready() {
            wake();
        }
    }

    HeldPop(HeldPops all, PopAsk ask, PopLoop loop, Attempt attempt, Runnable onTimeOut) {
        this.all = all;
        this.ask = ask;
        this.loop = loop;
        this.attempt = attempt;
        this.onTimeOut = onTimeOut;
    }

    PopAsk ask() {
        return ask;
    }

    void hold(Duration limit) {
        cancelTimeout = loop.schedule(this::timeOut, limit);
        await();
    }

    /// There may be something: tries again soon. From any thread.
    void wake() {
        if (woken.compareAndSet(false, true)) {
            try {
                loop.execute(this::retry);
            } catch (RejectedExecutionException stopped) {
                woken.set(false); // the connection ends with its event loop, and this with the connection
            }
        }
    }

    private void retry() {
        woken.set(false);
        if (done) {
            return;
        }
        stopWaiting();
        if (attempt.tryAgain()) {
            finish();
        } else {
            await();
        }
    }

    private void await() {
        all.arm(ask); // before looking: what comes back after the look rings
        for (int i = 0; i < ask.queues(); i++) {
            if (all.service().isDue(ask, i)) {
                wake();
                return;
            }
            LogQueue log = all.service().messages().queue(ask.topic(), ask.key(i).queueId());
            long from = all.service().waitPoint(ask, i);
            if (from < 0) {
                continue; // whoever is in the way wakes this
            }
            QueueWaiter waiter = new QueueWaiter(ask.filter());
            if (all.service().messages().await(log, from, waiter)) {
                waiters.add(waiter);
            } else {
                wake();
                return;
            }
        }
    }

    private void stopWaiting() {
        waiters.forEach(Waiter::cancel);
        waiters.clear();
    }

    private void timeOut() {
        if (!done) {
            finish();
            onTimeOut.run();
        }
    }

    /// Its connection is closed: nobody waits for the answer any more.
    void drop() {
        if (!done) {
            finish();
        }
    }

    private void finish() {
        done = true;
        stopWaiting();
        cancelTimeout.run();
        loop.leave(this);
        all.remove(this);
    }
}
