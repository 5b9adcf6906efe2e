package io.skylark.nameserver;

import io.skylark.nameserver.kv.KvTable;
import io.skylark.nameserver.route.Announcement;
import io.skylark.nameserver.route.BrokerAddress;
import io.skylark.nameserver.route.Lost;
import io.skylark.nameserver.route.Origin;
import io.skylark.nameserver.route.Outcome;
import io.skylark.nameserver.route.RouteTable;
import io.skylark.net.Connection;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.KvConfig;
import io.skylark.protocol.api.Registration;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.KeyValueTable;
import io.skylark.protocol.body.TopicTable;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brokers elsewhere register, confirm and withdraw themselves. On virtual threads.
final class RegistrationHandlers {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrationHandlers.class);

    /// Without a time of its own, a registration ends when it is not repeated within this.
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /// The longest time of its own that a broker may ask for.
    private static final Duration MAX_TIMEOUT = Duration.ofDays(7);

    /// Registrations that are unpacked at once. Each may take some hundred megabytes for a moment.
    private static final int MAX_UNPACKING = 2;

    private record OverConnection(Connection connection) implements Origin {
        @Override
        public void disconnect() {
            connection.close();
        }
    }

    private final RouteTable table;
    private final KvTable kv;
    private final Supplier<NameServerConfig> config;
    private final Semaphore unpacking = new Semaphore(MAX_UNPACKING);
    private final Set<Connection> watched = ConcurrentHashMap.newKeySet();

    RegistrationHandlers(RouteTable table, KvTable kv, Supplier<NameServerConfig> config) {
        this.table = table;
        this.kv = kv;
        this.config = config;
    }

    void routes(Router.Builder router) {
        router.blocking(Registration.REGISTER.code(), this::register)
                .blocking(Registration.UNREGISTER.code(), this::unregister)
                .blocking(Registration.QUERY_VERSION.code(), this::confirm);
    }

    private void register(Exchange exchange) throws InterruptedException {
        Command request = exchange.request();
        Registration.Register header = Registration.REGISTER.decodeRequest(request);
        required(header.brokerName(), "brokerName");
        required(header.brokerAddr(), "brokerAddr");
        required(header.clusterName(), "clusterName");
        if (!RegistrationBody.matches(request.body(), header.bodyCrc32())) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "crc32 not match");
        }
        Announcement announcement = announcement(header, unpack(request, header), exchange.connection());
        switch (table.register(announcement)) {
            case Outcome.Accepted accepted -> {
                watch(exchange.connection());
                if (accepted.isNew()) {
                    LOG.info("broker {} (id {}) at {} is registered with {} topics", header.brokerName(),
                            header.brokerId(), header.brokerAddr(), announcement.topics().size());
                }
                exchange.reply(answer(accepted.master(), exchange.connection().localAddress().getAddress()));
            }
            case Outcome.Outdated() -> {
                LOG.warn("broker {} (id {}) at {} is older than the one that is registered, and ignored",
                        header.brokerName(), header.brokerId(), header.brokerAddr());
                exchange.reply(answer(null, exchange.connection().localAddress().getAddress()));
            }
            case Outcome.Refused(String why) -> {
                LOG.warn("broker {} (id {}) at {} is refused: {}",
                        header.brokerName(), header.brokerId(), header.brokerAddr(), why);
                exchange.fail(ResponseCode.SYSTEM_ERROR, why);
            }
        }
    }

    private Registration.Body unpack(Command request, Registration.Register header) throws InterruptedException {
        unpacking.acquire();
        try {
            return RegistrationBody.read(request.body(), Boolean.TRUE.equals(header.compressed()));
        } finally {
            unpacking.release();
        }
    }

    private static Announcement announcement(
            Registration.Register header, Registration.Body body, Connection connection) {
        @Nullable TopicTable topics = body.topicConfigSerializeWrapper();
        return new Announcement(
                header.clusterName(), header.brokerName(), header.brokerId(), BrokerAddress.fixed(header.brokerAddr()),
                Objects.requireNonNullElse(header.haServerAddr(), ""), Boolean.TRUE.equals(header.enableActingMaster()),
                header.zoneName(), timeout(header.heartbeatTimeoutMillis()),
                topics == null ? DataVersion.ZERO : Objects.requireNonNullElse(topics.dataVersion(), DataVersion.ZERO),
                topics == null ? Map.of() : topics.topicConfigTable(),
                body.filterServerList(), new OverConnection(connection));
    }

    private static Duration timeout(@Nullable Long millis) {
        return millis == null ? TIMEOUT : Duration.ofMillis(Math.clamp(millis, 0, MAX_TIMEOUT.toMillis()));
    }

    private Command answer(Outcome.@Nullable Master master, InetAddress dialled) {
        Command answer = Registration.REGISTER.success(master == null
                ? new Registration.Registered(null, null)
                : new Registration.Registered(master.haServer(), master.address().seenFrom(dialled)));
        if (!config.get().returnOrderTopicConfigToBroker()) {
            return answer;
        }
        return kv.namespace(KvConfig.ORDER_TOPIC_CONFIG)
                .map(orders -> answer.withBody(Json.encode(new KeyValueTable(orders))))
                .orElse(answer);
    }

    /// The registrations of a connection end with it. Behind the registration: if the connection is closed by now, this
    /// runs at once.
    private void watch(Connection connection) {
        if (watched.add(connection)) {
            connection.onClose(() -> {
                watched.remove(connection);
                for (Lost lost : table.disconnected(new OverConnection(connection))) {
                    LOG.warn("{} has closed its connection, its routes are withdrawn", lost);
                }
            });
        }
    }

    private void unregister(Exchange exchange) {
        Registration.Broker broker = Registration.UNREGISTER.decodeRequest(exchange.request());
        String name = required(broker.brokerName(), "brokerName");
        BrokerAddress address = BrokerAddress.fixed(required(broker.brokerAddr(), "brokerAddr"));
        for (Lost lost : table.unregister(name, address)) {
            LOG.info("{} has withdrawn itself", lost);
        }
        exchange.reply(Registration.UNREGISTER.success(Empty.EMPTY));
    }

    private void confirm(Exchange exchange) {
        Command request = exchange.request();
        Registration.Broker broker = Registration.QUERY_VERSION.decodeRequest(request);
        String name = required(broker.brokerName(), "brokerName");
        BrokerAddress address = BrokerAddress.fixed(required(broker.brokerAddr(), "brokerAddr"));
        @Nullable DataVersion version =
                request.body().hasRemaining() ? Json.decode(request.body(), DataVersion.class) : null;
        Optional<RouteTable.Confirmation> confirmation = table.confirm(name, address, version);
        boolean changed = confirmation.isEmpty() || !confirmation.get().equal();
        Command answer = Registration.QUERY_VERSION.success(new Registration.Changed(changed));
        exchange.reply(confirmation.isEmpty()
                ? answer
                : answer.withBody(Json.encode(confirmation.get().registered())));
    }

    static String required(@Nullable String value, String field) {
        if (value == null || value.isEmpty()) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "the custom field <" + field + "> is null");
        }
        return value;
    }
}
