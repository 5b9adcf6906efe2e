package io.skylark.client.consumer.group;

import io.skylark.client.session.ClientSession;
import io.skylark.protocol.Version;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.body.MessageQueue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A member of a group as tools see and move it, whatever its kind. The names of properties are those that RocketMQ's
/// tools look for.
public final class MemberState {
    private static final Logger LOG = LoggerFactory.getLogger(MemberState.class);

    private static final int MEBIBYTE = 1024 * 1024;

    private final ClientSession session;
    private final GroupConfig config;
    private final Assignment assignment;
    private final long version;

    /// @param version of the subscriptions
    public MemberState(ClientSession session, GroupConfig config, Assignment assignment, long version) {
        this.session = session;
        this.config = config;
        this.assignment = assignment;
        this.version = version;
    }

    /// Goes on elsewhere in those of the queues that it has.
    public void move(Map<MessageQueue, Long> offsets) {
        offsets.forEach((queue, offset) -> {
            if (assignment.loop(queue) != null) {
                var unused = assignment.seek(queue, offset).exceptionally(failure -> {
                    LOG.warn("The offset {} of {} is not stored yet: {}", offset, queue, failure.getMessage());
                    return null;
                });
            }
        });
    }

    /// Offsets before which everything is consumed, of its queues of a topic.
    public Map<MessageQueue, Long> offsets(String topic) {
        return assignment.loops().stream()
                .filter(loop -> loop.queue().topic().equals(topic))
                .collect(Collectors.toMap(PullLoop::queue, PullLoop::commitOffset));
    }

    /// What is held of each queue.
    ///
    /// @param locked whether it holds the lock of a queue
    /// @param lockedMillis when it got that, 0 for never
    public Map<MessageQueue, ClientCalls.QueueState> queues(
            Predicate<MessageQueue> locked, ToLongFunction<MessageQueue> lockedMillis) {
        Map<MessageQueue, ClientCalls.QueueState> queues = new LinkedHashMap<>();
        for (PullLoop loop : assignment.loops()) {
            MessageQueue queue = loop.queue();
            QueueProgress.State held = loop.progress().state();
            queues.put(queue, new ClientCalls.QueueState(
                    loop.commitOffset(), held.first(), held.last(), held.messages(), (int) (held.bytes() / MEBIBYTE),
                    0, 0, 0, locked.test(queue), 0, lockedMillis.applyAsLong(queue), loop.progress().isDropped(),
                    loop.lastPullMillis(), loop.progress().lastConsumedMillis()));
        }
        return queues;
    }

    /// Settings that every kind has; the caller may add its own.
    ///
    /// @param threads that call a listener, 0 when there is none
    public Map<String, String> properties(boolean ordered, int threads) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("PROP_NAMESERVER_ADDR", String.join(";", session.config().nameServers()));
        properties.put("PROP_CONSUME_TYPE", config.consumeType().name());
        properties.put("PROP_CONSUMEORDERLY", Boolean.toString(ordered));
        properties.put("PROP_THREADPOOL_CORE_SIZE", Integer.toString(threads));
        properties.put("PROP_CONSUMER_START_TIMESTAMP", Long.toString(version));
        properties.put("PROP_CLIENT_VERSION", Version.CURRENT_NAME);
        properties.put("consumerGroup", config.group());
        return properties;
    }

    /// @param stacks of all threads, null when nobody asked
    public ClientCalls.Running running(
            @Nullable String stacks,
            Map<MessageQueue, ClientCalls.QueueState> queues,
            Map<String, String> properties,
            Map<String, ClientCalls.TopicState> topics) {
        return new ClientCalls.Running(
                stacks, queues, Map.of(), properties, topics, config.subscriptionData(version), Map.of());
    }
}
