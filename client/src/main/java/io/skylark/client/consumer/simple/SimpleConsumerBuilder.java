package io.skylark.client.consumer.simple;

import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.FlowLimits;
import io.skylark.client.consumer.RebalanceStrategy;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.group.GroupConfig;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.session.ClientSession;
import io.skylark.protocol.body.ConsumeFrom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/// Settings of a simple consumer to be, from [io.skylark.client.SkylarkClient#simpleConsumer(String)]. A subscription
/// is needed.
public final class SimpleConsumerBuilder {
    private static final Duration STANDARD_INVISIBLE = Duration.ofSeconds(30);

    private final ClientSession session;
    private final String group;
    private final Map<String, Filter> subscriptions = new LinkedHashMap<>();
    private StartFrom startFrom = StartFrom.FIRST;
    private Duration invisible = STANDARD_INVISIBLE;
    private boolean ordered;
    private int maxAttempts = GroupConfig.BROKER_DECIDES;

    /// Internal to the client.
    @SuppressWarnings("exports")
    public SimpleConsumerBuilder(ClientSession session, String group) {
        this.session = session;
        this.group = group;
    }

    /// All messages of a topic.
    public SimpleConsumerBuilder subscribe(String topic) {
        return subscribe(topic, Filter.all());
    }

    public SimpleConsumerBuilder subscribe(String topic, Filter filter) {
        requireNonNull(topic, "topic must not be null");
        subscriptions.put(topic, requireNonNull(filter, "filter must not be null"));
        return this;
    }

    /// Where a group begins that is new to a queue: [StartFrom#FIRST], which it is unless set, or [StartFrom#LAST]. The
    /// broker decides, and always begins with the first message of a young queue: one whose offset 0 is still there, and
    /// in memory. In other queues `LAST` means with the newest message that is there; so here it is no other than
    /// [StartFrom#STANDARD].
    ///
    /// @throws IllegalArgumentException when it is a time, for which this protocol has no word
    public SimpleConsumerBuilder startFrom(StartFrom value) {
        if (requireNonNull(value, "startFrom must not be null").where() == ConsumeFrom.CONSUME_FROM_TIMESTAMP) {
            throw new IllegalArgumentException(
                    "a simple consumer starts first or last, not at a time: " + value.time());
        }
        startFrom = value;
        return this;
    }

    /// How long a message is this consumer's that it received; 30 s unless set.
    public SimpleConsumerBuilder invisibleFor(Duration value) {
        invisible = requireNonNull(value, "invisibleFor must not be null");
        return this;
    }

    /// A queue hands out messages only after all it handed out before are acknowledged, or their time is over.
    public SimpleConsumerBuilder inOrder() {
        ordered = true;
        return this;
    }

    /// Failed attempts after which a message goes to the dead letters instead of coming again; 16 unless set.
    public SimpleConsumerBuilder maxAttempts(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("maxAttempts must be positive, not " + value);
        }
        maxAttempts = value;
        return this;
    }

    /// Joins the group.
    ///
    /// @throws IllegalStateException when the client already has a consumer of the group
    /// @throws SkylarkException when no name server answers
    public SimpleConsumer build() {
        GroupConfig member = new GroupConfig(
                group, GroupConfig.Kind.POP, subscriptions, startFrom, maxAttempts, PopCalls.MAX_MESSAGES,
                FlowLimits.STANDARD, RebalanceStrategy.averagely(), GroupConfig.STANDARD_COMMIT_PERIOD,
                GroupConfig.STANDARD_REBALANCE_PERIOD);
        SimpleConsumer consumer = new SimpleConsumer(session, new SimpleConfig(member, invisible, ordered));
        consumer.start();
        return consumer;
    }
}
