package io.skylark.client.consumer.group;

import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.FlowLimits;
import io.skylark.client.consumer.RebalanceStrategy;
import io.skylark.client.consumer.StartFrom;
import io.skylark.message.TopicNames;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.SubscriptionData;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Settings of a member of a group.
///
/// @param kind how it gets its messages
/// @param subscriptions what is wanted, by topic
/// @param maxAttempts how often a message is delivered at most, the first time included, before it goes to the group's
///     dead letters; [#BROKER_DECIDES]
/// @param pullBatch how many messages one pull asks for
/// @param commitPeriod how often offsets are stored
/// @param rebalancePeriod how often queues are shared anew even when no change was heard of
public record GroupConfig(
        String group,
        Kind kind,
        Map<String, Filter> subscriptions,
        StartFrom startFrom,
        int maxAttempts,
        int pullBatch,
        FlowLimits limits,
        RebalanceStrategy strategy,
        Duration commitPeriod,
        Duration rebalancePeriod) {

    public static final int BROKER_DECIDES = -1;

    public static final int STANDARD_PULL_BATCH = 32;
    public static final Duration STANDARD_COMMIT_PERIOD = Duration.ofSeconds(5);
    public static final Duration STANDARD_REBALANCE_PERIOD = Duration.ofSeconds(20);

    /// How a member gets its messages, and which it gets.
    public enum Kind {
        /// A listener is called; members share the messages, failures come again.
        PUSH,

        /// A listener is called; every member gets all messages.
        BROADCAST,

        /// The program asks for messages; members share them.
        PULL,

        /// Messages are taken one by one, for a while.
        POP
    }

    public GroupConfig {
        String fault = TopicNames.groupFault(group);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        subscriptions = Map.copyOf(subscriptions);
        for (String topic : subscriptions.keySet()) {
            String topicFault = TopicNames.topicFault(topic);
            if (topicFault != null) {
                throw new IllegalArgumentException(topicFault);
            }
        }
        if (maxAttempts < 1 && maxAttempts != BROKER_DECIDES) {
            throw new IllegalArgumentException("maxAttempts must be at least 1, not " + maxAttempts);
        }
        if (pullBatch < 1) {
            throw new IllegalArgumentException("pullBatch must be at least 1");
        }
        positive("commitPeriod", commitPeriod);
        positive("rebalancePeriod", rebalancePeriod);
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    /// Whether a message goes to the dead letters when this attempt fails too.
    ///
    /// @param failedBefore failed attempts before this one
    public boolean isLastAttempt(int failedBefore) {
        return maxAttempts != BROKER_DECIDES && failedBefore + 1 >= maxAttempts;
    }

    /// The same as RocketMQ counts, without the first delivery: [#BROKER_DECIDES] stays as it is.
    public int maxReconsumeTimes() {
        return maxAttempts == BROKER_DECIDES ? BROKER_DECIDES : maxAttempts - 1;
    }

    /// What is wanted of a topic; everything of one that is not subscribed to, as the group's own retry topic.
    public Filter wanted(String topic) {
        return subscriptions.getOrDefault(topic, Filter.all());
    }

    public boolean isBroadcast() {
        return kind == Kind.BROADCAST;
    }

    /// All topics whose queues the member reads: those subscribed to, and where failures of its group come again.
    public Set<String> topics() {
        Set<String> topics = new LinkedHashSet<>(subscriptions.keySet());
        if (kind == Kind.PUSH) {
            topics.add(TopicNames.retryTopic(group));
        }
        return topics;
    }

    /// What brokers are told of the subscriptions.
    ///
    /// @param version the newer of two subscriptions of a group wins, ms
    public Set<SubscriptionData> subscriptionData(long version) {
        Set<SubscriptionData> data = new LinkedHashSet<>();
        topics().forEach(topic -> data.add(wanted(topic).subscription(topic, version)));
        return data;
    }

    /// What brokers are told of the member.
    public Heartbeat.Consumer membership(long version) {
        return new Heartbeat.Consumer(
                group,
                consumeType(),
                isBroadcast() ? MessageModel.BROADCASTING : MessageModel.CLUSTERING,
                startFrom.where(),
                subscriptionData(version),
                false);
    }

    public ConsumeType consumeType() {
        return switch (kind) {
            case PUSH, BROADCAST -> ConsumeType.CONSUME_PASSIVELY;
            case PULL -> ConsumeType.CONSUME_ACTIVELY;
            case POP -> ConsumeType.CONSUME_POP;
        };
    }
}
