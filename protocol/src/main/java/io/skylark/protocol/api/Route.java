package io.skylark.protocol.api;

import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.wire.Wire;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where topics and brokers are.
public final class Route {
    /// The answer's body is a [io.skylark.protocol.body.TopicRoute].
    public static final Api<Request, Empty> OF_TOPIC = Api.of(105, Request.class, Empty.class);

    /// The answer's body is a [Cluster].
    public static final Api<Empty, Empty> OF_CLUSTER = Api.of(106, Empty.class, Empty.class);

    private Route() {}

    /// With `zoneMode` the answer leaves brokers of other zones than `zoneName` out, as long as they have a master.
    public record Request(
            @Nullable String topic,
            @Nullable Boolean acceptStandardJsonOnly,
            @Wire("__ZONE_MODE") @Nullable Boolean zoneMode,
            @Wire("__ZONE_NAME") @Nullable String zoneName)
            implements RequestHeader {

        public Request(String topic, @Nullable Boolean acceptStandardJsonOnly) {
            this(topic, acceptStandardJsonOnly, null, null);
        }
    }

    /// Brokers by name, and names of brokers by cluster.
    public record Cluster(Map<String, BrokerData> brokerAddrTable, Map<String, Set<String>> clusterAddrTable) {}
}
