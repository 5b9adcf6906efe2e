package io.skylark.client.consumer.push;

import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.FlowLimits;
import io.skylark.client.consumer.OffsetStore;
import io.skylark.client.consumer.RebalanceStrategy;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.group.GroupAccess;
import io.skylark.client.consumer.group.GroupConfig;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.session.ClientSession;
import io.skylark.message.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/// Settings of a push consumer to be, from [io.skylark.client.SkylarkClient#pushConsumer(String)]. A subscription and a
/// listener are needed, the rest has the values of RocketMQ consumers.
public final class PushConsumerBuilder {
    private static final int STANDARD_THREADS = 20;
    private static final Duration STANDARD_SUSPEND = Duration.ofSeconds(1);
    private static final Duration STANDARD_CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final ClientSession session;
    private final String group;
    private final Map<String, Filter> subscriptions = new LinkedHashMap<>();
    private StartFrom startFrom = StartFrom.STANDARD;
    private int threads = STANDARD_THREADS;
    private int batchSize = 1;
    private boolean ordered;
    private boolean broadcasting;
    private @Nullable OffsetStore offsetStore;
    private RebalanceStrategy strategy = RebalanceStrategy.averagely();
    private final List<ConsumeInterceptor> interceptors = new ArrayList<>();
    private @Nullable Executor executor;
    private @Nullable Duration suspend;
    private int maxAttempts = GroupConfig.BROKER_DECIDES;
    private FlowLimits limits = FlowLimits.STANDARD;
    private Duration commitPeriod = GroupConfig.STANDARD_COMMIT_PERIOD;
    private Duration rebalancePeriod = GroupConfig.STANDARD_REBALANCE_PERIOD;
    private Duration closeTimeout = STANDARD_CLOSE_TIMEOUT;
    private @Nullable BatchListener listener;
    private int listeners;

    /// Internal to the client.
    @SuppressWarnings("exports")
    public PushConsumerBuilder(ClientSession session, String group) {
        this.session = session;
        this.group = legal(TopicNames.groupFault(requireNonNull(group, "group must not be null")), group);
    }

    private static String legal(@Nullable String fault, String name) {
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        return name;
    }

    /// All messages of a topic.
    public PushConsumerBuilder subscribe(String topic) {
        return subscribe(topic, Filter.all());
    }

    /// The messages of a topic with one of some tags.
    ///
    /// @param tags `a || b`, or `*` for all
    public PushConsumerBuilder subscribe(String topic, String tags) {
        return subscribe(topic, Filter.parse(requireNonNull(tags, "tags must not be null")));
    }

    public PushConsumerBuilder subscribe(String topic, Filter filter) {
        legal(TopicNames.topicFault(requireNonNull(topic, "topic must not be null")), topic);
        subscriptions.put(topic, requireNonNull(filter, "filter must not be null"));
        return this;
    }

    /// Where a group begins that is new to a queue; [StartFrom#STANDARD] unless set.
    public PushConsumerBuilder startFrom(StartFrom value) {
        startFrom = requireNonNull(value, "startFrom must not be null");
        return this;
    }

    /// Every member of the group gets all messages. Offsets are kept as long as the process lives, see
    /// [#offsetStore(OffsetStore)]; a message that fails does not come again.
    public PushConsumerBuilder broadcasting() {
        broadcasting = true;
        return this;
    }

    /// Where offsets are kept with [#broadcasting()], without which it is refused at the start.
    public PushConsumerBuilder offsetStore(OffsetStore value) {
        offsetStore = requireNonNull(value, "offsetStore must not be null");
        return this;
    }

    /// How members share the queues, all members alike; [RebalanceStrategy#averagely()] unless set.
    public PushConsumerBuilder rebalance(RebalanceStrategy value) {
        strategy = requireNonNull(value, "rebalance must not be null");
        return this;
    }

    /// How many threads call the listener; 20 unless set. With an executor of the program's own, how many calls it
    /// gets at a time.
    public PushConsumerBuilder threads(int value) {
        threads = PushConfig.atLeastOne("threads", value);
        return this;
    }

    /// Runs the listener, as one that starts a virtual thread for each task; threads of the consumer's own unless set.
    public PushConsumerBuilder executor(Executor value) {
        executor = requireNonNull(value, "executor must not be null");
        return this;
    }

    /// Adds one that stands around every call of the listener, inside of those that were added before.
    public PushConsumerBuilder intercept(ConsumeInterceptor value) {
        interceptors.add(requireNonNull(value, "intercept must not be null"));
        return this;
    }

    /// The listener, which gets messages one by one.
    public PushConsumerBuilder onMessage(MessageListener value) {
        requireNonNull(value, "the listener must not be null");
        return listener(false, 1, messages -> value.onMessage(messages.get(0)));
    }

    /// The listener, which gets the messages of a queue one after the other in their order, never two of a queue at a
    /// time, no matter how many members the group has. One that fails is tried again in its place after
    /// [#suspend(Duration)], without end unless [#maxAttempts(int)] says so; those behind it wait.
    public PushConsumerBuilder onMessageInOrder(MessageListener value) {
        requireNonNull(value, "the listener must not be null");
        return listener(true, 1, messages -> value.onMessage(messages.get(0)));
    }

    /// The listener, which gets up to `size` messages at a time.
    public PushConsumerBuilder onBatch(int size, BatchListener value) {
        return listener(false, size, value);
    }

    /// As [#onMessageInOrder(MessageListener)], up to `size` messages of a queue at a time.
    public PushConsumerBuilder onBatchInOrder(int size, BatchListener value) {
        return listener(true, size, value);
    }

    private PushConsumerBuilder listener(boolean inOrder, int size, BatchListener value) {
        ordered = inOrder;
        batchSize = PushConfig.atLeastOne("the size of a batch", size);
        listener = requireNonNull(value, "the listener must not be null");
        listeners++;
        return this;
    }

    /// How long a queue rests in which a message failed that is consumed in order; 1 s unless set. Refused at the start
    /// for other listeners.
    public PushConsumerBuilder suspend(Duration value) {
        suspend = PushConfig.notNegative("suspend", value);
        return this;
    }

    /// How often a message is delivered at most, the first time included, before it goes to the dead letters:
    /// RocketMQ's `maxReconsumeTimes` + 1. It counts in place of the broker's settings of the group, see
    /// [io.skylark.client.admin.GroupSettings#withMaxRetries(int)], which decide unless it is set: as a rule the first
    /// delivery and 16 more. Messages that are consumed in order have no limit unless set.
    ///
    /// @param value at least 1
    public PushConsumerBuilder maxAttempts(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("maxAttempts must be at least 1, the first delivery, not " + value);
        }
        maxAttempts = value;
        return this;
    }

    /// How much of a queue may be held here before it is consumed.
    public PushConsumerBuilder limits(FlowLimits value) {
        limits = requireNonNull(value, "limits must not be null");
        return this;
    }

    /// How often offsets are stored at the brokers; 5 s unless set.
    public PushConsumerBuilder commitPeriod(Duration value) {
        commitPeriod = period("commitPeriod", value);
        return this;
    }

    /// How often queues are shared anew even when no change was heard of; 20 s unless set.
    public PushConsumerBuilder rebalancePeriod(Duration value) {
        rebalancePeriod = period("rebalancePeriod", value);
        return this;
    }

    private static Duration period(String name, Duration value) {
        requireNonNull(value, name + " must not be null");
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 ms, not " + value);
        }
        return value;
    }

    /// How long a close waits for the listener; 10 s unless set.
    public PushConsumerBuilder closeTimeout(Duration value) {
        closeTimeout = PushConfig.notNegative("closeTimeout", value);
        return this;
    }

    /// Starts to consume. The process stays alive until the consumer is closed.
    ///
    /// @throws IllegalStateException when there is not one listener, settings contradict each other, or the client is
    ///     closed or already has a consumer of the group
    /// @throws SkylarkException when no name server answers
    public PushConsumer start() {
        BatchListener chosen = listener;
        if (chosen == null) {
            throw contradiction("has no listener");
        }
        checkTogether();
        OffsetStore store = offsetStore == null ? OffsetStore.inMemory() : offsetStore;
        GroupConfig member = new GroupConfig(
                group, broadcasting ? GroupConfig.Kind.BROADCAST : GroupConfig.Kind.PUSH, subscriptions, startFrom,
                maxAttempts, GroupConfig.STANDARD_PULL_BATCH, limits, strategy, commitPeriod, rebalancePeriod);
        PushConfig config = new PushConfig(
                member, threads, executor, batchSize, ordered, suspend == null ? STANDARD_SUSPEND : suspend,
                closeTimeout, interceptors);
        GroupAccess access = GroupAccess.of(session, member, broadcasting ? store : null, ordered && !broadcasting);
        PushConsumer consumer = new PushConsumer(session, config, access, chosen);
        consumer.start();
        return consumer;
    }

    private void checkTogether() {
        if (listeners > 1) {
            throw contradiction("has " + listeners + " listeners and can have one only");
        }
        if (suspend != null && !ordered) {
            throw contradiction("has suspend, which counts in order only: for onMessageInOrder and onBatchInOrder");
        }
        if (offsetStore != null && !broadcasting) {
            throw contradiction("has an offsetStore, which counts with broadcasting() only: brokers keep its offsets");
        }
    }

    private IllegalStateException contradiction(String what) {
        return new IllegalStateException("the consumer of group " + group + " " + what);
    }
}
