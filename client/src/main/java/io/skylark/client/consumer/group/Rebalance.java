package io.skylark.client.consumer.group;

import io.skylark.client.consumer.RebalanceStrategy;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.message.TopicNames;
import io.skylark.protocol.body.MessageQueue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// One round of sharing: for each topic the queues there are, the members there are, and what of it is this member's.
/// Owned by the rebalancer thread; it blocks. When nobody answers, everything stays as it is.
final class Rebalance implements Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rebalance.class);

    private final Set<String> topics;
    private final String clientId;
    private final GroupBrokers brokers;
    private final @Nullable RebalanceStrategy strategy;
    private final Assignment assignment;

    /// Topics that have been reported as missing.
    private final Set<String> missing = new HashSet<>();

    /// @param strategy null when every member has all queues
    Rebalance(
            Set<String> topics,
            String clientId,
            GroupBrokers brokers,
            @Nullable RebalanceStrategy strategy,
            Assignment assignment) {
        this.topics = topics;
        this.strategy = strategy;
        this.clientId = clientId;
        this.brokers = brokers;
        this.assignment = assignment;
    }

    @Override
    public boolean round() {
        Map<String, List<MessageQueue>> found = new LinkedHashMap<>();
        for (String topic : topics) {
            List<MessageQueue> queues = find(topic);
            if (!queues.isEmpty()) {
                found.put(topic, queues);
            }
        }
        if (found.isEmpty()) {
            return false;
        }
        brokers.join();
        boolean complete = found.size() == topics.size();
        for (Map.Entry<String, List<MessageQueue>> each : found.entrySet()) {
            complete &= share(each.getKey(), each.getValue());
        }
        return complete;
    }

    private List<MessageQueue> find(String topic) {
        try {
            List<MessageQueue> queues = brokers.queues(topic);
            if (!queues.isEmpty()) {
                missing.remove(topic);
            } else if (missing.add(topic)) {
                atLevelOf(topic).log("Nothing comes of a topic until it is there: {}",
                        new TopicNotFoundException(topic).getMessage());
            }
            return queues;
        } catch (SkylarkException failure) {
            atLevelOf(topic).log("The queues of {} stay as they are: {}", topic, failure.getMessage());
            return List.of();
        }
    }

    /// The retry topic of a group comes with its first failure, and nobody has to do anything about it.
    private static LoggingEventBuilder atLevelOf(String topic) {
        return TopicNames.isRetry(topic) ? LOG.atDebug() : LOG.atWarn();
    }

    private boolean share(String topic, List<MessageQueue> queues) {
        try {
            if (strategy == null) {
                return assignment.apply(topic, queues);
            }
            List<String> members = brokers.members(topic).stream().distinct().sorted().toList();
            if (members.contains(clientId)) {
                List<MessageQueue> sorted = queues.stream().sorted().toList();
                return assignment.apply(topic, strategy.allocate(sorted, members, clientId));
            }
            // The broker may have lost this member with a connection: an empty share would stop consumption.
            LOG.info("The broker does not count this client to the members of its group yet");
            brokers.beat();
        } catch (SkylarkException failure) {
            LOG.warn("The share of {} stays as it is: {}", topic, failure.getMessage());
            // A broker that knows no member of the group has forgotten this one.
            brokers.beat();
        } catch (RuntimeException failure) { // of the program's own strategy
            LOG.warn("The share of {} stays as it is", topic, failure);
        }
        return false;
    }

    @Override
    public boolean renewLocks() {
        return assignment.renewLocks();
    }
}
