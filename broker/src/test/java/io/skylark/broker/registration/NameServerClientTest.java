package io.skylark.broker.registration;

import io.skylark.net.Dialer;
import io.skylark.net.Exchange;
import io.skylark.net.NetConfig;
import io.skylark.net.NetServer;
import io.skylark.net.Router;
import io.skylark.net.Transport;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Registration;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.body.TopicTable;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NameServerClientTest {
    private static final RouteRegistry.Announcement ANNOUNCEMENT = new RouteRegistry.Announcement(
            "c", "b", 0, "10.0.0.1:10911", new DataVersion(0L, 5, 7L), Map.of("T", TopicConfig.of("T", 8, 6)));

    private final Transport transport = new Transport(NetConfig.STANDARD);
    private final List<Registration.Register> headers = new ArrayList<>();
    private final List<TopicTable> bodies = new ArrayList<>();
    private final List<Registration.Broker> withdrawn = new ArrayList<>();

    @AfterEach
    void stop() {
        transport.close();
    }

    private NetServer nameServer(int port) throws IOException {
        Router.Builder routes = Router.builder()
                .direct(Registration.REGISTER.code(), this::register)
                .direct(Registration.UNREGISTER.code(), exchange -> {
                    withdrawn.add(Registration.UNREGISTER.decodeRequest(exchange.request()));
                    exchange.reply(Registration.UNREGISTER.success(Empty.EMPTY));
                });
        return NetServer.bind(
                transport, NetConfig.STANDARD, new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                routes.build(NetConfig.STANDARD));
    }

    private void register(Exchange exchange) {
        Registration.Register header = Registration.REGISTER.decodeRequest(exchange.request());
        CRC32 crc = new CRC32();
        crc.update(exchange.request().bodyBytes());
        assertThat(header.bodyCrc32()).isEqualTo((int) crc.getValue() & 0x7FFFFFFF);
        headers.add(header);
        bodies.add(Json.decode(exchange.request().body(), Registration.Body.class).topicConfigSerializeWrapper());
        exchange.reply(Registration.REGISTER.response(
                ResponseCode.SUCCESS, new Registration.Registered(null, null)));
    }

    private NameServerClient client(int port) {
        Router none = Router.builder().build(NetConfig.STANDARD);
        return new NameServerClient(
                new Dialer(transport, NetConfig.STANDARD, none, Duration.ofSeconds(3)), "127.0.0.1", port);
    }

    @Test
    void registersAllTopicsAndWithdraws() throws IOException {
        try (NetServer server = nameServer(0); NameServerClient client = client(server.port())) {
            client.register(ANNOUNCEMENT);
            client.unregister(ANNOUNCEMENT);
        }
        assertThat(headers).singleElement().satisfies(header -> {
            assertThat(header.brokerName()).isEqualTo("b");
            assertThat(header.brokerAddr()).isEqualTo("10.0.0.1:10911");
            assertThat(header.brokerId()).isZero();
        });
        assertThat(bodies).singleElement().satisfies(body -> {
            assertThat(body.topicConfigTable()).isEqualTo(ANNOUNCEMENT.topics());
            assertThat(body.dataVersion()).isEqualTo(ANNOUNCEMENT.version());
        });
        assertThat(withdrawn).containsExactly(new Registration.Broker("b", "10.0.0.1:10911", "c", 0));
    }

    @Test
    void triesAgainWhenTheNameServerWasAway() throws IOException {
        int port;
        try (NetServer server = nameServer(0)) {
            port = server.port();
        }
        try (NameServerClient client = client(port)) {
            client.register(ANNOUNCEMENT);
            assertThat(headers).isEmpty();
            try (NetServer server = nameServer(port)) {
                assertThat(server.port()).isEqualTo(port);
                client.register(ANNOUNCEMENT);
                assertThat(headers).hasSize(1);
            }
            try (NetServer server = nameServer(port)) {
                assertThat(server.port()).isEqualTo(port);
                client.register(ANNOUNCEMENT);
                client.register(ANNOUNCEMENT);
                assertThat(headers).hasSizeGreaterThan(1);
            }
        }
    }
}
