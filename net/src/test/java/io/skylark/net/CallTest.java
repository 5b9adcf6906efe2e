package io.skylark.net;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.wire.ProtocolException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Requests of ours on a connection, whoever opened it.
@ExtendWith(LeakWatch.class)
class CallTest {
    private static final int HELLO = 1;
    private static final int ECHO = 2;
    private static final int NOTE = 3;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final LinkedBlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> notes = new LinkedBlockingQueue<>();
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(this::routes);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void routes(Router.Builder routes) {
        routes.direct(HELLO, exchange -> {
            accepted.add(exchange.connection());
            exchange.reply(Command.response(ResponseCode.SUCCESS, null));
        });
        routes.direct(ECHO, exchange -> {
            byte[] body = exchange.request().bodyBytes();
            exchange.reply(Command.response(ResponseCode.SUCCESS, null).withBody(body));
        });
        routes.direct(NOTE, exchange -> {
            notes.add(RawClient.text(exchange.request()));
            exchange.reply(Command.response(ResponseCode.SUCCESS, null));
        });
    }

    private Connection dial() throws Exception {
        return server.dialer(this::routes)
                .dial(InetAddress.getLoopbackAddress().getHostAddress(), server.port())
                .get(20, TimeUnit.SECONDS);
    }

    private Connection acceptedBy(RawClient client) throws Exception {
        client.call(RawClient.request(HELLO, 1, ""));
        Connection connection = accepted.poll(10, TimeUnit.SECONDS);
        assertThat(connection).isNotNull();
        return connection;
    }

    private static Command await(CompletableFuture<Command> answer) throws Exception {
        return answer.get(20, TimeUnit.SECONDS);
    }

    private static @Nullable Throwable failure(CompletableFuture<?> answer) {
        try {
            answer.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            return failed.getCause();
        } catch (InterruptedException | TimeoutException neverDone) {
            throw new AssertionError("the call does not end", neverDone);
        }
        throw new AssertionError("the call does not fail");
    }

    @Test
    void callsInBothDirectionsOfOneConnection() throws Exception {
        Connection client = dial();
        assertThat(await(client.call(RawClient.request(HELLO, 0, ""), LONG)).code()).isZero();
        Connection atServer = accepted.remove();
        assertThat(atServer.remoteAddress()).isEqualTo(client.localAddress());
        assertThat(atServer.localAddress()).isEqualTo(client.remoteAddress());
        List<CompletableFuture<Command>> answers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            answers.add((i % 2 == 0 ? client : atServer).call(RawClient.request(ECHO, 0, "call " + i), LONG));
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(RawClient.text(await(answers.get(i)))).isEqualTo("call " + i);
        }
    }

    @Test
    void sendsOnewayRequestsInBothDirections() throws Exception {
        Connection client = dial();
        await(client.call(RawClient.request(HELLO, 0, ""), LONG));
        client.oneway(Command.oneway(NOTE, 0, new HashMap<>(), RawClient.request(0, 0, "up").body()));
        assertThat(notes.poll(10, TimeUnit.SECONDS)).isEqualTo("up");
        accepted.remove().oneway(Command.oneway(NOTE, 0, new HashMap<>(), RawClient.request(0, 0, "down").body()));
        assertThat(notes.poll(10, TimeUnit.SECONDS)).isEqualTo("down");
    }

    /// The connect future of a channel completes before the channel is ready for frames.
    @Test
    void dialsConnectionsThatAreReadyForUse() throws Exception {
        for (int i = 0; i < 200; i++) {
            Connection client = dial();
            assertThat(client.isOpen()).isTrue();
            Command answer = await(client.call(RawClient.request(ECHO, 0, "x" + i), LONG));
            assertThat(RawClient.text(answer)).isEqualTo("x" + i);
            client.close();
        }
    }

    @Test
    void failsADialToAPortWhereNobodyListens() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(failure(server.dialer(this::routes).dial("127.0.0.1", free))).isInstanceOf(IOException.class);
    }

    @Test
    void endsACallWhenItsTimeIsOver() throws Exception {
        try (RawClient client = server.connect()) {
            Connection connection = acceptedBy(client);
            CompletableFuture<Command> answer = connection.call(RawClient.request(ECHO, 0, "anybody?"), SHORT);
            assertThat(failure(answer))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("no answer from /127.0.0.1:" + client.localPort() + " within PT0.02S");
            Command late = client.read();
            assertThat(RawClient.text(late)).isEqualTo("anybody?");
            // the late answer meets nobody, and the connection lives on
            client.send(Command.response(0, "late").withOpaque(late.opaque()));
            assertThat(client.call(RawClient.request(ECHO, 2, "on")).opaque()).isEqualTo(2);
        }
    }

    @Test
    void failsPendingCallsWhenTheConnectionCloses() throws Exception {
        Connection connection;
        CompletableFuture<Command> pending;
        try (RawClient client = server.connect()) {
            connection = acceptedBy(client);
            pending = connection.call(RawClient.request(ECHO, 0, "never"), LONG);
            client.read();
        }
        assertThat(failure(pending)).isInstanceOf(IOException.class).hasMessageContaining("is closed");
        assertThat(failure(connection.call(RawClient.request(ECHO, 0, ""), LONG)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is closed");
        connection.oneway(Command.oneway(NOTE, 0, new HashMap<>(), Command.NO_BODY));
    }

    @Test
    void failsACallOnAStoppedTransport() throws Exception {
        Connection client = dial();
        server.close();
        assertThat(failure(client.call(RawClient.request(ECHO, 0, ""), LONG))).isInstanceOf(IOException.class);
        client.oneway(Command.oneway(NOTE, 0, new HashMap<>(), Command.NO_BODY));
    }

    @Test
    void failsACallThatDoesNotFitIntoAFrame() throws Exception {
        Connection client = dial();
        Command large = RawClient.request(ECHO, 0, "").withBody(new byte[CommandCodec.MAX_FRAME_BYTES]);
        assertThat(failure(client.call(large, LONG)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("exceeds 16777216");
        assertThat(await(client.call(RawClient.request(ECHO, 0, "small"), LONG)).code()).isZero();
    }

    @Test
    void forgetsACallThatItsCallerCancels() throws Exception {
        try (RawClient client = server.connect()) {
            Connection connection = acceptedBy(client);
            CompletableFuture<Command> answer = connection.call(RawClient.request(ECHO, 0, "first"), LONG);
            answer.cancel(false);
            Command first = client.read();
            client.send(Command.response(0, null).withOpaque(first.opaque()));
            CompletableFuture<Command> second = connection.call(RawClient.request(ECHO, 0, "second"), LONG);
            client.send(Command.response(5, "here").withOpaque(client.read().opaque()));
            assertThat(await(second).remark()).isEqualTo("here");
            assertThat(answer).isCancelled();
        }
    }

    @Test
    void dropsRequestsToWhoDoesNotReadThem() throws Exception {
        try (TestServer small = TestServer.start(TestServer.withLimits(1 << 20, 10, 64 * 1024), this::routes);
                RawClient client = small.connect()) {
            client.call(RawClient.request(HELLO, 1, ""));
            Connection connection = accepted.poll(10, TimeUnit.SECONDS);
            assertThat(connection).isNotNull();
            Command large = RawClient.request(ECHO, 0, "x".repeat(1 << 20));
            List<CompletableFuture<Command>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                calls.add(connection.call(large, LONG));
            }
            assertThat(failure(calls.getLast()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("/127.0.0.1:" + client.localPort() + " does not read what is sent to it");
        }
    }

    @Test
    void limitsTheCallsThatWait() {
        PendingCalls calls = new PendingCalls();
        List<CompletableFuture<Command>> waiting = new ArrayList<>();
        for (int i = 0; i < PendingCalls.MAX_PENDING; i++) {
            CompletableFuture<Command> answer = new CompletableFuture<>();
            calls.add(answer);
            waiting.add(answer);
        }
        CompletableFuture<Command> tooMany = new CompletableFuture<>();
        calls.add(tooMany);
        assertThat(failure(tooMany)).hasMessage("65536 calls wait for their answer already");
        waiting.getFirst().complete(Command.response(0, null));
        CompletableFuture<Command> next = new CompletableFuture<>();
        calls.add(next);
        assertThat(next).isNotDone();
        calls.failAll(new IOException("over"));
        assertThat(failure(next)).hasMessage("over");
        assertThat(waiting.getFirst()).isCompleted();
    }

    @Test
    void saysWhatToDoAboutABusyPort() {
        InetSocketAddress busy = server.listener().address();
        Transport transport = new Transport(TestServer.CONFIG);
        try (transport) {
            Router router = Router.builder().build(TestServer.CONFIG);
            assertThatThrownBy(() -> NetServer.bind(transport, TestServer.CONFIG, busy, router).close())
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("cannot listen on \\S+:" + server.port() + " \\(.*in use.*\\): "
                            + "stop the process that uses the port, or configure another port");
            InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
            assertThatThrownBy(() -> NetServer.bind(transport, TestServer.CONFIG, nowhere, router).close())
                    .hasMessage("cannot listen on nowhere.invalid:1 (unknown host): configure another bindAddress");
        }
    }

    @Test
    void closesItsConnectionsWithTheListener() throws Exception {
        try (RawClient client = server.connect()) {
            client.call(RawClient.request(ECHO, 1, ""));
            assertThat(server.listener().connectionCount()).isEqualTo(1);
            server.listener().close();
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(server.listener().connectionCount()).isZero();
        }
    }
}
