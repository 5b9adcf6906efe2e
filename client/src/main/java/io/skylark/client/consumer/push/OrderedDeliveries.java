package io.skylark.client.consumer.push;

import io.skylark.client.consumer.group.Coordinator;
import io.skylark.client.consumer.group.GroupBrokers;
import io.skylark.client.consumer.group.PullAnswer;
import io.skylark.client.consumer.group.QueueProgress;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Calls the listener on the consume threads, one [OrderedQueue] at a time each.
final class OrderedDeliveries implements Delivering {
    /// How long a thread stays with one queue while others wait.
    static final Duration TURN = Duration.ofMillis(50);

    private final PushConfig config;
    private final ConsumeThreads threads;
    private final OrderedQueue.Setup setup;
    private final Map<MessageQueue, OrderedQueue> queues = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /// @param locked whether a queue is this member's alone
    OrderedDeliveries(
            PushConfig config,
            Listening listening,
            GroupBrokers brokers,
            Coordinator coordinator,
            ConsumeThreads threads,
            Predicate<MessageQueue> locked,
            InstantSource clock) {
        this.config = config;
        this.threads = threads;
        this.setup = new OrderedQueue.Setup(
                config, listening, brokers, coordinator, threads, locked, clock, () -> closing);
    }

    @Override
    public void accept(QueueProgress progress, MessageQueue queue, List<EncodedMessage> messages, PullAnswer answer) {
        queues.computeIfAbsent(queue, name -> new OrderedQueue(name, setup))
                .add(new Arrived(progress, queue, answer), messages);
    }

    @Override
    public boolean isSettled(MessageQueue queue) {
        OrderedQueue ordered = queues.get(queue);
        return ordered == null || ordered.isAtRest();
    }

    @Override
    public void stop() {
        closing = true;
    }

    /// Lets the listener end what it has begun; the rest comes to the group again.
    @Override
    public void close() {
        stop();
        threads.close(config.closeTimeout());
    }
}
