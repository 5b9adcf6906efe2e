package io.skylark.protocol.body;

/// One queue of a topic on one broker, also a key of JSON maps.
public record MessageQueue(String topic, String brokerName, int queueId) implements Comparable<MessageQueue> {
    @Override
    public int compareTo(MessageQueue other) {
        int byTopic = topic.compareTo(other.topic);
        int byBroker = byTopic != 0 ? byTopic : brokerName.compareTo(other.brokerName);
        return byBroker != 0 ? byBroker : Integer.compare(queueId, other.queueId);
    }

    /// As `orders/broker-a/3`, for the many lines that name one.
    @Override
    public String toString() {
        return topic + "/" + brokerName + "/" + queueId;
    }
}
