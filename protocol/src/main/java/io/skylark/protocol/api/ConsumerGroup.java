package io.skylark.protocol.api;

import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Members of a consumer group: who they are, and word to them that they changed.
public final class ConsumerGroup {
    /// The body of the answer is [Members].
    public static final Api<Group, Empty> MEMBERS = Api.of(38, Group.class, Empty.class);

    /// From the broker to each member, oneway.
    public static final Api<Group, Empty> CHANGED = Api.of(40, Group.class, Empty.class);

    /// Creates a group or changes its settings; the body of the request is [Settings].
    public static final Api<Empty, Empty> UPDATE = Api.of(200, Empty.class, Empty.class);

    /// Groups with settings on one broker; the answer's body is [Table].
    public static final Api<Empty, Empty> ALL = Api.of(201, Empty.class, Empty.class);

    public static final Api<Delete, Empty> DELETE = Api.of(207, Delete.class, Empty.class);

    /// Members and what they subscribe to; the answer's body is [Connections].
    public static final Api<Group, Empty> CONNECTIONS = Api.of(203, Group.class, Empty.class);

    /// How far a group is on one broker; the answer's body is [Progress].
    public static final Api<InTopic, Empty> PROGRESS = Api.of(208, InTopic.class, Empty.class);

    private ConsumerGroup() {}

    public record Group(String consumerGroup) implements RequestHeader {}

    /// Settings of a group; what is missing has the value of a group that nobody configured.
    public record Settings(
            @Nullable String groupName,
            @Nullable Boolean consumeEnable,
            @Nullable Boolean consumeBroadcastEnable,
            @Nullable Boolean consumeMessageOrderly,
            @Nullable Integer retryQueueNums,
            @Nullable Integer retryMaxTimes,
            @Nullable Boolean notifyConsumerIdsChangedEnable,
            @Nullable Integer groupSysFlag) {}

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

    public record Table(Map<String, Settings> subscriptionGroupTable) {}

    public record Connections(
            List<Connection> connectionSet,
            Map<String, SubscriptionData> subscriptionTable,
            @Nullable ConsumeType consumeType,
            @Nullable MessageModel messageModel) {}

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
