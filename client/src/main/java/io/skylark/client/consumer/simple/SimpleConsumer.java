package io.skylark.client.consumer.simple;

import io.skylark.client.consumer.group.GroupBrokers.Fate;
import io.skylark.client.consumer.group.GroupConfig;
import io.skylark.client.consumer.group.RetrySends;
import io.skylark.client.consumer.simple.PopCalls.Source;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.session.ClientSession;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.protocol.api.Heartbeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes messages of a group one by one: a message that was received is nobody else's for a while, see
/// [SimpleConsumerBuilder#invisibleFor(Duration)]; who has not acknowledged it by then loses it, and the group gets it
/// again. Any number of threads and processes may receive side by side. Shared by all threads.
///
/// ```java
/// for (ReceivedMessage message : consumer.receive(16, Duration.ofSeconds(10))) {
///     handle(message);
///     consumer.ack(message);
/// }
/// ```
///
/// Needs brokers of Skylark, or of RocketMQ 5.
public final class SimpleConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SimpleConsumer.class);

    /// Failed attempts after which a message goes to the dead letters, when nobody says otherwise.
    private static final int STANDARD_MAX_ATTEMPTS = 16;

    private final ClientSession session;
    private final SimpleConfig config;
    private final PopCalls calls;
    private final Acks acks;
    private final RetrySends deadLetters;
    private final Heartbeat.Consumer membership;
    private final Watches watches;
    private final AtomicInteger turn = new AtomicInteger();

    /// Receives that have not come back yet.
    private final Set<Receiving> open = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean closed = new AtomicBoolean();

    SimpleConsumer(ClientSession session, SimpleConfig config) {
        GroupConfig group = config.group();
        this.session = session;
        this.config = config;
        this.calls = new PopCalls(session, config);
        this.watches = new Watches(calls);
        this.acks = new Acks(calls, group.group());
        this.deadLetters = new RetrySends(session, group.group(), group.maxAttempts());
        this.membership = group.membership(session.clock().millis());
    }

    /// Asks a name server first, so that a wrong address shows at once.
    void start() {
        config.group().subscriptions().keySet().forEach(session.routes()::toRead);
        session.heartbeats().joinConsumer(group(), () -> membership, () -> {});
        session.parts().add(this);
        var unused = session.heartbeats().beatToUninformed();
    }

    public String group() {
        return config.group().group();
    }

    /// Up to `max` messages, but never more than 32: as many as there are, or else the first that come within `wait`;
    /// none when none came, or the consumer was closed meanwhile.
    ///
    /// @throws IllegalStateException when the consumer is closed already
    /// @throws TopicNotFoundException when no topic of the subscriptions exists
    /// @throws SkylarkException when no broker answers as it should
    public List<ReceivedMessage> receive(int max, Duration wait) {
        return session.pool().await(() -> receiveAsync(max, wait));
    }

    /// As [#receive(int, Duration)]. Completed on a thread that reads from the network, or the one that closes: what
    /// depends on it must not block.
    public CompletableFuture<List<ReceivedMessage>> receiveAsync(int max, Duration wait) {
        if (closed.get()) {
            throw new IllegalStateException("the consumer of group " + group() + " is closed");
        }
        if (max < 1) {
            throw new IllegalArgumentException("max must be positive, not " + max);
        }
        if (wait.isNegative()) {
            throw new IllegalArgumentException("wait must not be negative: " + wait);
        }
        List<Source> sources;
        try {
            sources = sources();
        } catch (SkylarkException unknown) {
            return CompletableFuture.failedFuture(unknown);
        }
        Receiving receiving = new Receiving(
                calls, watches, sources, max, wait, config.invisible(), session.nanoClock(), session.timer());
        open.add(receiving);
        CompletableFuture<List<ReceivedMessage>> received = receiving.start();
        var unused = received.whenComplete((messages, failure) -> open.remove(receiving));
        if (closed.get()) {
            receiving.end();
        }
        return ConnectionPool.bare(received.thenApply(this::withoutDeadLetters));
    }

    /// All topics at all brokers, the next in turn first.
    private List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        for (String topic : config.group().subscriptions().keySet()) {
            session.routes().toRead(topic).stream()
                    .map(queue -> new Source(topic, queue.brokerName()))
                    .distinct()
                    .forEach(sources::add);
        }
        if (sources.isEmpty()) {
            throw new TopicNotFoundException(String.join(", ", config.group().subscriptions().keySet()));
        }
        Collections.rotate(sources, -Math.floorMod(turn.getAndIncrement(), sources.size()));
        return sources;
    }

    /// Brokers let popped messages come again without end, so it is for us to end it.
    private List<ReceivedMessage> withoutDeadLetters(List<ReceivedMessage> messages) {
        int configured = config.group().maxAttempts();
        int limit = configured == GroupConfig.BROKER_DECIDES ? STANDARD_MAX_ATTEMPTS : configured;
        if (messages.stream().noneMatch(message -> message.reconsumeTimes() >= limit)) {
            return messages;
        }
        List<ReceivedMessage> kept = new ArrayList<>();
        for (ReceivedMessage message : messages) {
            if (message.reconsumeTimes() < limit) {
                kept.add(message);
            } else {
                var unused = CompletableFuture.runAsync(() -> bury(message));
            }
        }
        return kept;
    }

    /// A message that no broker takes now comes again, and then this is tried again.
    private void bury(ReceivedMessage message) {
        try {
            deadLetters.handBack(message.queue(), message.encoded(), Fate.DEAD_LETTER);
            ack(message);
        } catch (SkylarkException notTaken) {
            LOG.warn("Message {} has used up its attempts and is no dead letter yet: {}",
                    message.messageId(), notTaken.getMessage());
        }
    }

    /// The group is done with the message. Brokers accept this late, too: with those of Skylark it counts also when the
    /// lease has ended and another worker has the message now; with those of RocketMQ that worker's delivery is not
    /// touched. Possible after [#close()] as well, while the client is open.
    ///
    /// @throws SkylarkException when the broker does not take it; the message may come again
    /// @throws IllegalArgumentException when the message was not received by a simple consumer
    /// @throws IllegalStateException when the client is closed already
    public void ack(ReceivedMessage message) {
        session.pool().await(() -> ackAsync(message));
    }

    /// As [#ack(ReceivedMessage)], without waiting.
    public CompletableFuture<Void> ackAsync(ReceivedMessage message) {
        checkConnected();
        return ConnectionPool.bare(calls.ack(message));
    }

    private void checkConnected() {
        if (session.isClosed()) {
            throw new IllegalStateException("the consumer of group " + group() + " and its client are closed");
        }
    }

    /// As [#ack(ReceivedMessage)] of each, with one request for each broker if it knows how.
    ///
    /// @throws SkylarkException when a broker does not take them; some may come again
    public void ack(Collection<ReceivedMessage> messages) {
        session.pool().await(() -> ackAsync(messages));
    }

    /// As [#ack(Collection)], without waiting.
    public CompletableFuture<Void> ackAsync(Collection<ReceivedMessage> messages) {
        checkConnected();
        return ConnectionPool.bare(acks.ack(messages));
    }

    /// Keeps a message for another while, counted from now: longer, because it takes longer to handle, or shorter, so
    /// that it comes again soon; [Duration#ZERO] gives it back at once. Brokers of Skylark refuse it, with code 208, when
    /// the lease has ended and another worker may have the message; with those of RocketMQ it comes once more then.
    ///
    /// @throws SkylarkException when the broker refuses
    /// @throws IllegalArgumentException when the message was not received by a simple consumer, or the time is negative
    /// @throws IllegalStateException when the client is closed already
    public void changeInvisible(ReceivedMessage message, Duration invisible) {
        session.pool().await(() -> changeInvisibleAsync(message, invisible));
    }

    /// As [#changeInvisible(ReceivedMessage, Duration)], without waiting.
    public CompletableFuture<Void> changeInvisibleAsync(ReceivedMessage message, Duration invisible) {
        checkConnected();
        if (invisible.isNegative()) {
            throw new IllegalArgumentException("a message cannot be kept for less than no time: " + invisible);
        }
        return ConnectionPool.bare(calls.changeInvisible(message, invisible));
    }

    /// Leaves the group; receives that wait come back empty. What was received and not acknowledged comes to the group
    /// again when its time is over.
    ///
    /// @throws IllegalStateException on a thread that brings results, as other calls that block; nothing is closed
    @Override
    public void close() {
        session.pool().checkMayBlock();
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        session.parts().remove(this);
        open.forEach(Receiving::end);
        session.finish(group(), "say good-bye", session.heartbeats().leaveConsumer(group()));
    }
}
