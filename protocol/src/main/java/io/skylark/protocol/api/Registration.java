package io.skylark.protocol.api;

import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicTable;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;
import io.skylark.protocol.wire.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A broker makes itself and its topics known to a name server.
public final class Registration {
    /// The body of the request is [Body], of the answer a [io.skylark.protocol.body.KeyValueTable].
    public static final Api<Register, Registered> REGISTER = Api.of(103, Register.class, Registered.class);

    public static final Api<Broker, Empty> UNREGISTER = Api.of(104, Broker.class, Empty.class);

    /// The bodies of request and answer are a [io.skylark.protocol.body.DataVersion].
    public static final Api<Broker, Changed> QUERY_VERSION = Api.of(322, Broker.class, Changed.class);

    /// The body is [Queues].
    public static final Api<Topic, Empty> REGISTER_TOPIC = Api.of(217, Topic.class, Empty.class);

    private Registration() {}

    /// `bodyCrc32` is the CRC32 of the body as sent with its sign bit cleared; `compressed` means a zlib body.
    public record Register(
            String brokerName,
            String brokerAddr,
            String clusterName,
            @Nullable String haServerAddr,
            long brokerId,
            @Nullable Long heartbeatTimeoutMillis,
            @Nullable Boolean enableActingMaster,
            @Nullable Boolean compressed,
            @Nullable Integer bodyCrc32,
            @Wire("__ZONE_NAME") @Nullable String zoneName)
            implements RequestHeader {

        public Register(
                String brokerName,
                String brokerAddr,
                String clusterName,
                @Nullable String haServerAddr,
                long brokerId,
                @Nullable Long heartbeatTimeoutMillis,
                @Nullable Boolean enableActingMaster,
                @Nullable Boolean compressed,
                @Nullable Integer bodyCrc32) {
            this(brokerName, brokerAddr, clusterName, haServerAddr, brokerId, heartbeatTimeoutMillis,
                    enableActingMaster, compressed, bodyCrc32, null);
        }
    }

    public record Registered(@Nullable String haServerAddr, @Nullable String masterAddr) implements ResponseHeader {}

    public record Body(@Nullable TopicTable topicConfigSerializeWrapper, List<String> filterServerList) {}

    public record Broker(String brokerName, String brokerAddr, String clusterName, long brokerId)
            implements RequestHeader {}

    public record Changed(boolean changed) implements ResponseHeader {}

    public record Topic(String topic) implements RequestHeader {}

    public record Queues(List<QueueData> queueDatas) {}
}
