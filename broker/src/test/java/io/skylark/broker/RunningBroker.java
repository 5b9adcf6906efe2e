package io.skylark.broker;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.registration.RouteRegistry;
import io.skylark.log.LogConfig;
import io.skylark.log.retention.RetentionConfig;
import io.skylark.log.store.Storage;
import io.skylark.message.StoredMessage;
import io.skylark.net.Connection;
import io.skylark.net.Dialer;
import io.skylark.net.Exchange;
import io.skylark.net.NetConfig;
import io.skylark.net.NetServer;
import io.skylark.net.Router;
import io.skylark.net.Transport;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.CheckTransaction;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.OffsetReset;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.body.QueueData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A broker in this JVM on a free port, and a client that speaks to it over a socket.
final class RunningBroker implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long MEMORY_BYTES = 1L << 30;

    private final Transport transport = new Transport(NetConfig.STANDARD);
    private final Broker broker;
    private final NetServer server;
    private final Dialer dialer;

    /// Announcements that reached the name server, newest last.
    final BlockingQueue<RouteRegistry.Announcement> announcements = new LinkedBlockingQueue<>();

    /// What the name server knows.
    final Map<String, List<QueueData>> routes = new ConcurrentHashMap<>();

    /// Requests that the broker sent to its clients.
    final BlockingQueue<Command> notifications = new LinkedBlockingQueue<>();

    RunningBroker(Path folder) throws IOException {
        this(folder, LogConfig.dev());
    }

    RunningBroker(Path folder, LogConfig log) throws IOException {
        this(Storage.open(folder, log, InstantSource.system()));
    }

    RunningBroker(Storage storage) throws IOException {
        this(storage, RetentionConfig.STANDARD);
    }

    RunningBroker(Storage storage, RetentionConfig retention) throws IOException {
        this(storage, retention, InstantSource.system());
    }

    RunningBroker(Storage storage, RetentionConfig retention, InstantSource clock) throws IOException {
        this(storage, BrokerConfig.standard("broker-a", 0).withRetention(retention), clock);
    }

    RunningBroker(Storage storage, BrokerConfig config, InstantSource clock) throws IOException {
        int[] port = new int[1];
        broker = new Broker(
                config, NetConfig.STANDARD, storage, List.of(nameServer()),
                () -> port[0], () -> "127.0.0.1:" + port[0], MEMORY_BYTES, clock);
        broker.recover(failure -> {
            throw new AssertionError("the log failed", failure);
        });
        server = NetServer.bind(
                transport, NetConfig.STANDARD, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                broker.router());
        port[0] = server.port();
        broker.start();
        Router.Builder fromBroker = Router.builder()
                .direct(ConsumerGroup.CHANGED.code(), this::notified)
                .direct(CheckTransaction.API.code(), this::notified)
                .direct(OffsetReset.MOVE.code(), this::notified);
        dialer = new Dialer(transport, NetConfig.STANDARD, fromBroker.build(NetConfig.STANDARD), LIMIT);
    }

    private void notified(Exchange exchange) {
        notifications.add(exchange.request().withBody(exchange.request().bodyBytes()));
        exchange.fail(0, "");
    }

    private RouteRegistry nameServer() {
        return new RouteRegistry() {
            @Override
            public void register(Announcement announcement) {
                announcements.add(announcement);
            }

            @Override
            public void unregister(Announcement announcement) {
                announcements.clear();
            }

            @Override
            public List<QueueData> queues(String topic) {
                return routes.getOrDefault(topic, List.of());
            }

            @Override
            public void close() {}
        };
    }

    int port() {
        return server.port();
    }

    int heldPops() {
        return broker.heldPops();
    }

    int heldPulls() {
        return broker.heldPulls();
    }

    int openTransactions() {
        return broker.openTransactions();
    }

    /// Takes permissions of the broker away, or gives them back.
    void permission(int permission) {
        broker.change(BrokerConfig.standard("broker-a", 0).withPermission(permission), LogConfig.dev().reserve());
    }

    Connection connect() {
        return get(dialer.dial("127.0.0.1", server.port()));
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    static Command ask(Connection connection, Command request) {
        return get(connection.call(request, LIMIT));
    }

    static SendMessage.Request sendRequest(String topic, int queueId, String properties) {
        return new SendMessage.Request(
                "pg", topic, "TBW102", 4, queueId, 0, 1_700_000_000_000L, 0, properties, 0, false, null, false, "broker-a");
    }

    static SendMessage.Response send(Connection connection, String topic, int queueId, String body) {
        return send(connection, topic, queueId, body, "");
    }

    static SendMessage.Response send(
            Connection connection, String topic, int queueId, String body, String properties) {
        Command answer = ask(connection, SendMessage.API.request(
                sendRequest(topic, queueId, properties), ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8))));
        if (answer.code() != 0) {
            throw new AssertionError("send was answered " + answer.code() + " " + answer.remark());
        }
        return SendMessage.API.decodeResponse(answer);
    }

    static Command pullRequest(String topic, int queueId, long offset, String tags, Duration hold) {
        int flags = PullMessage.FLAG_SUBSCRIPTION | (hold.isZero() ? 0 : PullMessage.FLAG_SUSPEND);
        return PullMessage.API.request(new PullMessage.Request(
                "g", topic, queueId, offset, 32, flags, 0, hold.toMillis(), tags, 0L, "TAG", null));
    }

    static List<String> bodies(Command pulled) {
        return StoredMessage.decodeAll(ByteBuffer.wrap(pulled.bodyBytes())).stream()
                .map(message -> new String(message.body(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void close() {
        server.quiesce();
        broker.close();
        server.close();
        transport.close();
    }
}
