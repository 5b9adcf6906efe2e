package io.skylark.server.node;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.pull.ReadFrom;
import io.skylark.client.consumer.pull.TopicReader;
import io.skylark.client.message.Message;
import io.skylark.client.producer.SendReceipt;
import io.skylark.client.producer.SendStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NodeTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final NodeKeys keys;

    NodeTest(@TempDir Path folder) {
        keys = new NodeKeys(folder);
    }

    @Test
    void oneProcessServesClientsAtTheAddressTheyDialled() throws StartFailure, IOException {
        int nameServer = FreePorts.withOldClients();
        int broker = FreePorts.withOldClients();
        keys.put("namesrvListenPort", nameServer);
        keys.put("listenPort", broker);
        try (Node node = keys.both()) {
            assertThat(node.bootLines()).containsExactly(
                    "The Name Server boot success. serializeType=JSON, address 0.0.0.0:" + nameServer,
                    "The broker[broker-a, 192.0.2.7:" + broker
                            + "] boot success. serializeType=JSON and name server is localhost:" + nameServer);
            sendAndRead("127.0.0.1:" + nameServer);
            try (Socket oldClient = new Socket(InetAddress.getLoopbackAddress(), broker - 2)) {
                assertThat(oldClient.isConnected()).isTrue();
            }
        }
        try (Node again = keys.both(); SkylarkClient client = SkylarkClient.connect("127.0.0.1:" + nameServer)) {
            assertThat(again.bootLines()).hasSize(2);
            assertThat(texts(client)).containsExactly("hello");
        }
    }

    @Test
    void aBrokerRegistersAtANameServerOfAnotherNode() throws StartFailure, IOException {
        int port = FreePorts.withOldClients();
        String address = "127.0.0.1:" + port;
        keys.put("listenPort", port);
        try (Node nameServer = keys.nameServer()) {
            assertThat(nameServer.bootLines()).hasSize(1);
            keys.put("namesrvAddr", address);
            keys.put("listenPort", FreePorts.withOldClients());
            keys.put("brokerIP1", "127.0.0.1");
            try (Node broker = keys.broker()) {
                assertThat(broker.bootLines()).singleElement().asString().endsWith(" and name server is " + address);
                sendAndRead(address);
            }
        }
    }

    @Test
    void whatHasStartedIsClosedWhenTheRestDoesNot() throws StartFailure, IOException {
        int port = FreePorts.withOldClients();
        keys.put("namesrvListenPort", FreePorts.withOldClients());
        keys.put("listenPort", port);
        try (ServerSocket busy = new ServerSocket(port - 2)) {
            assertThatThrownBy(keys::both)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("cannot listen on 0.0.0.0:" + busy.getLocalPort());
        }
        keys.both().close();
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
}
