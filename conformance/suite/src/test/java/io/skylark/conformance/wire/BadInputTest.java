package io.skylark.conformance.wire;

import io.skylark.conformance.server.Layout;
import io.skylark.conformance.server.Server;
import io.skylark.conformance.server.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/// Bad input gets the code and the remark of RocketMQ, the connection is closed only where RocketMQ closes it, and the
/// server goes on as if nothing had been.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final int MAX_FRAME_BYTES = 16 * 1024 * 1024;
    private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    private Server server;
    private String host;
    private int port;

    @BeforeAll
    void start() throws IOException {
        server = Target.fromSystemProperties()
                .server(Path.of(System.getProperty("conformance.work")).resolve("bad-input"), Layout.ONE_PROCESS);
        server.start();
        String[] nameServer = server.nameServer().split(":");
        try (RawClient client = new RawClient(nameServer[0], Integer.parseInt(nameServer[1]))) {
            String route = new String(client.ask(105, "topic", "TBW102").body(), StandardCharsets.UTF_8);
            Matcher address = Pattern.compile("\"([0-9.]+):(\\d+)\"").matcher(route);
            assertThat(address.find()).as(route).isTrue();
            host = address.group(1);
            port = Integer.parseInt(address.group(2));
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @AfterEach
    void serverIsUnharmed() throws IOException {
        try (RawClient client = connect()) {
            assertThat(client.ask(sendHeader(7, "Unharmed", 0), HELLO).code()).isZero();
        }
    }

    private RawClient connect() throws IOException {
        return new RawClient(host, port);
    }

    private static String sendHeader(int opaque, String topic, int queueId, String... more) {
        List<String> fields = new ArrayList<>(List.of("a", "pg", "b", topic, "c", "TBW102", "d", "4",
                "e", String.valueOf(queueId), "f", "0", "g", "1700000000000", "h", "0", "i", "", "j", "0",
                "k", "false", "m", "false"));
        fields.addAll(List.of(more));
        return RawClient.header(310, opaque, fields.toArray(String[]::new));
    }

    private void closesOn(byte[] bytes) throws IOException {
        try (RawClient client = connect()) {
            client.send(bytes);
            assertThat(client.notClosed()).isNull();
        }
    }

    @Test
    void saysThatAnUnknownCodeIsNotSupported() throws IOException {
        try (RawClient client = connect()) {
            RawClient.Answer answer = client.ask(29_999);
            assertThat(answer.code()).isEqualTo(3);
            assertThat(answer.remark()).isEqualTo(" request type 29999 not supported");
            assertThat(client.ask(sendHeader(5, "Unharmed", 0), HELLO).opaque()).isEqualTo(5);
        }
    }

    @Test
    void closesTheConnectionOnBrokenJson() throws IOException {
        closesOn(RawClient.frame("{\"code\":310,\"extFields\":{", new byte[0]));
        closesOn(RawClient.frame("not json", new byte[0]));
    }

    @Test
    void closesTheConnectionOnLengthsThatNoFrameHas() throws IOException {
        closesOn(ByteBuffer.allocate(8).putInt(MAX_FRAME_BYTES + 1).array());
        closesOn(ByteBuffer.allocate(8).putInt(-5).array());
        closesOn(ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).array());
        closesOn(ByteBuffer.allocate(12).putInt(8).putInt(100).array());
        closesOn(ByteBuffer.allocate(12).putInt(8).putInt(0x00FFFFFF).array());
    }

    @Test
    void dropsATruncatedFrame() throws IOException {
        byte[] frame = RawClient.frame(sendHeader(1, "Unharmed", 0), HELLO);
        try (RawClient client = connect()) {
            client.send(ByteBuffer.allocate(frame.length - 3).put(frame, 0, frame.length - 3).array());
            client.finish();
            assertThat(client.notClosed()).isNull();
        }
    }

    @Test
    void refusesAnIllegalTopic() throws IOException {
        try (RawClient client = connect()) {
            RawClient.Answer answer = client.ask(sendHeader(1, "a/../b", 0), HELLO);
            assertThat(answer.code()).isEqualTo(29);
            assertThat(answer.remark()).isEqualTo("The specified topic: a/../b, contains illegal characters, "
                    + "allowing only ^[%|a-zA-Z0-9_-]+$");
            answer = client.ask(sendHeader(1, "x".repeat(128), 0), HELLO);
            assertThat(answer.code()).isEqualTo(29);
            assertThat(answer.remark()).endsWith("is longer than topic max length: 127");
            assertThat(client.ask(sendHeader(1, "SCHEDULE_TOPIC_XXXX", 0), HELLO).remark())
                    .isEqualTo("Sending message to topic[SCHEDULE_TOPIC_XXXX] is forbidden.");
        }
    }

    @Test
    void refusesAnOversizedBody() throws IOException {
        try (RawClient client = connect()) {
            RawClient.Answer answer = client.ask(sendHeader(1, "Big", 0), new byte[MAX_BODY_BYTES + 1]);
            assertThat(answer.code()).isEqualTo(13);
            assertThat(answer.remark()).startsWith("the message is illegal, maybe msg body or properties length not "
                    + "matched. msg body length limit 4194304B, msg properties length limit 32KB.");
            assertThat(client.ask(sendHeader(1, "Big", 0), new byte[MAX_BODY_BYTES - 1024]).code()).isZero();
        }
    }

    @Test
    void refusesAnUnknownTopicThatNobodyMayCreate() throws IOException {
        try (RawClient client = connect()) {
            String header = sendHeader(1, "Unknown", 0).replace("\"c\":\"TBW102\"", "\"c\":\"NoTemplate\"");
            RawClient.Answer answer = client.ask(header, HELLO);
            assertThat(answer.code()).isEqualTo(17);
            assertThat(answer.remark()).isEqualTo("topic[Unknown] not exist, apply first please!"
                    + "\nSee https://rocketmq.apache.org/docs/bestPractice/06FAQ for further details.");
        }
    }

    @Test
    void refusesAQueueOutOfRange() throws IOException {
        try (RawClient client = connect()) {
            assertThat(client.ask(sendHeader(1, "FourQueues", 0), HELLO).code()).isZero();
            RawClient.Answer answer = client.ask(sendHeader(2, "FourQueues", 4), HELLO);
            assertThat(answer.code()).isEqualTo(29);
            assertThat(answer.remark()).startsWith("request queueId[4] is illegal, ");
            answer = client.ask(11, "consumerGroup", "g", "topic", "FourQueues", "queueId", "9", "queueOffset", "0",
                    "maxMsgNums", "32", "sysFlag", "4", "commitOffset", "0", "suspendTimeoutMillis", "0",
                    "subscription", "*", "subVersion", "0");
            assertThat(answer.code()).isEqualTo(29);
            assertThat(answer.remark()).startsWith(
                    "queueId[9] is illegal, topic:[FourQueues] topicConfig.readQueueNums:[4] consumer:[");
        }
    }

    @Test
    void refusesAWrongGroup() throws IOException {
        try (RawClient client = connect()) {
            assertThat(client.ask(sendHeader(1, "FourQueues", 0), HELLO).code()).isZero();
            RawClient.Answer answer = client.ask(15, "consumerGroup", "nobody", "topic", "FourQueues",
                    "queueId", "0", "commitOffset", "5");
            assertThat(answer.code()).isEqualTo(26);
            assertThat(answer.remark()).isEqualTo("Group nobody not exist!");
            answer = client.ask(38, "consumerGroup", "nobody");
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.remark()).isEqualTo("no consumer for this group, nobody");
            answer = client.ask(11, "consumerGroup", "online-nowhere", "topic", "FourQueues", "queueId", "0",
                    "queueOffset", "0", "maxMsgNums", "32", "sysFlag", "0", "commitOffset", "0",
                    "suspendTimeoutMillis", "0", "subscription", "*", "subVersion", "0");
            assertThat(answer.code()).isEqualTo(24);
            assertThat(answer.remark()).startsWith("the consumer's group info not exist");
        }
    }

    @Test
    void namesTheFieldThatIsMissing() throws IOException {
        try (RawClient client = connect()) {
            RawClient.Answer answer = client.ask(310, "a", "pg", "b", "T");
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.remark()).contains("the custom field <").contains("> is null");
            answer = client.ask(30, "queueId", "0");
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.remark()).isEqualTo("the custom field <topic> is null");
        }
    }

    @Test
    void answersPipelinedRequestsEachWithItsOpaque() throws IOException {
        int count = 500;
        try (RawClient client = connect()) {
            for (int opaque = 0; opaque < count; opaque++) {
                client.send(RawClient.frame(sendHeader(opaque, "Pipelined", opaque % 4), HELLO));
            }
            List<Integer> opaques = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                RawClient.Answer answer = client.read();
                assertThat(answer.code()).isZero();
                opaques.add(answer.opaque());
            }
            assertThat(opaques).doesNotHaveDuplicates().hasSize(count);
        }
    }
}
