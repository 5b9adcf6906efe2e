package io.skylark.server.node;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.pull.ReadFrom;
import io.skylark.client.consumer.pull.TopicReader;
import io.skylark.client.message.Message;
import io.skylark.client.producer.SendReceipt;
import io.skylark.client.producer.SendStatus;
import io.skylark.server.config.Arguments;
import io.skylark.server.config.BrokerSettings;
import io.skylark.server.config.Catalog;
import io.skylark.server.config.Configuration;
import io.skylark.server.config.Environment;
import io.skylark.server.config.NameServerSettings;
import io.skylark.server.config.Problems;
import io.skylark.server.control.Control;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NodeTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final Map<String, String> keys = new HashMap<>(Map.of("brokerName", "broker-a"));

    @Test
    void oneProcessServesClientsAtTheAddressTheyDialled() throws StartFailure, IOException {
        int nameServer = FreePorts.withOldClients();
        int broker = FreePorts.withOldClients();
        keys.putAll(Map.of("namesrvListenPort", text(nameServer), "listenPort", text(broker)));
        try (Node node = start()) {
            assertThat(node.bootLines()).containsExactly(
                    "The Name Server boot success. serializeType=JSON, address 0.0.0.0:" + nameServer,
                    "The broker[broker-a, 192.0.2.7:" + broker
                            + "] boot success. serializeType=JSON and name server is localhost:" + nameServer);
            sendAndRead("127.0.0.1:" + nameServer);
            try (Socket oldClient = new Socket(InetAddress.getLoopbackAddress(), broker - 2)) {
                assertThat(oldClient.isConnected()).isTrue();
            }
        }
        try (Node again = start(); SkylarkClient client = SkylarkClient.connect("127.0.0.1:" + nameServer)) {
            assertThat(again.bootLines()).hasSize(2);
            assertThat(texts(client)).containsExactly("hello");
        }
    }

    @Test
    void aBrokerRegistersAtANameServerOfAnotherNode() throws StartFailure, IOException {
        int port = FreePorts.withOldClients();
        String address = "127.0.0.1:" + port;
        keys.put("listenPort", text(port));
        Configuration forNameServer = configuration(NameServerSettings.catalog(), NameServerSettings.VARIABLES);
        keys.putAll(Map.of("namesrvAddr", address, "listenPort", text(FreePorts.withOldClients()), "brokerIP1", "127.0.0.1"));
        Configuration forBroker = configuration(BrokerSettings.catalog(), BrokerSettings.VARIABLES);
        try (Node nameServer = Node.nameServer(
                        NameServerSettings.read(forNameServer), Control.of(forNameServer));
                Node broker = Node.broker(BrokerSettings.read(forBroker), Control.of(forBroker))) {
            assertThat(nameServer.bootLines()).hasSize(1);
            assertThat(broker.bootLines()).singleElement().asString().endsWith(" and name server is " + address);
            sendAndRead(address);
        }
    }

    @Test
    void whatHasStartedIsClosedWhenTheRestDoesNot() throws StartFailure, IOException {
        int port = FreePorts.withOldClients();
        keys.putAll(Map.of("namesrvListenPort", text(FreePorts.withOldClients()), "listenPort", text(port)));
        try (ServerSocket busy = new ServerSocket(port - 2)) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("cannot listen on 0.0.0.0:" + busy.getLocalPort());
        }
        start().close();
    }

    private void sendAndRead(String nameServer) {
        try (SkylarkClient client = SkylarkClient.connect(nameServer)) {
            SendReceipt receipt = client.producer("node-test").build().send(Message.of("orders", "hello"));
            assertThat(receipt.status()).isEqualTo(SendStatus.SEND_OK);
            assertThat(texts(client)).containsExactly("hello");
        }
    }

    private static List<String> texts(SkylarkClient client) {
        try (TopicReader reader = client.read("orders", ReadFrom.EARLIEST)) {
            return reader.poll(LIMIT).stream().map(message -> message.text()).toList();
        }
    }

    private Node start() throws StartFailure {
        Configuration configuration = configuration(
                BrokerSettings.catalog().and(NameServerSettings.catalogBesideBroker()), BrokerSettings.VARIABLES);
        return Node.both(
                NameServerSettings.readBesideBroker(configuration), BrokerSettings.read(configuration),
                Control.of(configuration));
    }

    private Configuration configuration(Catalog catalog, String variables) {
        Map<String, String> words = new HashMap<>(keys);
        words.put("mappedFileSizeCommitLog", "64MB");
        Environment environment =
                new Environment(Map.of(), Map.of(), folder, () -> "machine-1", () -> "192.0.2.7");
        Problems problems = new Problems();
        Configuration configuration = Configuration.load(
                catalog, new Arguments(Optional.empty(), Optional.empty(), words, Arguments.Action.RUN), variables,
                Map.of(), environment, problems);
        assertThat(problems.errors()).isEmpty();
        return configuration;
    }

    private static String text(int port) {
        return String.valueOf(port);
    }
}
