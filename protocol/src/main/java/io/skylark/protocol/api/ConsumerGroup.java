package io.skylark.protocol.api;

import io.skylark.protocol.body.ConsumeFrom;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.GroupRetryPolicy;
import io.skylark.protocol.body.GroupSubscription;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Members of a consumer group: who they are, and word to them that they changed.
public final class ConsumerGroup {
    /// The body of the answer is [Members].
    public static final Api<Group, Empty> MEMBERS = Api.of(38, Group.class, Empty.class);

    /// From the broker to each member, oneway.
    public static final Api<Group, Empty> CHANGED = Api.of(40, Group.class, Empty.class);

    /// Creates a group or changes its settings; the body of the request is [Settings].
    public static final Api<Empty, Empty> UPDATE = Api.of(200, Empty.class, Empty.class);

    /// The same with many groups, of which all or none are taken; the body of the request is [Batch].
    public static final Api<Empty, Empty> UPDATE_ALL = Api.of(225, Empty.class, Empty.class);

    /// Groups with settings on one broker; the answer's body is [Table].
    public static final Api<Empty, Empty> ALL = Api.of(201, Empty.class, Empty.class);

    /// [#ALL], one page of it.
    public static final Api<Page, Total> PAGE = Api.of(ALL.code(), Page.class, Total.class);

    public static final Api<Delete, Empty> DELETE = Api.of(207, Delete.class, Empty.class);

    /// Settings of one group on one broker; the answer's body is [Settings].
    public static final Api<Name, Empty> SETTINGS = Api.of(352, Name.class, Empty.class);

    /// Topics in which a group has offsets on one broker; the answer's body is a
    /// [io.skylark.protocol.body.TopicList].
    public static final Api<Name, Empty> TOPICS = Api.of(343, Name.class, Empty.class);

    /// What a group subscribes to of a topic; the answer's body is [Subscribed].
    public static final Api<NameInTopic, Empty> SUBSCRIPTION = Api.of(345, NameInTopic.class, Empty.class);

    /// Forbids a group to read a topic, allows it again, or only asks; the answer's body is [Forbidden].
    public static final Api<Forbid, Empty> FORBID = Api.of(353, Forbid.class, Empty.class);

    /// Members and what they subscribe to; the answer's body is [Connections].
    public static final Api<Group, Empty> CONNECTIONS = Api.of(203, Group.class, Empty.class);

    /// How far a group is on one broker; the answer's body is [Progress].
    public static final Api<InTopic, Empty> PROGRESS = Api.of(208, InTopic.class, Empty.class);

    private ConsumerGroup() {}

    public record Group(String consumerGroup) implements RequestHeader {}

    public record Name(String group) implements RequestHeader {}

    public record NameInTopic(String group, @Nullable String topic) implements RequestHeader {}

    /// Settings of a group; what is missing has the value of a group that nobody configured, see [#complete()].
    ///
    /// @param consumeFromMinEnable kept for tools: brokers act neither upon it nor upon what follows
    /// @param brokerId where to consume from
    /// @param whichBrokerWhenConsumeSlowly where to consume from when what is wanted is not in memory any more
    /// @param consumeTimeoutMinute how long one message may take
    /// @param subscriptionDataSet null for none
    /// @param attributes by name; in a request `+name` adds or alters one, and `-name` deletes it
    public record Settings(
            @Nullable String groupName,
            @Nullable Boolean consumeEnable,
            @Nullable Boolean consumeBroadcastEnable,
            @Nullable Boolean consumeMessageOrderly,
            @Nullable Integer retryQueueNums,
            @Nullable Integer retryMaxTimes,
            @Nullable Boolean notifyConsumerIdsChangedEnable,
            @Nullable Integer groupSysFlag,
            @Nullable Boolean consumeFromMinEnable,
            @Nullable Long brokerId,
            @Nullable Long whichBrokerWhenConsumeSlowly,
            @Nullable Integer consumeTimeoutMinute,
            @Nullable GroupRetryPolicy groupRetryPolicy,
            @Nullable Set<GroupSubscription> subscriptionDataSet,
            Map<String, String> attributes) {

        private static final int RETRY_QUEUES = 1;
        private static final int RETRY_TIMES = 16;
        private static final int TIMEOUT_MINUTES = 15;

        public Settings {
            subscriptionDataSet = subscriptionDataSet == null || subscriptionDataSet.isEmpty()
                    ? null
                    : Collections.unmodifiableSet(new LinkedHashSet<>(subscriptionDataSet));
            attributes = Map.copyOf(attributes);
        }

        /// Those that brokers act upon.
        public Settings(
                @Nullable String groupName,
                @Nullable Boolean consumeEnable,
                @Nullable Boolean consumeBroadcastEnable,
                @Nullable Boolean consumeMessageOrderly,
                @Nullable Integer retryQueueNums,
                @Nullable Integer retryMaxTimes,
                @Nullable Boolean notifyConsumerIdsChangedEnable,
                @Nullable Integer groupSysFlag) {
            this(groupName, consumeEnable, consumeBroadcastEnable, consumeMessageOrderly, retryQueueNums,
                    retryMaxTimes, notifyConsumerIdsChangedEnable, groupSysFlag, null, null, null, null, null, null,
                    Map.of());
        }

        /// The same with nothing missing.
        public Settings complete() {
            return new Settings(
                    or(groupName, ""), or(consumeEnable, true), or(consumeBroadcastEnable, true),
                    or(consumeMessageOrderly, false), or(retryQueueNums, RETRY_QUEUES),
                    or(retryMaxTimes, RETRY_TIMES), or(notifyConsumerIdsChangedEnable, true), or(groupSysFlag, 0),
                    or(consumeFromMinEnable, true), or(brokerId, 0L), or(whichBrokerWhenConsumeSlowly, 1L),
                    or(consumeTimeoutMinute, TIMEOUT_MINUTES), or(groupRetryPolicy, GroupRetryPolicy.STANDARD),
                    subscriptionDataSet, attributes);
        }

        public Settings withAttributes(Map<String, String> others) {
            return new Settings(
                    groupName, consumeEnable, consumeBroadcastEnable, consumeMessageOrderly, retryQueueNums,
                    retryMaxTimes, notifyConsumerIdsChangedEnable, groupSysFlag, consumeFromMinEnable, brokerId,
                    whichBrokerWhenConsumeSlowly, consumeTimeoutMinute, groupRetryPolicy, subscriptionDataSet, others);
        }

        private static <T> T or(@Nullable T wanted, T standard) {
            return Objects.requireNonNullElse(wanted, standard);
        }
    }

    public record Batch(List<Settings> groupConfigList) {}

    /// At most `maxGroupNum` groups from the `groupSeq`-th on, in the order of their names. It counts only when
    /// `dataVersion`, a [DataVersion] as JSON, is still the broker's; otherwise the page is the first one.
    public record Page(
            @Nullable Integer groupSeq, @Nullable String dataVersion, @Nullable Integer maxGroupNum)
            implements RequestHeader {}

    public record Total(@Nullable Integer totalGroupNum) implements ResponseHeader {}

    /// With `cleanOffset` its offsets go too.
    public record Delete(String groupName, @Nullable Boolean cleanOffset) implements RequestHeader {}

    /// Without a topic, all topics in which the group has offsets; but those that it subscribes to only, when somebody of
    /// it is there. A `topicList` names several, with `;` between them, whatever is subscribed to.
    public record InTopic(String consumerGroup, @Nullable String topic, @Nullable String topicList)
            implements RequestHeader {
        public InTopic(String consumerGroup, @Nullable String topic) {
            this(consumerGroup, topic, null);
        }
    }

    /// `forbiddenTable` has for each group the topics that it may not read, as a sum of permission bits.
    public record Table(
            Map<String, Settings> subscriptionGroupTable,
            Map<String, Map<String, Integer>> forbiddenTable,
            @Nullable DataVersion dataVersion) {

        public Table(Map<String, Settings> subscriptionGroupTable) {
            this(subscriptionGroupTable, Map.of(), null);
        }
    }

    public record Subscribed(String group, @Nullable String topic, @Nullable SubscriptionData subscriptionData) {}

    /// Without `readable` nothing changes.
    public record Forbid(String group, String topic, @Nullable Boolean readable) implements RequestHeader {}

    public record Forbidden(String group, String topic, boolean readable) {}

    public record Connections(
            List<Connection> connectionSet,
            Map<String, SubscriptionData> subscriptionTable,
            @Nullable ConsumeType consumeType,
            @Nullable MessageModel messageModel,
            @Nullable ConsumeFrom consumeFromWhere) {

        public Connections(
                List<Connection> connectionSet,
                Map<String, SubscriptionData> subscriptionTable,
                @Nullable ConsumeType consumeType,
                @Nullable MessageModel messageModel) {
            this(connectionSet, subscriptionTable, consumeType, messageModel, null);
        }
    }

    /// `clientAddr` is `host:port`, `language` one of [io.skylark.protocol.Language].
    public record Connection(
            String clientId, @Nullable String clientAddr, @Nullable String language, int version) {}

    /// `consumeTps` are messages a second that the group gets, of all topics in the table.
    public record Progress(double consumeTps, Map<MessageQueue, QueueProgress> offsetTable) {}

    /// `brokerOffset` is that of the next message to come. `consumerOffset` is 0 where the group has none. What lies between
    /// it and `pullOffset` was handed out and is not consumed. `lastTimestamp` is the store time of the last message that
    /// was consumed, in ms, 0 when nobody knows.
    public record QueueProgress(long brokerOffset, long consumerOffset, long pullOffset, long lastTimestamp) {}

    public record Members(List<String> consumerIdList) {}
}
