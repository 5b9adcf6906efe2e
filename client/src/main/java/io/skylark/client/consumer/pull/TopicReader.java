package io.skylark.client.consumer.pull;

import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.FlowLimits;
import io.skylark.client.consumer.RebalanceStrategy;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.group.GroupAccess;
import io.skylark.client.consumer.group.GroupBrokers;
import io.skylark.client.consumer.group.GroupConfig;
import io.skylark.client.consumer.group.PullAnswer;
import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.session.ClientSession;
import io.skylark.message.PropertyNames;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads all queues of a topic side by side and changes nothing at the brokers: no group joins, no offset is stored. In
/// each queue the order is kept, between queues there is none. Owned by the thread that calls it.
public final class TopicReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);

    /// A group every broker has, for tools; its offsets are not touched.
    private static final String GROUP = "TOOLS_CONSUMER";

    private static final long MASTER = 0;
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

    /// The outcome of one pull; the queue is not pulled again before it is taken.
    private record Outcome(MessageQueue queue, @Nullable PullAnswer answer, @Nullable Throwable failure) {}

    private final ClientSession session;
    private final String topic;
    private final Filter wanted;
    private final GroupBrokers brokers;

    /// Where to go on, of every queue.
    private final Map<MessageQueue, Long> nextOffsets = new HashMap<>();

    /// Queues to pull, and since when.
    private final Map<MessageQueue, Long> idleUntilNanos = new HashMap<>();

    /// At most one outcome per queue.
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

    private long queuesKnownNanos;
    private boolean closed;

    /// Internal to the client; finds out the queues and where to begin in each.
    ///
    /// @throws TopicNotFoundException when the topic does not exist
    /// @throws SkylarkException when a server does not answer
    @SuppressWarnings("exports")
    public TopicReader(ClientSession session, String topic, Filter wanted, ReadFrom from) {
        this.session = session;
        this.topic = topic;
        this.wanted = wanted;
        this.brokers = GroupAccess.brokers(session, new GroupConfig(
                GROUP, GroupConfig.Kind.PULL, Map.of(topic, wanted), StartFrom.FIRST, GroupConfig.BROKER_DECIDES,
                GroupConfig.STANDARD_PULL_BATCH, FlowLimits.STANDARD, RebalanceStrategy.averagely(),
                GroupConfig.STANDARD_COMMIT_PERIOD, GroupConfig.STANDARD_REBALANCE_PERIOD));
        List<MessageQueue> queues = session.routes().toRead(topic);
        if (queues.isEmpty()) {
            throw new TopicNotFoundException(topic);
        }
        for (MessageQueue queue : queues) {
            add(queue, start(queue, from));
        }
        queuesKnownNanos = System.nanoTime();
    }

    private void add(MessageQueue queue, long offset) {
        nextOffsets.put(queue, offset);
        idleUntilNanos.put(queue, System.nanoTime());
    }

    private long start(MessageQueue queue, ReadFrom from) {
        if (from instanceof ReadFrom.Time time) {
            return brokers.offsetAt(queue, time.value());
        }
        return from instanceof ReadFrom.Earliest ? brokers.minOffset(queue) : brokers.maxOffset(queue);
    }

    /// The next messages there are, after at most `wait`; none when nothing came. A message whose body this client
    /// cannot read is reported to the log and passed over.
    ///
    /// @throws SkylarkException when this thread was interrupted
    public List<ReceivedMessage> poll(Duration wait) {
        if (closed) {
            throw new IllegalStateException("the reader of " + topic + " is closed");
        }
        long deadline = System.nanoTime() + wait.toNanos();
        List<ReceivedMessage> messages = new ArrayList<>();
        while (messages.isEmpty()) {
            lookForNewQueues();
            pullIdleQueues();
            long left = deadline - System.nanoTime();
            Outcome outcome = take(Math.min(left, FAILURE_PAUSE.toNanos()));
            while (outcome != null) {
                accept(outcome, messages);
                outcome = outcomes.poll();
            }
            if (deadline - System.nanoTime() <= 0) {
                break;
            }
        }
        return messages;
    }

    private @Nullable Outcome take(long nanos) {
        try {
            return outcomes.poll(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CallAbandonedException("Interrupted while reading " + topic, true, interrupted);
        }
    }

    /// A queue that came after this reader began is read from its first message.
    private void lookForNewQueues() {
        long now = System.nanoTime();
        if (now - queuesKnownNanos < session.config().routeRefresh().toNanos()) {
            return;
        }
        queuesKnownNanos = now;
        try {
            for (MessageQueue queue : session.routes().toRead(topic)) {
                if (!nextOffsets.containsKey(queue)) {
                    add(queue, 0);
                }
            }
        } catch (SkylarkException failure) {
            LOG.warn("New queues of {} are not looked for: {}", topic, failure.getMessage());
        }
    }

    private void pullIdleQueues() {
        long now = System.nanoTime();
        for (MessageQueue queue : List.copyOf(idleUntilNanos.keySet())) {
            if (now - idleUntilNanos.getOrDefault(queue, now) >= 0) {
                idleUntilNanos.remove(queue);
                long offset = nextOffsets.getOrDefault(queue, 0L);
                var unused = brokers.pull(new GroupBrokers.PullFrom(queue, offset, 0, MASTER))
                        .whenComplete((answer, failure) -> outcomes.add(new Outcome(queue, answer, failure)));
            }
        }
    }

    private void accept(Outcome outcome, List<ReceivedMessage> messages) {
        MessageQueue queue = outcome.queue;
        PullAnswer answer = outcome.answer;
        if (answer == null) {
            Throwable failure = outcome.failure;
            LOG.warn("{} is read again soon: {}", queue, failure == null ? "" : failure.getMessage());
            idleUntilNanos.put(queue, System.nanoTime() + FAILURE_PAUSE.toNanos());
            return;
        }
        nextOffsets.put(queue, answer.nextOffset());
        idleUntilNanos.put(queue, System.nanoTime());
        ReceivedMessage.Delivery delivery = new ReceivedMessage.Delivery(0, Map.of(
                PropertyNames.MIN_OFFSET, String.valueOf(answer.minOffset()),
                PropertyNames.MAX_OFFSET, String.valueOf(answer.maxOffset())));
        answer.messages().stream().filter(wanted::accepts)
                .forEach(encoded -> messages.add(ReceivedMessage.of(encoded, queue, delivery)));
    }

    /// Pulls that are still held at brokers end there by themselves.
    @Override
    public void close() {
        closed = true;
    }
}
