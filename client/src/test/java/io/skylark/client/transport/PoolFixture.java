package io.skylark.client.transport;

import io.skylark.client.FakeServer;
import io.skylark.client.config.TransportConfig;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/// Connections to fake servers, with a clock that stands still until a test moves it.
abstract class PoolFixture {
    static final Duration SECOND = Duration.ofSeconds(1);
    static final int CODE = 105;

    final AtomicLong nanos = new AtomicLong();
    final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1);
    final GiveUpThreads giveUps = new GiveUpThreads();
    final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        timer.shutdownNow();
        giveUps.close();
    }

    ConnectionPool pool(TransportConfig config) {
        return pool(config, UnaryOperator.identity());
    }

    ConnectionPool pool(TransportConfig config, UnaryOperator<Command> signing) {
        ConnectionPool pool = new ConnectionPool(config, signing, timer, giveUps, nanos::get);
        open.add(0, pool);
        return pool;
    }

    ConnectionPool pool() {
        return pool(TransportConfig.STANDARD);
    }

    FakeServer server(FakeServer.Handler handler) {
        FakeServer server = new FakeServer(handler);
        open.add(server);
        return server;
    }

    FakeServer echo() {
        return server((peer, request) -> peer.answer(request, echo(request)));
    }

    static Command echo(Command request) {
        return Command.response(ResponseCode.SUCCESS, null).withFields(request.fields()).withBody(request.body());
    }

    static Command request(String name) {
        return Command.request(CODE, 0, Map.of("name", name), ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }
}
