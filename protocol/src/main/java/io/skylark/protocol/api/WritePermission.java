package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;

/// Takes the write permission of all topics of a broker away at a name server, or gives it back, until the broker
/// registers other topics. Clients send elsewhere as soon as they have asked for their routes again.
public final class WritePermission {
    public static final Api<Broker, Wiped> WIPE = Api.of(205, Broker.class, Wiped.class);
    public static final Api<Broker, Added> ADD = Api.of(327, Broker.class, Added.class);

    private WritePermission() {}

    public record Broker(String brokerName) implements RequestHeader {}

    public record Wiped(int wipeTopicCount) implements ResponseHeader {}

    public record Added(int addTopicCount) implements ResponseHeader {}
}
