package io.skylark.client.consumer;

import io.skylark.message.TopicNames;
import java.time.Duration;
import java.util.Map;

/// Settings of a push consumer.
///
/// @param subscriptions what is wanted, by topic
/// @param threads how many threads call the listener
/// @param batchSize how many messages the listener gets at most at a time
/// @param maxAttempts failed attempts after which a message goes to the group's dead letters; [#BROKER_DECIDES]
/// @param pullBatch how many messages one pull asks for
/// @param commitPeriod how often offsets are stored at the brokers
/// @param rebalancePeriod how often queues are shared anew even when no change was heard of
/// @param closeTimeout how long a close waits for the listener
record ConsumerConfig(
        String group,
        Map<String, TagExpression> subscriptions,
        StartFrom startFrom,
        int threads,
        int batchSize,
        int maxAttempts,
        int pullBatch,
        FlowLimits limits,
        Duration commitPeriod,
        Duration rebalancePeriod,
        Duration closeTimeout) {

    static final int BROKER_DECIDES = -1;

    ConsumerConfig {
        String fault = TopicNames.groupFault(group);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        if (subscriptions.isEmpty()) {
            throw new IllegalArgumentException("the consumer of group " + group + " subscribes to nothing");
        }
        subscriptions = Map.copyOf(subscriptions);
        for (String topic : subscriptions.keySet()) {
            String topicFault = TopicNames.topicFault(topic);
            if (topicFault != null) {
                throw new IllegalArgumentException(topicFault);
            }
        }
        if (threads < 1 || batchSize < 1 || pullBatch < 1) {
            throw new IllegalArgumentException("threads, batchSize and pullBatch must be at least 1");
        }
    }

    /// What is wanted of a topic; everything of the group's own retry topic.
    TagExpression wanted(String topic) {
        return subscriptions.getOrDefault(topic, TagExpression.ALL);
    }
}
