package io.skylark.conformance.wire;

import io.skylark.conformance.server.Layout;
import io.skylark.conformance.server.Server;
import io.skylark.conformance.server.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/// What is buried, by which way, and what a dead message says of itself.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterTest {
    private static final String TOPIC = "Living";

    private Server server;
    private RawClient client;

    @BeforeAll
    void start() throws IOException {
        server = Target.fromSystemProperties()
                .server(Path.of(System.getProperty("conformance.work")).resolve("dead-letters"), Layout.ONE_PROCESS);
        server.start();
        client = Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions()
                .until(() -> RawClient.ofBroker(server.nameServer()), dialled -> true);
        assertThat(client.ask(17, "topic", TOPIC, "defaultTopic", "TBW102", "readQueueNums", "1", "writeQueueNums", "1",
                "perm", "6", "topicFilterType", "SINGLE_TAG", "topicSysFlag", "0", "order", "false").code()).isZero();
    }

    @AfterAll
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private RawClient.Answer send(String topic, String properties, int times, int maxTimes) throws IOException {
        RawClient.Answer answer = client.ask(RawClient.header(310, 1, "a", "pg", "b", topic, "c", "TBW102", "d", "4",
                "e", "0", "f", "0", "g", "1700000000000", "h", "0", "i", properties, "j", Integer.toString(times), "k",
                "false", "l", Integer.toString(maxTimes), "m", "false"), new byte[] {'x'});
        assertThat(answer.code()).as(answer.header()).isZero();
        return answer;
    }

    private static String property(String name, String value) {
        return name + "\\u0001" + value + "\\u0002";
    }

    private String sendBack(RawClient.Answer sent, String group, int level) throws IOException {
        String position = Long.toString(Long.parseLong(sent.field("msgId").substring(16), 16));
        RawClient.Answer answer = client.ask(36, "offset", position, "group", group, "delayLevel",
                Integer.toString(level), "originMsgId", "origin", "originTopic", TOPIC, "unitMode", "false",
                "maxReconsumeTimes", "16");
        assertThat(answer.code()).as(answer.header()).isZero();
        return sent.field("msgId");
    }

    private long max(String topic) throws IOException {
        RawClient.Answer answer = client.ask(30, "topic", topic, "queueId", "0");
        return answer.code() == 0 ? Long.parseLong(answer.field("offset")) : 0;
    }

    /// The message with its control characters made visible.
    private String dead(String group) {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            RawClient.Answer answer = client.ask(11, "consumerGroup", "reader", "topic", "%DLQ%" + group, "queueId", "0",
                    "queueOffset", "0", "maxMsgNums", "1", "sysFlag", "4", "commitOffset", "0", "suspendTimeoutMillis",
                    "0", "subscription", "*", "subVersion", "0", "expressionType", "TAG");
            return answer.code() == 0
                    ? new String(answer.body(), StandardCharsets.ISO_8859_1).replace('\u0001', '=').replace('\u0002', ',')
                    : "";
        }, text -> !text.isEmpty());
    }

    private void lock(int code, String group) throws IOException {
        String body = "{\"clientId\":\"c\",\"consumerGroup\":\"" + group + "\",\"mqSet\":[{\"brokerName\":\"broker-a\","
                + "\"queueId\":0,\"topic\":\"" + TOPIC + "\"}]}";
        assertThat(client.ask(RawClient.header(code, 1), body.getBytes(StandardCharsets.UTF_8)).code()).isZero();
    }

    @Test
    void whatAConsumerGivesUpIsDeadAtOnce() throws IOException {
        String origin = sendBack(send(TOPIC, property("UNIQ_KEY", "U1") + property("TAGS", "A"), 0, 16), "gives-up", -1);
        assertThat(dead("gives-up")).contains("RETRY_TOPIC=" + TOPIC + ",", "ORIGIN_MESSAGE_ID=" + origin + ",",
                "UNIQ_KEY=U1,", "TAGS=A,", "DELAY=0,");
    }

    @Test
    void whatAClientSendsToItsRetryTopicTooOftenIsDead() throws IOException {
        knowGroup("too-often");
        send("%RETRY%too-often", retried("U2"), 3, 3);
        assertThat(max("%DLQ%too-often")).isZero();
        send("%RETRY%too-often", retried("U3"), 4, 3);
        assertThat(dead("too-often")).contains("RETRY_TOPIC=" + TOPIC + ",", "UNIQ_KEY=U3,", "DELAY=-1,");
    }

    /// A consumer in order has tried in the queue itself; its client sends what it gives up to the retry topic.
    @Test
    void whatAnOrderedGroupSendsToItsRetryTopicIsDeadAtOnce() throws IOException {
        knowGroup("ordered");
        lock(41, "ordered");
        send("%RETRY%ordered", retried("U4"), 0, 3);
        assertThat(dead("ordered")).contains("RETRY_TOPIC=" + TOPIC + ",", "UNIQ_KEY=U4,", "DELAY=-1,");
        sendBack(send(TOPIC, "", 0, 16), "ordered", 1);
        assertThat(max("%DLQ%ordered")).isEqualTo(1);
        lock(42, "ordered");
        send("%RETRY%ordered", property("RETRY_TOPIC", TOPIC), 0, 3);
        Awaitility.await().until(() -> max("%RETRY%ordered") >= 1);
        assertThat(max("%DLQ%ordered")).isEqualTo(1);
    }

    /// RocketMQ makes retry topics with the first message that is sent back, or with the first heartbeat.
    private void knowGroup(String group) throws IOException {
        sendBack(send(TOPIC, "", 0, 16), group, 18);
    }

    private static String retried(String key) {
        return property("RETRY_TOPIC", TOPIC) + property("UNIQ_KEY", key) + property("DELAY", "3");
    }
}
