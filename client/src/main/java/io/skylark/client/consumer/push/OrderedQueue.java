package io.skylark.client.consumer.push;

import io.skylark.client.consumer.group.Coordinator;
import io.skylark.client.consumer.group.GroupBrokers;
import io.skylark.client.consumer.group.GroupBrokers.Fate;
import io.skylark.client.consumer.group.QueueProgress;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The messages of one queue that wait for the listener, which gets them in order: the next is not begun before the
/// one before is consumed. One that fails is tried again in its place, until its attempts are used up; then it becomes
/// a dead letter. The messages are limited by the flow limits of the queue. Shared; at most one thread consumes.
final class OrderedQueue {
    /// How long a queue waits whose lock is not held.
    static final Duration LOCK_PAUSE = Duration.ofMillis(100);

    /// How long a queue waits when the executor takes no more.
    static final Duration FULL_PAUSE = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(OrderedQueue.class);

    /// What the queues of a consumer have in common.
    record Setup(
            PushConfig config,
            Listening listening,
            GroupBrokers brokers,
            Coordinator coordinator,
            ConsumeThreads threads,
            Predicate<MessageQueue> locked,
            InstantSource clock,
            BooleanSupplier closing) {}

    private static final class Waiting {
        final Arrived arrived;
        final EncodedMessage message;

        /// Failed attempts that the broker does not know of. Owned by the thread that consumes.
        int attempts;

        Waiting(Arrived arrived, EncodedMessage message) {
            this.arrived = arrived;
            this.message = message;
        }
    }

    private final MessageQueue queue;
    private final Setup setup;

    /// Guarded by itself, and held for moments only, like `scheduled`.
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private boolean scheduled;

    /// Held while the listener has messages of this queue.
    private final ReentrantLock consuming = new ReentrantLock();

    OrderedQueue(MessageQueue queue, Setup setup) {
        this.queue = queue;
        this.setup = setup;
    }

    void add(Arrived arrived, List<EncodedMessage> messages) {
        synchronized (waiting) {
            messages.forEach(message -> waiting.add(new Waiting(arrived, message)));
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        begin();
    }

    private void begin() {
        if (!setup.threads.execute(this::turn) && !setup.closing.getAsBoolean()) {
            setup.coordinator.after(FULL_PAUSE, this::begin);
        }
    }

    /// Whether the listener has none of this queue.
    boolean isAtRest() {
        return !consuming.isLocked();
    }

    /// Consumes for a while, then lets other queues have the thread.
    private void turn() {
        long end = System.nanoTime() + OrderedDeliveries.TURN.toNanos();
        Duration pause = Duration.ZERO;
        while (pause.isZero()) {
            if (setup.closing.getAsBoolean()) {
                return;
            }
            List<Waiting> next = next();
            if (next.isEmpty()) {
                return;
            }
            if (System.nanoTime() - end >= 0) {
                begin();
                return;
            }
            pause = consume(next);
        }
        setup.coordinator.after(pause, this::begin);
    }

    /// The messages that the listener gets next, without gaps; none ends the turns.
    private List<Waiting> next() {
        synchronized (waiting) {
            while (!waiting.isEmpty() && waiting.getFirst().arrived.progress().isDropped()) {
                waiting.removeFirst();
            }
            List<Waiting> next = new ArrayList<>();
            for (Waiting each : waiting) {
                if (next.size() == setup.config.batchSize()
                        || (!next.isEmpty() && next.get(0).arrived.progress() != each.arrived.progress())) {
                    break;
                }
                next.add(each);
            }
            scheduled = !next.isEmpty();
            return next;
        }
    }

    /// @return how long the queue rests before the next message; zero for not at all
    private Duration consume(List<Waiting> next) {
        QueueProgress progress = next.get(0).arrived.progress();
        consuming.lock();
        try {
            if (progress.isDropped()) {
                return Duration.ZERO;
            }
            if (!setup.locked.test(queue)) {
                return LOCK_PAUSE;
            }
            List<ReceivedMessage> messages = together(next);
            List<Waiting> batch = next.subList(0, messages.size());
            if (setup.listening.consume(messages, this::sequel) == ConsumeOutcome.SUCCESS) {
                batch.forEach(this::finish);
                return Duration.ZERO;
            }
            batch.forEach(each -> each.attempts++);
            return progress.isDropped() || bury(batch) ? Duration.ZERO : setup.config.suspend();
        } finally {
            consuming.unlock();
        }
    }

    /// The first messages, up to one that cannot be read: that comes alone and fails no other.
    private List<ReceivedMessage> together(List<Waiting> next) {
        long now = setup.clock.millis();
        List<ReceivedMessage> messages = new ArrayList<>();
        for (Waiting each : next) {
            ReceivedMessage message = each.arrived.received(each.message, each.attempts, now);
            boolean readable = setup.listening.isReadable(message);
            if (readable || messages.isEmpty()) {
                messages.add(message);
            }
            if (!readable) {
                break;
            }
        }
        return messages;
    }

    /// Makes dead letters of those that have no attempt left, one by one.
    ///
    /// @return whether the rest may go on without them
    private boolean bury(List<Waiting> failed) {
        boolean some = false;
        for (Waiting each : failed) {
            if (setup.config.group().isLastAttempt(each.message.reconsumeTimes() + each.attempts - 1)) {
                if (!isDead(each)) {
                    return false;
                }
                finish(each);
                some = true;
            }
        }
        return some;
    }

    private boolean isDead(Waiting last) {
        String id = ReceivedMessage.idOf(last.message);
        if (setup.config.group().isBroadcast()) {
            LOG.warn("Message {} failed and is gone: members of a broadcasting group get nothing again", id);
            return true;
        }
        try {
            setup.brokers.sendBack(queue, last.message, Fate.DEAD_LETTER);
            ReceivedMessage received = last.arrived.received(last.message, last.attempts - 1, setup.clock.millis());
            LOG.warn("A dead letter now: {}", Listening.describe(List.of(received)));
            return true;
        } catch (SkylarkException refused) {
            LOG.warn("Message {} is not taken back and is tried again here: {}", id, refused.getMessage());
            return false;
        }
    }

    /// What becomes of a message that fails, for the log.
    private String sequel(ReceivedMessage message) {
        return setup.config.group().isLastAttempt(message.reconsumeTimes())
                ? "has no attempt left"
                : "is tried again in its place in " + setup.config.suspend().toMillis() + " ms";
    }

    private void finish(Waiting done) {
        synchronized (waiting) {
            waiting.remove(done);
        }
        done.arrived.progress().finish(done.message.queueOffset());
    }
}
