package io.skylark.nameserver;

import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.nameserver.NameServerTest.OLD_ROUTE;
import static io.skylark.nameserver.RunningNameServer.all;
import static io.skylark.nameserver.RunningNameServer.body;
import static io.skylark.nameserver.RunningNameServer.call;
import static io.skylark.nameserver.RunningNameServer.register;
import static io.skylark.nameserver.RunningNameServer.request;
import static org.assertj.core.api.Assertions.assertThat;

/// The key-value configuration over a socket, and what it adds to routes and registrations. The expected texts are what
/// RocketMQ 5.5.0 answers to the same requests.
class KvConversationTest {
    @TempDir
    private Path folder;

    private RunningNameServer server;
    private Connection client;

    @BeforeEach
    void start() throws IOException {
        start(standard -> standard);
    }

    private void start(Function<NameServerConfig, NameServerConfig> change) throws IOException {
        server = new RunningNameServer(change.apply(NameServerConfig.standard(folder.resolve("kvConfig.json"))));
        client = server.dial();
    }

    private void restart(Function<NameServerConfig, NameServerConfig> change) throws IOException {
        server.close();
        start(change);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Command registerBrokerA() {
        return call(client, register("broker-a", "10.0.0.1:10911", 0, body(0, "T", "TopicTest")));
    }

    private String route(String topic) {
        return all(call(client, RunningNameServer.route(topic, 355)));
    }

    @Test
    void keepsKeysAndValues() throws IOException {
        assertThat(all(call(client, request(101, "namespace", "N", "key", "K"))))
                .isEqualTo("22 {} No config item, Namespace: N Key: K");
        assertThat(all(call(client, request(219, "namespace", "N")))).isEqualTo("22 {} No config item, Namespace: N");
        assertThat(all(call(client, request(100, "namespace", "N", "key", "K", "value", "v1")))).isEqualTo("0 {}");
        assertThat(all(call(client, request(101, "namespace", "N", "key", "K")))).isEqualTo("0 {value=v1}");
        assertThat(all(call(client, request(219, "namespace", "N")))).isEqualTo("0 {} {\"table\":{\"K\":\"v1\"}}");
        assertThat(all(call(client, request(100, "key", "K", "value", "v"))))
                .isEqualTo("1 {} namespace or key is null");
        assertThat(all(call(client, request(101, "namespace", "N"))))
                .isEqualTo("22 {} No config item, Namespace: N Key: null");
        restart(standard -> standard);
        assertThat(all(call(client, request(101, "namespace", "N", "key", "K")))).isEqualTo("0 {value=v1}");
        assertThat(all(call(client, request(102, "namespace", "N", "key", "K")))).isEqualTo("0 {}");
        assertThat(all(call(client, request(102, "namespace", "N", "key", "K")))).isEqualTo("0 {}");
        assertThat(all(call(client, request(219, "namespace", "N")))).isEqualTo("0 {} {\"table\":{}}");
        assertThat(all(call(client, request(101, "namespace", "N", "key", "K"))))
                .isEqualTo("22 {} No config item, Namespace: N Key: K");
    }

    @Test
    void refusesAKeyThatItCannotKeep() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "x");
        restart(standard -> NameServerConfig.standard(inTheWay.resolve("kvConfig.json")));
        assertThat(all(call(client, request(100, "namespace", "N", "key", "K", "value", "v1"))))
                .startsWith("1 {} cannot write " + inTheWay);
        assertThat(call(client, request(101, "namespace", "N", "key", "K")).code()).isEqualTo(22);
    }

    @Test
    void addsTheOrderConfigurationOfATopic() throws IOException {
        call(client, request(100, "namespace", "ORDER_TOPIC_CONFIG", "key", "T", "value", "broker-a:4"));
        assertThat(all(registerBrokerA())).isEqualTo("0 {} {\"table\":{\"T\":\"broker-a:4\"}}");
        assertThat(route("T")).as("off by default").isEqualTo(OLD_ROUTE);
        restart(standard -> new NameServerConfig(
                standard.kvConfigPath(), true, false, true, true, standard.scanInterval(), Duration.ZERO));
        assertThat(all(registerBrokerA())).isEqualTo("0 {}");
        assertThat(route("T")).isEqualTo(OLD_ROUTE.replace(
                "\"filterServerTable\":{},", "\"filterServerTable\":{},\"orderTopicConf\":\"broker-a:4\","));
        assertThat(route("TopicTest")).isEqualTo(OLD_ROUTE);
    }
}
