package io.skylark.broker.registration;

import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicConfig;
import java.util.List;
import java.util.Map;

/// Where a broker makes itself known: a name server in the same process, or others over the network.
public interface RouteRegistry extends AutoCloseable {
    /// What is registered: this broker with all its topics.
    ///
    /// @param topics permissions are masked with the broker's already
    record Announcement(
            String clusterName,
            String brokerName,
            long brokerId,
            String address,
            DataVersion version,
            Map<String, TopicConfig> topics) {}

    /// Registers, and returns when every name server that answers has the announcement.
    void register(Announcement announcement);

    /// Withdraws the broker.
    void unregister(Announcement announcement);

    /// The queues of a topic on all brokers; empty when that is not known.
    List<QueueData> queues(String topic);

    /// Whether the last call was answered.
    default boolean isReachable() {
        return true;
    }

    @Override
    void close();
}
