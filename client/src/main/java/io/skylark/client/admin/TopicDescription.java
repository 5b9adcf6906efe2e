package io.skylark.client.admin;

import java.util.List;
import java.util.Map;

/// A topic as its brokers hold it.
///
/// @param brokers where it is
/// @param queues of all brokers that can be written to now, in their order
public record TopicDescription(String name, List<OnBroker> brokers, List<TopicQueue> queues) {
    /// @param attributes such as `message.type`; empty when there are none, or the broker does not tell
    public record OnBroker(
            String broker,
            int readQueues,
            int writeQueues,
            boolean readable,
            boolean writeable,
            Map<String, String> attributes) {}

    /// In all queues.
    public long messages() {
        return queues.stream().mapToLong(TopicQueue::messages).sum();
    }
}
