package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Members of a consumer group: who they are, and word to them that they changed.
public final class ConsumerGroup {
    /// The body of the answer is [Members].
    public static final Api<Group, Empty> MEMBERS = Api.of(38, Group.class, Empty.class);

    /// From the broker to each member, oneway.
    public static final Api<Group, Empty> CHANGED = Api.of(40, Group.class, Empty.class);

    /// Creates a group or changes its settings; the body of the request is [Settings].
    public static final Api<Empty, Empty> UPDATE = Api.of(200, Empty.class, Empty.class);

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

    public record Members(List<String> consumerIdList) {}
}
