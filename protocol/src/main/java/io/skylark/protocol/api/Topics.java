package io.skylark.protocol.api;

import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Topics are created and changed on a broker, and deleted on a broker and at a name server.
public final class Topics {
    public static final Api<Create, Empty> CREATE = Api.of(17, Create.class, Empty.class);
    public static final Api<Delete, Empty> DELETE_IN_BROKER = Api.of(215, Delete.class, Empty.class);
    public static final Api<Delete, Empty> DELETE_IN_NAME_SERVER = Api.of(216, Delete.class, Empty.class);

    /// The answer's body is a [io.skylark.protocol.body.TopicList].
    public static final Api<Empty, Empty> LIST_AT_NAME_SERVER = Api.of(206, Empty.class, Empty.class);

    /// The topics of one cluster; the answer's body is a [io.skylark.protocol.body.TopicList].
    public static final Api<OfCluster, Empty> LIST_OF_CLUSTER = Api.of(224, OfCluster.class, Empty.class);

    /// Names of clusters and brokers, which are topics too, and the address of one broker; a
    /// [io.skylark.protocol.body.TopicList].
    public static final Api<Empty, Empty> LIST_OF_SYSTEM = Api.of(304, Empty.class, Empty.class);

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

    public record OfCluster(@Nullable String cluster) implements RequestHeader {}

    public record Name(String topic) implements RequestHeader {}

    public record Stats(Map<MessageQueue, QueueState> offsetTable) {}

    /// Time in ms, 0 for an empty queue.
    public record QueueState(long minOffset, long maxOffset, long lastUpdateTimestamp) {}

    public record Groups(Set<String> groupList) {}

    public record Delete(String topic, @Nullable String clusterName) implements RequestHeader {}
}
