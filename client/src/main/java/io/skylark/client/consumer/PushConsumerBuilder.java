package io.skylark.client.consumer;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.session.ClientSession;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Settings of a push consumer to be, from [io.skylark.client.SkylarkClient#pushConsumer(String)]. A subscription and a
/// listener are needed, the rest has the values of RocketMQ consumers.
public final class PushConsumerBuilder {
    private static final int STANDARD_THREADS = 20;
    private static final int STANDARD_PULL_BATCH = 32;
    private static final Duration STANDARD_COMMIT_PERIOD = Duration.ofSeconds(5);
    private static final Duration STANDARD_REBALANCE_PERIOD = Duration.ofSeconds(20);
    private static final Duration STANDARD_CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final ClientSession session;
    private final String group;
    private final Map<String, TagExpression> subscriptions = new LinkedHashMap<>();
    private StartFrom startFrom = StartFrom.LAST;
    private int threads = STANDARD_THREADS;
    private int batchSize = 1;
    private int maxAttempts = ConsumerConfig.BROKER_DECIDES;
    private FlowLimits limits = FlowLimits.STANDARD;
    private Duration commitPeriod = STANDARD_COMMIT_PERIOD;
    private Duration rebalancePeriod = STANDARD_REBALANCE_PERIOD;
    private Duration closeTimeout = STANDARD_CLOSE_TIMEOUT;
    private @Nullable BatchListener listener;

    /// Internal to the client.
    public PushConsumerBuilder(ClientSession session, String group) {
        this.session = session;
        this.group = group;
    }

    /// All messages of a topic.
    public PushConsumerBuilder subscribe(String topic) {
        return subscribe(topic, TagExpression.ALL.text());
    }

    /// The messages of a topic with one of some tags.
    ///
    /// @param tags `a || b`, or `*` for all
    public PushConsumerBuilder subscribe(String topic, String tags) {
        subscriptions.put(topic, TagExpression.parse(tags));
        return this;
    }

    /// Where a group begins that is new to a queue; [StartFrom#LAST] unless set.
    public PushConsumerBuilder startFrom(StartFrom value) {
        startFrom = value;
        return this;
    }

    /// How many threads call the listener; 20 unless set.
    public PushConsumerBuilder threads(int value) {
        threads = value;
        return this;
    }

    /// The listener, which gets messages one by one.
    public PushConsumerBuilder onMessage(MessageListener value) {
        batchSize = 1;
        listener = messages -> value.onMessage(messages.get(0));
        return this;
    }

    /// The listener, which gets up to `size` messages at a time.
    public PushConsumerBuilder onBatch(int size, BatchListener value) {
        batchSize = size;
        listener = value;
        return this;
    }

    /// Failed attempts after which a message goes to the dead letters; unless set, the broker's settings of the group
    /// decide, 16 as a rule.
    public PushConsumerBuilder maxAttempts(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("maxAttempts must not be negative");
        }
        maxAttempts = value;
        return this;
    }

    /// How much of a queue may be held here before it is consumed.
    public PushConsumerBuilder limits(FlowLimits value) {
        limits = value;
        return this;
    }

    /// How often offsets are stored at the brokers; 5 s unless set.
    public PushConsumerBuilder commitPeriod(Duration value) {
        commitPeriod = value;
        return this;
    }

    /// How often queues are shared anew even when no change was heard of; 20 s unless set.
    public PushConsumerBuilder rebalancePeriod(Duration value) {
        rebalancePeriod = value;
        return this;
    }

    /// How long a close waits for the listener; 10 s unless set.
    public PushConsumerBuilder closeTimeout(Duration value) {
        closeTimeout = value;
        return this;
    }

    /// Starts to consume. The process stays alive until the consumer is closed.
    ///
    /// @throws IllegalStateException when there is no listener, or the client already has a consumer of the group
    /// @throws SkylarkException when no name server answers
    public PushConsumer start() {
        BatchListener chosen = listener;
        if (chosen == null) {
            throw new IllegalStateException("the consumer of group " + group + " has no listener");
        }
        ConsumerConfig config = new ConsumerConfig(
                group, subscriptions, startFrom, threads, batchSize, maxAttempts, STANDARD_PULL_BATCH, limits,
                commitPeriod, rebalancePeriod, closeTimeout);
        PushConsumer consumer = new PushConsumer(session, config, chosen);
        consumer.start();
        return consumer;
    }
}
