package io.skylark.protocol.api;

import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Topics are created and changed on a broker, and deleted on a broker and at a name server.
public final class Topics {
    public static final Api<Create, Empty> CREATE = Api.of(17, Create.class, Empty.class);

    /// The same with many topics, of which all or none are taken; the body of the request is [Batch].
    public static final Api<Empty, Empty> CREATE_ALL = Api.of(18, Empty.class, Empty.class);

    public static final Api<Delete, Empty> DELETE_IN_BROKER = Api.of(215, Delete.class, Empty.class);
    public static final Api<Delete, Empty> DELETE_IN_NAME_SERVER = Api.of(216, Delete.class, Empty.class);

    /// The answer's body is a [io.skylark.protocol.body.TopicList].
    public static final Api<Empty, Empty> LIST_AT_NAME_SERVER = Api.of(206, Empty.class, Empty.class);

    /// The topics of one cluster; the answer's body is a [io.skylark.protocol.body.TopicList].
    public static final Api<OfCluster, Empty> LIST_OF_CLUSTER = Api.of(224, OfCluster.class, Empty.class);

    /// Names of clusters and brokers, which are topics too, and the address of one broker; a
    /// [io.skylark.protocol.body.TopicList].
    public static final Api<Empty, Empty> LIST_OF_SYSTEM = Api.of(304, Empty.class, Empty.class);

    /// Names of the topics that are a broker's own; a [io.skylark.protocol.body.TopicList].
    public static final Api<Empty, Empty> LIST_OF_SYSTEM_IN_BROKER = Api.of(305, Empty.class, Empty.class);

    /// Topics of units at a name server: made by producers of units, subscribed to by consumers of units, and those
    /// among the latter that are not made by producers of units; each a [io.skylark.protocol.body.TopicList].
    public static final Api<Empty, Empty> LIST_OF_UNITS = Api.of(311, Empty.class, Empty.class);

    public static final Api<Empty, Empty> LIST_SUBSCRIBED_BY_UNITS = Api.of(312, Empty.class, Empty.class);
    public static final Api<Empty, Empty> LIST_SUBSCRIBED_BY_UNITS_ONLY = Api.of(313, Empty.class, Empty.class);

    /// Settings of the topics of one broker, all or one page; the answer's body is a
    /// [io.skylark.protocol.body.TopicTable].
    public static final Api<Page, Total> ALL = Api.of(21, Page.class, Total.class);

    /// Bounds of the queues of a topic on one broker; the answer's body is [Stats].
    public static final Api<Name, Empty> STATS = Api.of(202, Name.class, Empty.class);

    /// Settings of a topic on one broker; the answer's body is a [io.skylark.protocol.body.TopicConfig].
    public static final Api<Name, Empty> SETTINGS = Api.of(351, Name.class, Empty.class);

    /// Groups that read a topic: those that are there, and those with offsets; the answer's body is [Groups].
    public static final Api<Name, Empty> GROUPS = Api.of(300, Name.class, Empty.class);

    private Topics() {}

    /// `attributes` in the form `+key=value,-key`.
    public record Create(
            String topic,
            @Nullable String defaultTopic,
            int readQueueNums,
            int writeQueueNums,
            int perm,
            @Nullable String topicFilterType,
            @Nullable Integer topicSysFlag,
            @Nullable Boolean order,
            @Nullable String attributes)
            implements RequestHeader, ResponseHeader {}

    public record Batch(List<Wanted> topicConfigList) {}

    /// A topic as a batch has it; what is missing has the value that a topic has that nobody configured. `attributes`
    /// have names with `+` before them to add or alter one, with `-` to delete it.
    public record Wanted(
            @Nullable String topicName,
            @Nullable Integer readQueueNums,
            @Nullable Integer writeQueueNums,
            @Nullable Integer perm,
            @Nullable String topicFilterType,
            @Nullable Integer topicSysFlag,
            @Nullable Boolean order,
            Map<String, String> attributes) {}

    /// At most `maxTopicNum` topics from the `topicSeq`-th on, in the order of their names. It counts only when
    /// `dataVersion`, a [io.skylark.protocol.body.DataVersion] as JSON, is still the broker's; otherwise the page is the
    /// first one.
    public record Page(
            @Nullable Integer topicSeq, @Nullable String dataVersion, @Nullable Integer maxTopicNum)
            implements RequestHeader {}

    public record Total(@Nullable Integer totalTopicNum) implements ResponseHeader {}

    public record OfCluster(@Nullable String cluster) implements RequestHeader {}

    public record Name(String topic) implements RequestHeader {}

    /// `topicPutTps` are messages a second in the last minute.
    public record Stats(Map<MessageQueue, QueueState> offsetTable, double topicPutTps) {
        public Stats(Map<MessageQueue, QueueState> offsetTable) {
            this(offsetTable, 0);
        }
    }

    /// Time in ms, 0 for an empty queue.
    public record QueueState(long minOffset, long maxOffset, long lastUpdateTimestamp) {}

    public record Groups(Set<String> groupList) {}

    public record Delete(String topic, @Nullable String clusterName) implements RequestHeader {}
}
