package io.skylark.client.transport;

import io.skylark.client.FakeServer;
import io.skylark.client.config.TlsConfig;
import io.skylark.client.config.TransportConfig;
import io.skylark.client.error.UnreachableException;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.SerializeType;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Connections to a server that encrypts with the sockets of the JDK.
@Timeout(60)
class TlsChannelTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final int CODE = 105;

    @TempDir
    static Path folder;

    private static KeyStore here = emptyStore();
    private static KeyStore elsewhere = emptyStore();

    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1);
    private final GiveUpThreads giveUps = new GiveUpThreads();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        here = store("ip:127.0.0.1,dns:localhost");
        elsewhere = store("dns:mq.example.com");
    }

    private static KeyStore emptyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (Exception missing) {
            throw new IllegalStateException(missing);
        }
    }

    /// A key and its own certificate, made by the tool of the JDK.
    private static KeyStore store(String names) throws Exception {
        Path file = folder.resolve("store" + names.hashCode());
        Process tool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair", "-keystore", file.toString(), "-storepass", new String(PASSWORD), "-alias", "server",
                "-keyalg", "EC", "-dname", "CN=server", "-ext", "san=" + names).redirectErrorStream(true).start();
        try (InputStream words = tool.getInputStream()) {
            String said = new String(words.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(tool.waitFor()).as(said).isZero();
        }
        KeyStore store = emptyStore();
        try (InputStream bytes = Files.newInputStream(file)) {
            store.load(bytes, PASSWORD);
        }
        return store;
    }

    private static SSLContext serverContext(KeyStore keys) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext trusting(KeyStore keys) throws Exception {
        return trusting(keys, "TLS");
    }

    /// @param protocol the newest that the client speaks
    private static SSLContext trusting(KeyStore keys, String protocol) throws Exception {
        KeyStore certificates = emptyStore();
        certificates.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(certificates);
        SSLContext context = SSLContext.getInstance(protocol);
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        timer.shutdownNow();
        giveUps.close();
    }

    private ConnectionPool pool(TransportConfig config) {
        ConnectionPool pool = new ConnectionPool(config, request -> request, timer, giveUps, System::nanoTime);
        open.add(0, pool);
        return pool;
    }

    private ConnectionPool pool(SSLContext context) {
        return pool(TransportConfig.STANDARD.withTls(context));
    }

    private FakeServer server(ServerSocketFactory sockets, FakeServer.Handler handler) {
        FakeServer server = new FakeServer(handler, sockets);
        open.add(server);
        return server;
    }

    private FakeServer echo(SSLContext context) {
        return server(context.getServerSocketFactory(), TlsChannelTest::echo);
    }

    private static void echo(FakeServer.Peer peer, Command request) {
        peer.answer(request, Command.response(ResponseCode.SUCCESS, null)
                .withFields(request.fields()).withBody(request.body()));
    }

    private static Command request(String name, byte[] body) {
        return Command.request(CODE, 0, Map.of("name", name), ByteBuffer.wrap(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void carriesSmallAndLargeFramesOfManyThreadsBothWays(String protocol) throws Exception {
        FakeServer server = echo(serverContext(here));
        ConnectionPool pool = pool(trusting(here, protocol));
        Random random = new Random(1);
        List<CompletableFuture<Command>> answers = new ArrayList<>();
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            byte[] body = new byte[i % 40 == 7 ? 3_000_000 : random.nextInt(30_000)];
            random.nextBytes(body);
            bodies.add(body);
            String name = "n" + i;
            answers.add(CompletableFuture.supplyAsync(() -> request(name, body))
                    .thenCompose(request -> pool.callAsync(server.address(), request, LIMIT)));
        }
        for (int i = 0; i < answers.size(); i++) {
            Command answer = ConnectionPool.outcome(answers.get(i));
            assertThat(answer.field("name")).isEqualTo("n" + i);
            assertThat(answer.bodyBytes()).isEqualTo(bodies.get(i));
        }
        assertThat(server.peers()).hasSize(1);
    }

    @Test
    void goesOnWhenTheServerWantsNewKeys() throws Exception {
        FakeServer server = server(serverContext(here).getServerSocketFactory(), (peer, request) -> {
            peer.agreeAgain();
            echo(peer, request);
        });
        ConnectionPool pool = pool(trusting(here));
        for (int i = 0; i < 10; i++) {
            assertThat(pool.call(server.address(), request("n" + i, new byte[i * 1_000]), LIMIT).field("name"))
                    .isEqualTo("n" + i);
        }
        assertThat(server.peers()).hasSize(1);
    }

    @Test
    void endsAConnectionOnWhichTheServerBeginsAnew() throws Exception {
        FakeServer server = server(serverContext(here).getServerSocketFactory(), (peer, request) ->
                peer.agreeAgain());
        SSLContext old = trusting(here, "TLSv1.2");
        assertThatThrownBy(() -> pool(old).call(server.address(), request("a", new byte[1]), LIMIT))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("the server wants to agree on encryption anew");
    }

    @Test
    void trustsOnlyCertificatesOfTheContext() throws Exception {
        FakeServer server = echo(serverContext(here));
        assertThatThrownBy(() -> pool(trusting(elsewhere)).call(server.address(), request("a", new byte[1]), LIMIT))
                .isInstanceOf(UnreachableException.class)
                .hasStackTraceContaining("SSLHandshakeException")
                .hasMessageContaining("Cannot connect to")
                .hasMessageContaining("does this client trust its certificate?");
    }

    @Test
    void verifiesThatTheCertificateNamesTheServerUnlessToldNotTo() throws Exception {
        FakeServer server = echo(serverContext(elsewhere));
        SSLContext context = trusting(elsewhere);
        assertThatThrownBy(() -> pool(context).call(server.address(), request("a", new byte[1]), LIMIT))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("127.0.0.1");
        ConnectionPool trusting = pool(TransportConfig.STANDARD.withTls(new TlsConfig(context).withoutNames()));
        assertThat(trusting.call(server.address(), request("a", new byte[1]), LIMIT).field("name")).isEqualTo("a");
    }

    @Test
    void doesNotTalkInTheClearToAServerThatDoesNotEncrypt() throws Exception {
        FakeServer server = server(ServerSocketFactory.getDefault(), TlsChannelTest::echo);
        TransportConfig config = new TransportConfig(
                Duration.ofMillis(500), LIMIT, 10, SerializeType.JSON).withTls(trusting(here));
        assertThatThrownBy(() -> pool(config).call(server.address(), request("a", new byte[1]), LIMIT))
                .isInstanceOf(UnreachableException.class)
                .hasCauseInstanceOf(UnreachableException.class)
                .hasRootCauseInstanceOf(SSLException.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void noticesThatTheServerIsGone() throws Exception {
        FakeServer server = server(serverContext(here).getServerSocketFactory(), (peer, request) -> peer.close());
        assertThatThrownBy(() -> pool(trusting(here)).call(server.address(), request("a", new byte[1]), LIMIT))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("was lost");
    }
}
