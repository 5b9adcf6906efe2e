package io.skylark.client.consumer.pull;

import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.FlowLimits;
import io.skylark.client.consumer.RebalanceStrategy;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.group.GroupAccess;
import io.skylark.client.consumer.group.GroupConfig;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.session.ClientSession;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/// Settings of a pull consumer to be, from [io.skylark.client.SkylarkClient#pullConsumer(String)]. It either
/// subscribes to topics, whose queues it shares with the other members, or has queues assigned.
public final class PullConsumerBuilder {
    private static final Duration STANDARD_AUTO_COMMIT = Duration.ofSeconds(5);
    private static final int STANDARD_MAX_POLL = 100;

    private final ClientSession session;
    private final String group;
    private final Map<String, Filter> subscriptions = new LinkedHashMap<>();
    private Set<MessageQueue> assigned = Set.of();
    private StartFrom startFrom = StartFrom.STANDARD;
    private RebalanceStrategy strategy = RebalanceStrategy.averagely();
    private FlowLimits limits = FlowLimits.STANDARD;
    private @Nullable Duration autoCommit = STANDARD_AUTO_COMMIT;
    private int maxPoll = STANDARD_MAX_POLL;
    private Duration rebalancePeriod = GroupConfig.STANDARD_REBALANCE_PERIOD;

    /// Internal to the client.
    @SuppressWarnings("exports")
    public PullConsumerBuilder(ClientSession session, String group) {
        this.session = session;
        this.group = group;
    }

    /// All messages of a topic.
    public PullConsumerBuilder subscribe(String topic) {
        return subscribe(topic, Filter.all());
    }

    public PullConsumerBuilder subscribe(String topic, Filter filter) {
        requireNonNull(topic, "topic must not be null");
        subscriptions.put(topic, requireNonNull(filter, "filter must not be null"));
        return this;
    }

    /// All messages of these queues, whatever other members read. More can be chosen later, see
    /// [PullConsumer#assign(Collection)].
    public PullConsumerBuilder assign(Collection<MessageQueue> queues) {
        assigned = Set.copyOf(queues);
        return this;
    }

    /// Where a group begins that is new to a queue; [StartFrom#STANDARD] unless set.
    public PullConsumerBuilder startFrom(StartFrom value) {
        startFrom = requireNonNull(value, "startFrom must not be null");
        return this;
    }

    /// How members share the queues, all members alike; [RebalanceStrategy#averagely()] unless set.
    public PullConsumerBuilder rebalance(RebalanceStrategy value) {
        strategy = requireNonNull(value, "rebalance must not be null");
        return this;
    }

    /// How often a poll stores offsets by itself; 5 s unless set.
    public PullConsumerBuilder autoCommit(Duration period) {
        autoCommit = requireNonNull(period, "autoCommit must not be null");
        return this;
    }

    /// Offsets are stored by [PullConsumer#commit()] only.
    public PullConsumerBuilder manualCommit() {
        autoCommit = null;
        return this;
    }

    /// How many messages a poll returns at most; 100 unless set.
    public PullConsumerBuilder maxPoll(int value) {
        maxPoll = value;
        return this;
    }

    /// How much of a queue may be held here before it is polled.
    public PullConsumerBuilder limits(FlowLimits value) {
        limits = requireNonNull(value, "limits must not be null");
        return this;
    }

    /// How often queues are shared anew even when no change was heard of; 20 s unless set.
    public PullConsumerBuilder rebalancePeriod(Duration value) {
        rebalancePeriod = requireNonNull(value, "rebalancePeriod must not be null");
        return this;
    }

    /// Starts to pull. The process stays alive until the consumer is closed.
    ///
    /// @throws IllegalStateException when topics are subscribed to and queues assigned, or the client already has a
    ///     consumer of the group
    /// @throws SkylarkException when no name server answers
    public PullConsumer start() {
        if (!subscriptions.isEmpty() && !assigned.isEmpty()) {
            throw new IllegalStateException("group " + group + " either subscribes to topics or has queues assigned");
        }
        GroupConfig member = new GroupConfig(
                group, GroupConfig.Kind.PULL, subscriptions, startFrom, GroupConfig.BROKER_DECIDES,
                GroupConfig.STANDARD_PULL_BATCH, limits, strategy, GroupConfig.STANDARD_COMMIT_PERIOD,
                rebalancePeriod);
        PullConfig config = new PullConfig(member, autoCommit, maxPoll);
        GroupAccess access = GroupAccess.of(session, member, null, false);
        PullConsumer consumer =
                new PullConsumer(session, config, autoCommit == null ? access.storingNothing() : access);
        consumer.start();
        if (!assigned.isEmpty()) {
            consumer.assign(assigned);
        }
        return consumer;
    }
}
