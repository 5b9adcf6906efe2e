package io.skylark.client.consumer.push;

import io.skylark.client.consumer.group.Coordinator;
import io.skylark.client.consumer.group.GroupBrokers;
import io.skylark.client.consumer.group.GroupBrokers.Fate;
import io.skylark.client.consumer.group.GroupConfig;
import io.skylark.client.error.SkylarkException;
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

    private record Waiting(Arrived arrived, EncodedMessage message) {}

    private final MessageQueue queue;
    private final Setup setup;

    /// Guarded by itself, and held for moments only, like `scheduled`.
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private boolean scheduled;

    /// Held while the listener has messages of this queue.
    private final ReentrantLock consuming = new ReentrantLock();

    /// Failed attempts of the messages at the head. Owned by the thread that consumes.
    private int attempts;

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
                attempts = 0;
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
        Arrived arrived = next.get(0).arrived;
        List<EncodedMessage> messages = next.stream().map(Waiting::message).toList();
        consuming.lock();
        try {
            if (arrived.progress().isDropped()) {
                return Duration.ZERO;
            }
            if (!setup.locked.test(queue)) {
                return LOCK_PAUSE;
            }
            long now = setup.clock.millis();
            ConsumeOutcome outcome =
                    setup.listening.consume(arrived.received(messages, 0, messages.size(), attempts, now));
            if (outcome == ConsumeOutcome.SUCCESS) {
                finish(arrived, messages);
                return Duration.ZERO;
            }
            attempts++;
            if (arrived.progress().isDropped()) {
                return Duration.ZERO;
            }
            return isExhausted(messages) && areDead(messages) ? finish(arrived, messages) : setup.config.suspend();
        } finally {
            consuming.unlock();
        }
    }

    private boolean isExhausted(List<EncodedMessage> messages) {
        int limit = setup.config.group().maxAttempts();
        return limit != GroupConfig.BROKER_DECIDES && messages.get(0).reconsumeTimes() + attempts >= limit;
    }

    private boolean areDead(List<EncodedMessage> messages) {
        for (EncodedMessage message : messages) {
            if (setup.config.group().isBroadcast()) {
                LOG.warn("Message {} failed and is gone: members of a broadcasting group get nothing again",
                        message.offsetMessageId());
                continue;
            }
            try {
                setup.brokers.sendBack(queue, message, Fate.DEAD_LETTER);
            } catch (SkylarkException refused) {
                LOG.warn("Message {} is not taken back and is tried again here: {}",
                        message.offsetMessageId(), refused.getMessage());
                return false;
            }
        }
        return true;
    }

    private Duration finish(Arrived arrived, List<EncodedMessage> messages) {
        attempts = 0;
        synchronized (waiting) {
            for (EncodedMessage message : messages) {
                if (!waiting.isEmpty() && waiting.getFirst().message == message) {
                    waiting.removeFirst();
                }
            }
        }
        messages.forEach(message -> arrived.progress().finish(message.queueOffset()));
        return Duration.ZERO;
    }
}
