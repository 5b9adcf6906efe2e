package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import java.util.List;

/// Members of a consumer group: who they are, and word to them that they changed.
public final class ConsumerGroup {
    /// The body of the answer is [Members].
    public static final Api<Group, Empty> MEMBERS = Api.of(38, Group.class, Empty.class);

    /// From the broker to each member, oneway.
    public static final Api<Group, Empty> CHANGED = Api.of(40, Group.class, Empty.class);

    private ConsumerGroup() {}

    public record Group(String consumerGroup) implements RequestHeader {}

    public record Members(List<String> consumerIdList) {}
}
