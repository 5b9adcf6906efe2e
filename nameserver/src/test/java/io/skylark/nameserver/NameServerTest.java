package io.skylark.nameserver;

import io.skylark.nameserver.route.BrokerAddress;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.TopicConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.nameserver.RunningNameServer.all;
import static io.skylark.nameserver.RunningNameServer.await;
import static io.skylark.nameserver.RunningNameServer.body;
import static io.skylark.nameserver.RunningNameServer.call;
import static io.skylark.nameserver.RunningNameServer.register;
import static io.skylark.nameserver.RunningNameServer.request;
import static org.assertj.core.api.Assertions.assertThat;

/// Conversations over a socket. The expected texts are what RocketMQ 5.5.0 answers to the same requests.
class NameServerTest {
    private static final String NO_ROUTE = "17 {} No topic route info in name server for the topic: %s\n"
            + "See https://rocketmq.apache.org/docs/bestPractice/06FAQ for further details.";
    static final String OLD_ROUTE = "0 {} {\"brokerDatas\":[{\"brokerAddrs\":{0:\"10.0.0.1:10911\"},"
            + "\"brokerName\":\"broker-a\",\"cluster\":\"DefaultCluster\",\"enableActingMaster\":false}],"
            + "\"filterServerTable\":{},\"queueDatas\":[{\"brokerName\":\"broker-a\",\"perm\":6,\"readQueueNums\":8,"
            + "\"topicSysFlag\":0,\"writeQueueNums\":8}]}";
    private static final String STRICT_ROUTE = OLD_ROUTE.replace("{0:", "{\"0\":");

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
        assertThat(server.scheduledTasks()).isZero();
    }

    private Command registerBrokerA() {
        return call(client, register("broker-a", "10.0.0.1:10911", 0, body(0, "T", "TopicTest")));
    }

    private String route(String topic, int version, String... more) {
        return all(call(client, RunningNameServer.route(topic, version, more)));
    }

    @Test
    void answersRoutesInTheFormThatTheVersionOfTheClientReads() {
        assertThat(all(registerBrokerA())).isEqualTo("0 {}");
        assertThat(route("T", 355)).isEqualTo(OLD_ROUTE);
        assertThat(route("T", 400)).isEqualTo(OLD_ROUTE);
        assertThat(route("T", 401)).isEqualTo(STRICT_ROUTE);
        assertThat(route("T", 513)).isEqualTo(STRICT_ROUTE);
        assertThat(route("T", 355, "acceptStandardJsonOnly", "true")).isEqualTo(STRICT_ROUTE);
        assertThat(route("T", 355, "acceptStandardJsonOnly", "false")).isEqualTo(OLD_ROUTE);
    }

    @Test
    void saysThatATopicIsUnknown() {
        registerBrokerA();
        assertThat(route("nope", 401)).isEqualTo(NO_ROUTE.formatted("nope"));
        assertThat(all(call(client, request(105)))).isEqualTo(NO_ROUTE.formatted("null"));
    }

    @Test
    void answersNoRouteBeforeBrokersHadTimeToRegister() throws IOException {
        restart(standard -> new NameServerConfig(
                standard.kvConfigPath(), false, true, true, true, standard.scanInterval(), Duration.ofSeconds(45)));
        registerBrokerA();
        assertThat(route("T", 401)).isEqualTo("1 {} name server not ready");
        server.scanAfter(Duration.ofSeconds(45));
        assertThat(route("T", 401)).isEqualTo(STRICT_ROUTE);
    }

    @Test
    void tellsAllBrokersAndClusters() {
        assertThat(all(call(client, request(106)))).isEqualTo("0 {} {\"brokerAddrTable\":{},\"clusterAddrTable\":{}}");
        registerBrokerA();
        Command replica = call(server.dial(), register("broker-a", "10.0.0.2:10911", 1, body(0, "T", "TopicTest")));
        assertThat(all(replica)).isEqualTo("0 {haServerAddr=10.0.0.1:10912, masterAddr=10.0.0.1:10911}");
        assertThat(all(call(client, request(106)))).isEqualTo("0 {} {\"brokerAddrTable\":{\"broker-a\":{"
                + "\"brokerAddrs\":{0:\"10.0.0.1:10911\",1:\"10.0.0.2:10911\"},\"brokerName\":\"broker-a\","
                + "\"cluster\":\"DefaultCluster\",\"enableActingMaster\":false}},"
                + "\"clusterAddrTable\":{\"DefaultCluster\":[\"broker-a\"]}}");
    }

    @Test
    void listsTopics() throws IOException {
        assertThat(all(call(client, request(206)))).isEqualTo("0 {} {\"topicList\":[]}");
        assertThat(all(call(client, request(304)))).isEqualTo("0 {} {\"topicList\":[]}");
        registerBrokerA();
        String topics = "0 {} {\"topicList\":[\"T\",\"TopicTest\"]}";
        assertThat(all(call(client, request(206)))).isEqualTo(topics);
        assertThat(all(call(client, request(224, "cluster", "DefaultCluster")))).isEqualTo(topics);
        assertThat(all(call(client, request(224, "cluster", "X")))).isEqualTo("0 {} {\"topicList\":[]}");
        assertThat(all(call(client, request(304)))).isEqualTo(
                "0 {} {\"brokerAddr\":\"10.0.0.1:10911\",\"topicList\":[\"DefaultCluster\",\"broker-a\"]}");
        restart(standard -> new NameServerConfig(
                standard.kvConfigPath(), false, true, false, false, standard.scanInterval(), Duration.ZERO));
        assertThat(all(call(client, request(206)))).isEqualTo("1 {} disable");
        assertThat(all(call(client, request(224, "cluster", "X")))).isEqualTo("1 {} disable");
    }

    @Test
    void listsTopicsOfUnits() throws IOException {
        registerBrokerA();
        for (int flags = 0; flags < 4; flags++) {
            byte[] queues = ("{\"queueDatas\":[{\"brokerName\":\"broker-a\",\"readQueueNums\":2,\"writeQueueNums\":2,"
                    + "\"perm\":6,\"topicSysFlag\":" + flags + "}]}").getBytes(StandardCharsets.UTF_8);
            assertThat(all(call(client, request(217, queues, "topic", "F" + flags)))).isEqualTo("0 {}");
        }
        assertThat(all(call(client, request(311)))).isEqualTo("0 {} {\"topicList\":[\"F1\",\"F3\"]}");
        assertThat(all(call(client, request(312)))).isEqualTo("0 {} {\"topicList\":[\"F2\",\"F3\"]}");
        assertThat(all(call(client, request(313)))).isEqualTo("0 {} {\"topicList\":[\"F2\"]}");
        NameServerConfig now = NameServerConfig.standard(folder.resolve("kvConfig.json"));
        server.nameServer.change(new NameServerConfig(
                now.kvConfigPath(), false, true, true, false, now.scanInterval(), Duration.ZERO));
        for (int code : new int[] {311, 312, 313}) {
            assertThat(all(call(client, request(code)))).isEqualTo("1 {} disable");
        }
    }

    @Test
    void takesOtherSettingsWhileItRuns() {
        registerBrokerA();
        call(client, request(100, "namespace", "ORDER_TOPIC_CONFIG", "key", "T", "value", "broker-a:4"));
        NameServerConfig now = NameServerConfig.standard(folder.resolve("kvConfig.json"));
        server.nameServer.change(new NameServerConfig(
                now.kvConfigPath(), true, true, false, true, now.scanInterval(), Duration.ofSeconds(45)));
        assertThat(all(call(client, request(206)))).isEqualTo("1 {} disable");
        assertThat(route("T", 401)).isEqualTo("1 {} name server not ready");
        server.scanAfter(Duration.ofSeconds(45));
        assertThat(route("T", 401)).contains("\"orderTopicConf\":\"broker-a:4\"");
        server.nameServer.change(now);
        assertThat(route("T", 401)).isEqualTo(STRICT_ROUTE);
    }

    @Test
    void tellsABrokerWhetherItHasToRegister() {
        registerBrokerA();
        String[] broker = {
            "brokerName", "broker-a", "brokerAddr", "10.0.0.1:10911", "clusterName", "DefaultCluster", "brokerId", "0"
        };
        String registered = " {\"counter\":0,\"stateVersion\":0,\"timestamp\":1}";
        byte[] same = "{\"counter\":0,\"stateVersion\":0,\"timestamp\":1}".getBytes(StandardCharsets.UTF_8);
        byte[] newer = "{\"counter\":1,\"stateVersion\":0,\"timestamp\":1}".getBytes(StandardCharsets.UTF_8);
        assertThat(all(call(client, request(322, same, broker)))).isEqualTo("0 {changed=false}" + registered);
        assertThat(all(call(client, request(322, newer, broker)))).isEqualTo("0 {changed=true}" + registered);
        assertThat(all(call(client, request(322, broker)))).isEqualTo("0 {changed=true}" + registered);
        broker[1] = "broker-x";
        assertThat(all(call(client, request(322, same, broker)))).isEqualTo("0 {changed=true}");
    }

    @Test
    void refusesRegistrationsThatAreNotRight() {
        byte[] body = body(0, "T", "TopicTest");
        assertThat(all(call(client, register("broker-a", "a:1", 0, body, "bodyCrc32", "5"))))
                .isEqualTo("1 {} crc32 not match");
        assertThat(all(call(client, register("broker-a", "a:1", 0, body(0, "T")))))
                .isEqualTo("1 {} register broker failed");
        assertThat(all(call(client, register("", "a:1", 0, body))))
                .isEqualTo("1 {} the custom field <brokerName> is null");
        assertThat(all(call(client, register("b", "a:1", 0, body, "brokerId", "x"))))
                .isEqualTo("1 {} the custom field <brokerId> is not a number: x");
        assertThat(all(call(client, register("b", "a:1", 0, "{\"a\":".getBytes(StandardCharsets.UTF_8)))))
                .isEqualTo("1 {} broken JSON at byte 5: unexpected end");
        assertThat(all(call(client, request(103)))).isEqualTo("1 {} the custom field <brokerId> is null");
        assertThat(all(call(client, request(106)))).isEqualTo("0 {} {\"brokerAddrTable\":{},\"clusterAddrTable\":{}}");
    }

    @Test
    void takesABrokerWithoutTopicsAndWithoutChecksum() {
        assertThat(all(call(client, register("broker-a", "a:1", 0, new byte[0], "bodyCrc32", "0")))).isEqualTo("0 {}");
        assertThat(all(call(client, request(206)))).isEqualTo("0 {} {\"topicList\":[]}");
        assertThat(all(call(client, register("broker-a", "a:1", 0, body(1, "T", "U"), "bodyCrc32", "0"))))
                .isEqualTo("0 {}");
        assertThat(all(call(client, request(206)))).isEqualTo("0 {} {\"topicList\":[\"T\",\"U\"]}");
    }

    @Test
    void withdrawsABrokerThatSaysSo() {
        registerBrokerA();
        assertThat(all(call(client, request(104, "brokerName", "broker-a", "brokerAddr", "10.0.0.1:10911",
                "clusterName", "DefaultCluster", "brokerId", "0")))).isEqualTo("0 {}");
        assertThat(route("T", 401)).isEqualTo(NO_ROUTE.formatted("T"));
    }

    @Test
    void withdrawsABrokerWhoseConnectionCloses() {
        Connection broker = server.dial();
        Command registration = register("broker-a", "10.0.0.1:10911", 0, body(0, "T", "TopicTest"));
        call(broker, registration);
        call(broker, registration);
        assertThat(route("T", 401)).isEqualTo(STRICT_ROUTE);
        broker.close();
        await(() -> route("T", 401).equals(NO_ROUTE.formatted("T")));
    }

    @Test
    void withdrawsABrokerThatIsSilentAndEndsItsConnection() {
        Connection silent = server.dial();
        Connection hasty = server.dial();
        call(silent, register("broker-a", "10.0.0.1:10911", 0, body(0, "T", "TopicTest")));
        call(hasty, register("broker-b", "10.0.0.2:10911", 0, body(0, "U", "V"), "heartbeatTimeoutMillis", "10000"));
        server.scanAfter(Duration.ofSeconds(10));
        assertThat(route("U", 401)).startsWith("0 ");
        server.scanAfter(Duration.ofMillis(1));
        assertThat(route("U", 401)).isEqualTo(NO_ROUTE.formatted("U"));
        await(() -> !hasty.isOpen());
        server.scanAfter(Duration.ofSeconds(109));
        assertThat(route("T", 401)).isEqualTo(STRICT_ROUTE);
        server.scanAfter(Duration.ofSeconds(2));
        assertThat(route("T", 401)).isEqualTo(NO_ROUTE.formatted("T"));
        await(() -> !silent.isOpen());
    }

    @Test
    void wipesAddsAndDeletes() {
        registerBrokerA();
        assertThat(all(call(client, request(205, "brokerName", "broker-a")))).isEqualTo("0 {wipeTopicCount=2}");
        assertThat(route("T", 401)).isEqualTo(STRICT_ROUTE.replace("\"perm\":6", "\"perm\":4"));
        assertThat(all(call(client, request(327, "brokerName", "broker-a")))).isEqualTo("0 {addTopicCount=2}");
        assertThat(route("T", 401)).isEqualTo(STRICT_ROUTE);
        assertThat(all(call(client, request(205, "brokerName", "nope")))).isEqualTo("0 {wipeTopicCount=0}");
        assertThat(all(call(client, request(216, "topic", "T", "clusterName", "X")))).isEqualTo("0 {}");
        assertThat(route("T", 401)).isEqualTo(STRICT_ROUTE);
        assertThat(all(call(client, request(216, "topic", "T")))).isEqualTo("0 {}");
        assertThat(route("T", 401)).isEqualTo(NO_ROUTE.formatted("T"));
        byte[] queues = ("{\"queueDatas\":[{\"brokerName\":\"broker-a\",\"perm\":6,\"readQueueNums\":8,"
                + "\"topicSysFlag\":0,\"writeQueueNums\":8},{\"brokerName\":\"nope\",\"perm\":6,\"readQueueNums\":8}]}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(all(call(client, request(217, queues, "topic", "T")))).isEqualTo("0 {}");
        assertThat(route("T", 401)).isEqualTo(STRICT_ROUTE);
        assertThat(all(call(client, request(216)))).isEqualTo("1 {} the custom field <topic> is null");
    }

    @Test
    void leavesOutOtherZonesThatHaveAMaster() {
        for (String broker : new String[] {"m1 0 z1", "m2 0 z2", "s2 1 z2"}) {
            String[] parts = broker.split(" ");
            call(server.dial(), register(parts[0], parts[0] + ":1", Long.parseLong(parts[1]), body(0, "T", "U"),
                    "__ZONE_NAME", parts[2], "enableActingMaster", "true"));
        }
        assertThat(route("T", 401))
                .contains("\"0\":\"m1:1\"", "\"0\":\"m2:1\"", "\"1\":\"s2:1\"", "\"zoneName\":\"z1\"");
        assertThat(route("T", 401, "__ZONE_MODE", "true", "__ZONE_NAME", "z1"))
                .contains("{0:\"m1:1\"", "{1:\"s2:1\"")
                .doesNotContain("m2");
        assertThat(route("T", 401, "__ZONE_MODE", "true")).contains("m1", "m2", "s2");
        assertThat(route("T", 401, "__ZONE_MODE", "false", "__ZONE_NAME", "z1")).contains("m1", "m2", "s2");
    }

    @Test
    void leavesItsConfigurationToWhoeverReadsIt() {
        for (int code : new int[] {318, 319, 11}) {
            assertThat(all(call(client, request(code)))).isEqualTo("3 {}  request type " + code + " not supported");
        }
    }

    @Test
    void showsABrokerOfThisProcessAtTheAddressThatTheClientDialled() throws IOException {
        LocalBroker broker = new LocalBroker("DefaultCluster", "broker-a", 0, BrokerAddress.dialled(10911));
        DataVersion version = new DataVersion(0L, 1, 1L);
        server.nameServer.registerLocal(broker, version, Map.of("T", TopicConfig.of("T", 8, 6)));
        assertThat(route("T", 355)).isEqualTo(OLD_ROUTE.replace("10.0.0.1", "127.0.0.1"));
        assertThat(all(call(client, request(106)))).contains("{0:\"127.0.0.1:10911\"}");
        assertThat(all(call(client, request(304)))).contains("\"brokerAddr\":\"127.0.0.1:10911\"");
        assertThat(all(call(server.dial(), register("broker-a", "10.0.0.2:10911", 1, body(0, "T", "U")))))
                .isEqualTo("0 {haServerAddr=, masterAddr=127.0.0.1:10911}");
        assumeThatThisMachineIs("127.0.0.2");
        client = server.dial("127.0.0.2");
        assertThat(route("T", 355)).contains("{0:\"127.0.0.2:10911\",1:\"10.0.0.2:10911\"}");
        assertThat(all(call(client, request(106)))).contains("{0:\"127.0.0.2:10911\",1:\"10.0.0.2:10911\"}");
        server.scanAfter(Duration.ofDays(1));
        assertThat(route("T", 355)).as("never expires").contains("{0:\"127.0.0.2:10911\"}");
        server.nameServer.unregisterLocal(broker);
        assertThat(route("T", 355)).isEqualTo(NO_ROUTE.formatted("T"));
    }

    @Test
    void showsAConfiguredAddressToEverybody() {
        LocalBroker broker = new LocalBroker("DefaultCluster", "broker-a", 0, BrokerAddress.fixed("10.0.0.1:10911"));
        server.nameServer.registerLocal(broker, DataVersion.ZERO, Map.of("T", TopicConfig.of("T", 8, 6)));
        assertThat(route("T", 355)).isEqualTo(OLD_ROUTE);
    }

    private static void assumeThatThisMachineIs(String address) {
        try (ServerSocket socket = new ServerSocket(0, 1, new InetSocketAddress(address, 0).getAddress())) {
            assertThat(socket.isBound()).isTrue();
        } catch (IOException notHere) {
            Assumptions.abort(address + " is no address of this machine");
        }
    }
}
