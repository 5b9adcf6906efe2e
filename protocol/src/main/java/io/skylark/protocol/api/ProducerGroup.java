package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who sends.
public final class ProducerGroup {
    /// Producers of one group; the answer's body is [Connections].
    public static final Api<Group, Empty> CONNECTIONS = Api.of(204, Group.class, Empty.class);

    /// All producers of a broker; the answer's body is [Table].
    public static final Api<Empty, Empty> ALL = Api.of(328, Empty.class, Empty.class);

    private ProducerGroup() {}

    public record Group(String producerGroup) implements RequestHeader {}

    public record Connections(List<ConsumerGroup.Connection> connectionSet) {}

    /// Producers by group.
    public record Table(Map<String, List<Producer>> data) {}

    /// `remoteIP` is `host:port` as the broker sees it; the time is that of the last heartbeat, in ms.
    public record Producer(
            String clientId, @Nullable String remoteIP, @Nullable String language, int version,
            long lastUpdateTimestamp) {}
}
