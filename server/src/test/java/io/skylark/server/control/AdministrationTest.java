package io.skylark.server.control;

import io.skylark.client.SkylarkClient;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.Message;
import io.skylark.net.Connection;
import io.skylark.net.Dialer;
import io.skylark.net.NetConfig;
import io.skylark.net.Router;
import io.skylark.net.Transport;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.BrokerConfiguration;
import io.skylark.protocol.api.KvConfig;
import io.skylark.protocol.api.NameServerSettings;
import io.skylark.protocol.header.Empty;
import io.skylark.server.config.Arguments;
import io.skylark.server.config.BrokerSettings;
import io.skylark.server.config.Configuration;
import io.skylark.server.config.Environment;
import io.skylark.server.config.Problems;
import io.skylark.server.node.FreePorts;
import io.skylark.server.node.Node;
import io.skylark.server.node.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A name server and a broker in one process, administered over sockets.
class AdministrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final Transport transport = new Transport(NetConfig.STANDARD);
    private final Dialer dialer = new Dialer(
            transport, NetConfig.STANDARD, Router.builder().build(NetConfig.STANDARD), LIMIT);
    private final Map<String, String> keys = new HashMap<>();
    private int brokerPort;
    private int nameServerPort;

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void aBrokerTellsItsConfiguration() throws StartFailure, IOException {
        try (Node node = start(address -> true)) {
            assertThat(node.bootLines()).hasSize(2);
            Command answer = ask(brokerPort, BrokerConfiguration.READ.request(Empty.EMPTY));

            assertThat(answer.code()).isZero();
            assertThat(BrokerConfiguration.READ.decodeResponse(answer).version()).contains("\"counter\":0");
            assertThat(text(answer)).contains(
                    "brokerName=broker-a\n", "fileReservedTime=72\n", "maxMessageSize=4194304\n",
                    "listenPort=" + brokerPort + "\n", "brokerRole=ASYNC_MASTER\n");
            assertThat(text(ask(nameServerPort, NameServerSettings.READ.request(Empty.EMPTY))))
                    .contains("namesrvListenPort=" + nameServerPort + "\n").doesNotContain("maxMessageSize");
        }
    }

    @Test
    void aRunningBrokerGoesByWhatWasChanged() throws StartFailure, IOException {
        try (Node node = start(address -> true);
                SkylarkClient client = SkylarkClient.connect("127.0.0.1:" + nameServerPort)) {
            assertThat(node.bootLines()).hasSize(2);
            var producer = client.producer("changes").build();
            producer.send(Message.of("orders", "hello world"));

            Command answer = update("maxMessageSize=5\n");
            assertThat(answer.code()).isZero();
            assertThatThrownBy(() -> producer.send(Message.of("orders", "hello world")))
                    .isInstanceOf(SkylarkException.class).hasMessageContaining("msg body length limit 5B");

            assertThat(update("maxMessageSize=1MB\nautoCreateTopicEnable=false\n").code()).isZero();
            producer.send(Message.of("orders", "hello world"));
            assertThatThrownBy(() -> producer.send(Message.of("others", "hello world")))
                    .isInstanceOf(SkylarkException.class);

            assertThat(update("autoCreateTopicEnable=true\n").code()).isZero();
            producer.send(Message.of("third", "hello world"));
        }
    }

    @Test
    void saysWhatIsWrongWithAChange() throws StartFailure, IOException {
        try (Node node = start(address -> true)) {
            assertThat(node.bootLines()).hasSize(2);
            Command wrong = update("fileReservedTime=never\ntraceOn=perhaps\n");
            assertThat(wrong.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
            assertThat(wrong.remark()).startsWith("nothing was changed: ").contains("fileReservedTime=never", "traceOn");
            Command path = update("storePathRootDir=/etc\n");
            assertThat(path.code()).isEqualTo(ResponseCode.NO_PERMISSION);
            assertThat(path.remark()).startsWith("Can not update config in black list.");
            Command unknown = update("noSuchKey=1\n");
            assertThat(unknown.code()).isZero();
            assertThat(unknown.remark()).isEqualTo("noSuchKey is not known and was left out");
            assertThat(update("key=\\u00zz\n").remark()).startsWith("string2Properties error");
        }
    }

    @Test
    void otherHostsMayReadAndUseButNotAdminister() throws StartFailure, IOException {
        try (Node node = start(address -> false);
                SkylarkClient client = SkylarkClient.connect("127.0.0.1:" + nameServerPort)) {
            assertThat(node.bootLines()).hasSize(2);
            client.producer("remote").build().send(Message.of("orders", "hello"));
            assertThat(ask(brokerPort, BrokerConfiguration.READ.request(Empty.EMPTY)).code()).isZero();

            for (Command refused : new Command[] {
                update("traceOn=false\n"),
                ask(nameServerPort, KvConfig.PUT.request(new KvConfig.Put("a", "b", "c")))
            }) {
                assertThat(refused.code()).isEqualTo(ResponseCode.NO_PERMISSION);
                assertThat(refused.remark()).contains("another host (127.0.0.1)", "adminFromAnywhere=true");
            }
        }
    }

    @Test
    void otherHostsMayAdministerWhenThatIsConfigured() throws StartFailure, IOException {
        keys.put("adminFromAnywhere", "true");
        try (Node node = start(address -> false)) {
            assertThat(node.bootLines()).hasSize(2);
            assertThat(update("traceOn=false\n").code()).isZero();
            assertThat(ask(nameServerPort, KvConfig.PUT.request(new KvConfig.Put("a", "b", "c"))).code()).isZero();
        }
    }

    @Test
    void addressesOfTheMachineAreItsOwn() throws IOException {
        assertThat(AdminGate.isOfThisMachine(InetAddress.getByName("127.0.0.2"))).isTrue();
        assertThat(AdminGate.isOfThisMachine(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))).isTrue();
        assertThat(AdminGate.isOfThisMachine(InetAddress.getByName("192.0.2.1"))).isFalse();
    }

    private Command update(String text) {
        return ask(brokerPort, BrokerConfiguration.UPDATE.request(
                Empty.EMPTY, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    private Command ask(int port, Command request) {
        Connection connection = dialer.dial("127.0.0.1", port).join();
        try {
            return connection.call(request, LIMIT).join();
        } finally {
            connection.close();
        }
    }

    private static String text(Command answer) {
        return new String(answer.bodyBytes(), StandardCharsets.UTF_8);
    }

    private Node start(Predicate<InetAddress> ownHost) throws StartFailure, IOException {
        brokerPort = FreePorts.withOldClients();
        nameServerPort = FreePorts.withOldClients();
        keys.putAll(Map.of(
                "brokerName", "broker-a", "mappedFileSizeCommitLog", "64MB",
                "listenPort", String.valueOf(brokerPort), "namesrvListenPort", String.valueOf(nameServerPort)));
        Environment environment = new Environment(Map.of(), Map.of(), folder, () -> "machine-1", () -> "127.0.0.1");
        Problems problems = new Problems();
        Configuration configuration = Configuration.load(
                BrokerSettings.catalog().and(io.skylark.server.config.NameServerSettings.catalogBesideBroker()),
                new Arguments(Optional.empty(), Optional.empty(), keys, Arguments.Action.RUN), BrokerSettings.VARIABLES,
                Map.of(), environment, problems);
        assertThat(problems.errors()).isEmpty();
        return Node.both(
                io.skylark.server.config.NameServerSettings.readBesideBroker(configuration),
                BrokerSettings.read(configuration),
                new Control(new LiveConfiguration(configuration, InstantSource.system()), ownHost));
    }
}
