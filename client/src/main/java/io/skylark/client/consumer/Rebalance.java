package io.skylark.client.consumer;

import io.skylark.client.error.SkylarkException;
import io.skylark.protocol.body.MessageQueue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One round of sharing: for each topic the queues there are, the members there are, and what of it is this member's.
/// Owned by the rebalancer thread; it blocks. When nobody answers, everything stays as it is.
final class Rebalance {
    private static final Logger LOG = LoggerFactory.getLogger(Rebalance.class);

    private final Set<String> topics;
    private final String clientId;
    private final GroupBrokers brokers;
    private final Assignment assignment;

    /// Topics that have been reported as missing.
    private final Set<String> missing = new HashSet<>();

    Rebalance(Set<String> topics, String clientId, GroupBrokers brokers, Assignment assignment) {
        this.topics = topics;
        this.clientId = clientId;
        this.brokers = brokers;
        this.assignment = assignment;
    }

    /// False when something could not be done yet and another round should come soon.
    boolean round() {
        boolean complete = true;
        for (String topic : topics) {
            try {
                complete &= share(topic);
            } catch (SkylarkException failure) {
                LOG.warn("The queues of {} stay as they are: {}", topic, failure.getMessage());
                complete = false;
            }
        }
        return complete;
    }

    private boolean share(String topic) {
        List<MessageQueue> queues = brokers.queues(topic);
        if (queues.isEmpty()) {
            if (missing.add(topic)) {
                LOG.info("Topic {} does not exist yet", topic);
            }
            return false;
        }
        missing.remove(topic);
        brokers.join();
        List<String> members = brokers.members(topic);
        if (!members.contains(clientId)) {
            // The broker may have lost this member with a connection: an empty share would stop consumption.
            brokers.beat();
            LOG.info("The broker does not count this client to the members of its group yet");
            return false;
        }
        return assignment.apply(topic, Averagely.allocate(queues, members, clientId));
    }
}
