package io.skylark.client.consumer.group;

import io.skylark.protocol.body.MessageQueue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Rounds of a member whose queues the program chooses. The choice is made on any thread.
public final class FixedQueues implements Rounds {
    private final GroupBrokers brokers;
    private final Assignment assignment;
    private volatile Set<MessageQueue> chosen = Set.of();

    FixedQueues(GroupBrokers brokers, Assignment assignment) {
        this.brokers = brokers;
        this.assignment = assignment;
    }

    /// Counts from the next round on.
    public void choose(Set<MessageQueue> queues) {
        chosen = Set.copyOf(queues);
        assignment.seekOnly(chosen);
    }

    @Override
    public boolean round() {
        Map<String, List<MessageQueue>> byTopic =
                chosen.stream().collect(Collectors.groupingBy(MessageQueue::topic));
        Set<String> topics = new HashSet<>(byTopic.keySet());
        assignment.loops().forEach(loop -> topics.add(loop.queue().topic()));
        // Brokers are found by the routes of their topics.
        byTopic.keySet().forEach(brokers::queues);
        brokers.join();
        boolean complete = true;
        for (String topic : topics) {
            complete &= assignment.apply(topic, byTopic.getOrDefault(topic, List.of()));
        }
        return complete;
    }

    @Override
    public boolean renewLocks() {
        return assignment.renewLocks();
    }
}
