package io.skylark.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/// A server on a free port with one event loop, so that what one connection does is in order with another's.
final class TestServer implements AutoCloseable {
    static final NetConfig CONFIG =
            new NetConfig(1, 64, Duration.ofMinutes(2), 64 * 1024 * 1024, 1000, 8 * 1024 * 1024, 10_000);

    private final Transport transport;
    private final NetServer server;
    private final NetConfig config;

    private TestServer(NetConfig config, Router router) throws IOException {
        this.config = config;
        transport = new Transport(config);
        server = NetServer.bind(
                transport, config, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), router);
    }

    static TestServer start(Router router) throws IOException {
        return new TestServer(CONFIG, router);
    }

    static TestServer start(Consumer<Router.Builder> routes) throws IOException {
        return start(CONFIG, routes);
    }

    static TestServer start(NetConfig config, Consumer<Router.Builder> routes) throws IOException {
        Router.Builder builder = Router.builder();
        routes.accept(builder);
        return new TestServer(config, builder.build(config));
    }

    RawClient connect() throws IOException {
        return new RawClient(server.port());
    }

    int port() {
        return server.port();
    }

    NetServer listener() {
        return server;
    }

    /// On the event loop of the server: what a dialler's own routes are.
    Dialer dialer(Consumer<Router.Builder> routes) {
        Router.Builder builder = Router.builder();
        routes.accept(builder);
        return new Dialer(transport, config, builder.build(config), Duration.ofSeconds(10));
    }

    static NetConfig withIdle(Duration idle) {
        return new NetConfig(1, 64, idle, CONFIG.maxBytesInFlight(), 1000, CONFIG.writeHighWater(), CONFIG.maxConnections());
    }

    static NetConfig withLimits(int maxBytesInFlight, int maxBlockingCalls, int writeHighWater) {
        return new NetConfig(1, 64, CONFIG.idle(), maxBytesInFlight, maxBlockingCalls, writeHighWater, CONFIG.maxConnections());
    }

    static NetConfig withConnections(int maxConnections) {
        return new NetConfig(
                1, 64, CONFIG.idle(), CONFIG.maxBytesInFlight(), 1000, CONFIG.writeHighWater(), maxConnections);
    }

    @Override
    public void close() {
        server.close();
        transport.close();
    }
}
