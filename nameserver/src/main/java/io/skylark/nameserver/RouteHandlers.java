package io.skylark.nameserver;

import io.skylark.nameserver.kv.KvTable;
import io.skylark.nameserver.route.RouteReader;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.Version;
import io.skylark.protocol.api.KvConfig;
import io.skylark.protocol.api.Route;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells where topics and brokers are. Routes of topics are what every client asks for all the time: they are answered
/// on the event loop.
final class RouteHandlers {
    private final RouteReader reader;
    private final KvTable kv;
    private final Supplier<NameServerConfig> config;
    private final LongSupplier nanoClock;
    private final long startNanos;

    RouteHandlers(RouteReader reader, KvTable kv, Supplier<NameServerConfig> config, LongSupplier nanoClock) {
        this.reader = reader;
        this.kv = kv;
        this.config = config;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
    }

    void routes(Router.Builder router) {
        router.direct(Route.OF_TOPIC.code(), this::topic).blocking(Route.OF_CLUSTER.code(), this::cluster);
    }

    private void topic(Exchange exchange) {
        if (nanoClock.getAsLong() - startNanos < config.get().waitForService().toNanos()) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "name server not ready");
        }
        Route.Request request = Route.OF_TOPIC.decodeRequest(exchange.request());
        @Nullable String zone = Boolean.TRUE.equals(request.zoneMode()) ? request.zoneName() : null;
        if (zone != null && zone.isEmpty()) {
            zone = null;
        }
        Optional<TopicRoute> route = route(request.topic(), dialled(exchange), zone);
        if (route.isEmpty()) {
            throw new RequestFailure(
                    ResponseCode.TOPIC_NOT_EXIST,
                    "No topic route info in name server for the topic: " + request.topic()
                            + "\nSee https://rocketmq.apache.org/docs/bestPractice/06FAQ for further details.");
        }
        // a route that was filtered by zone is never strict, as in RocketMQ
        boolean strict = zone == null
                && (exchange.request().version() >= Version.V4_9_4
                        || Boolean.TRUE.equals(request.acceptStandardJsonOnly()));
        byte[] body = strict ? Json.encodeStrict(route.get()) : Json.encode(route.get());
        exchange.reply(success().withBody(body));
    }

    private Optional<TopicRoute> route(@Nullable String topic, InetAddress dialled, @Nullable String zone) {
        if (topic == null) {
            return Optional.empty();
        }
        @Nullable String order = config.get().orderMessageEnable()
                ? kv.value(KvConfig.ORDER_TOPIC_CONFIG, topic).orElse(null)
                : null;
        return reader.route(topic, dialled, zone, order);
    }

    private void cluster(Exchange exchange) {
        exchange.reply(success().withBody(Json.encode(reader.cluster(dialled(exchange)))));
    }

    private static Command success() {
        return Route.OF_TOPIC.success(Empty.EMPTY);
    }

    /// The address of ours that the client reached, and so can reach again.
    static InetAddress dialled(Exchange exchange) {
        return exchange.connection().localAddress().getAddress();
    }
}
