package io.skylark.conformance.wire;

import io.skylark.conformance.server.Layout;
import io.skylark.conformance.server.Server;
import io.skylark.conformance.server.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/// Pops as frames: the codes and the texts of the answers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PopWireTest {
    private static final int POP = 200050;
    private static final int ACK = 200051;
    private static final int CHANGE = 200053;
    private static final int NOTIFICATION = 200054;
    private static final int ANSWER_SECONDS = 10;

    private Server server;
    private String host = "";
    private int port;

    @BeforeAll
    void start() throws IOException {
        server = Target.fromSystemProperties()
                .server(Path.of(System.getProperty("conformance.work")).resolve("pop-wire"), Layout.ONE_PROCESS);
        server.start();
        String[] nameServer = server.nameServer().split(":");
        Awaitility.await().atMost(Duration.ofSeconds(ANSWER_SECONDS * 4)).ignoreExceptions().until(() -> {
            try (RawClient client = new RawClient(nameServer[0], Integer.parseInt(nameServer[1]))) {
                String route = new String(client.ask(105, "topic", "TBW102").body(), StandardCharsets.UTF_8);
                Matcher address = Pattern.compile("\"([0-9.]+):(\\d+)\"").matcher(route);
                if (address.find()) {
                    host = address.group(1);
                    port = Integer.parseInt(address.group(2));
                }
                return address.reset().find();
            }
        });
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private RawClient connect() throws IOException {
        return new RawClient(host, port);
    }

    private static void send(RawClient client, String topic, int queueId, String body) throws IOException {
        String header = RawClient.header(310, 1, "a", "pg", "b", topic, "c", "TBW102", "d", "4",
                "e", String.valueOf(queueId), "f", "0", "g", "1700000000000", "h", "0", "i", "", "j", "0",
                "k", "false", "m", "false");
        RawClient.Answer answer = client.ask(header, body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.code()).as(answer.header()).isZero();
    }

    private static RawClient.Answer pop(RawClient client, String group, String topic, String... changes)
            throws IOException {
        List<String> fields = new ArrayList<>(List.of("consumerGroup", group, "topic", topic, "queueId", "0",
                "maxMsgNums", "32", "invisibleTime", "60000", "pollTime", "0", "bornTime",
                String.valueOf(System.currentTimeMillis()), "initMode", "0", "expType", "TAG", "exp", "*",
                "order", "false"));
        for (int i = 0; i < changes.length; i += 2) {
            fields.set(fields.indexOf(changes[i]) + 1, changes[i + 1]);
        }
        return client.ask(POP, fields.toArray(String[]::new));
    }

    /// Repeats a pop until it finds something: RocketMQ sees a message a little after it has answered the send.
    private static RawClient.Answer popFound(RawClient client, String group, String topic, String... changes) {
        return Awaitility.await().atMost(Duration.ofSeconds(ANSWER_SECONDS))
                .until(() -> pop(client, group, topic, changes), answer -> answer.code() == 0);
    }

    private static String handle(RawClient.Answer popped, String broker, long offset) {
        String[] start = popped.field("startOffsetInfo").split(" ");
        return start[2] + " " + popped.field("popTime") + " " + popped.field("invisibleTime") + " "
                + popped.field("reviveQid") + " " + start[0] + " " + broker + " " + start[1] + " " + offset;
    }

    private static String[] ackFields(String group, String topic, String handle, long offset) {
        return new String[] {"consumerGroup", group, "topic", topic, "queueId", "0", "extraInfo", handle, "offset",
            String.valueOf(offset)};
    }

    private String brokerName() throws IOException {
        String[] nameServer = server.nameServer().split(":");
        try (RawClient client = new RawClient(nameServer[0], Integer.parseInt(nameServer[1]))) {
            String route = new String(client.ask(105, "topic", "TBW102").body(), StandardCharsets.UTF_8);
            Matcher name = Pattern.compile("\"brokerName\":\"([^\"]+)\"").matcher(route);
            assertThat(name.find()).as(route).isTrue();
            return name.group(1);
        }
    }

    @Test
    void saysWhichMessagesItHandsOut() throws IOException {
        try (RawClient client = connect()) {
            for (String body : List.of("one", "two", "three")) {
                send(client, "PopStrings", 0, body);
            }
            RawClient.Answer popped = popFound(client, "strings", "PopStrings", "maxMsgNums", "2");
            assertThat(popped.field("startOffsetInfo")).isEqualTo("0 0 0");
            assertThat(popped.field("msgOffsetInfo")).isEqualTo("0 0 0,1");
            assertThat(popped.field("restNum")).isEqualTo("1");
            assertThat(popped.field("invisibleTime")).isEqualTo("60000");
            RawClient.Answer rest = popFound(client, "strings", "PopStrings");
            assertThat(rest.field("startOffsetInfo")).isEqualTo("0 0 2");
            assertThat(pop(client, "strings", "PopStrings").code()).isEqualTo(210);
            assertThat(pop(client, "strings", "PopStrings", "pollTime", "300").code()).isEqualTo(210);
        }
    }

    @Test
    void acknowledgesAndChangesByHandle() throws IOException {
        try (RawClient client = connect()) {
            send(client, "PopHandles", 0, "one");
            send(client, "PopHandles", 0, "two");
            RawClient.Answer popped = popFound(client, "handles", "PopHandles");
            String first = handle(popped, brokerName(), 0);
            RawClient.Answer changed = client.ask(CHANGE, "consumerGroup", "handles", "topic", "PopHandles", "queueId",
                    "0", "extraInfo", first, "offset", "0", "invisibleTime", "30000");
            assertThat(changed.code()).as(changed.header()).isZero();
            assertThat(changed.field("invisibleTime")).isEqualTo("30000");
            assertThat(changed.field("reviveQid")).isNotEmpty();
            assertThat(client.ask(ACK, ackFields("handles", "PopHandles", first, 0)).code()).isZero();
            RawClient.Answer nonsense = client.ask(ACK, ackFields("handles", "PopHandles", "nonsense", 0));
            System.out.println("conformance: no handle: " + nonsense.code() + " " + nonsense.remark());
            assertThat(nonsense.code()).isNotZero();
            assertThat(client.ask(ACK, ackFields("handles", "PopHandles", first, 99)).code()).isEqualTo(208);
            assertThat(client.ask(ACK, ackFields("handles", "NoSuchTopic", first, 0)).code()).isEqualTo(17);
        }
    }

    @Test
    void refusesWhatMakesNoSense() throws IOException {
        try (RawClient client = connect()) {
            send(client, "PopRefusals", 0, "one");
            assertRefused(pop(client, "refusals", "PopRefusals", "maxMsgNums", "33"), 29);
            assertRefused(pop(client, "refusals", "NoSuchTopic"), 17);
            assertRefused(pop(client, "refusals", "PopRefusals", "queueId", "99"), 29);
            RawClient.Answer none = client.ask(NOTIFICATION, "consumerGroup", "nobody-knows", "topic", "NoSuchTopic",
                    "queueId", "0", "pollTime", "0", "bornTime", String.valueOf(System.currentTimeMillis()));
            assertRefused(none, 17);
        }
    }

    private static void assertRefused(RawClient.Answer answer, int code) {
        System.out.println("conformance: pop was refused: " + answer.code() + " " + answer.remark());
        assertThat(answer.code()).as(answer.header()).isEqualTo(code);
        assertThat(answer.remark()).isNotEmpty();
    }

    @Test
    void anOrderedQueueIsBlockedUntilAllIsAcknowledged() throws IOException {
        try (RawClient client = connect()) {
            send(client, "PopOrder", 0, "one");
            send(client, "PopOrder", 0, "two");
            RawClient.Answer popped = popFound(client, "in-order", "PopOrder", "order", "true");
            assertThat(popped.field("reviveQid")).isEqualTo("999");
            send(client, "PopOrder", 0, "three");
            assertThat(pop(client, "in-order", "PopOrder", "order", "true").code()).isEqualTo(210);
            String broker = brokerName();
            int messages = popped.field("msgOffsetInfo").split(",").length;
            for (int offset = 0; offset < messages; offset++) {
                String handle = handle(popped, broker, offset);
                RawClient.Answer acked = client.ask(ACK, ackFields("in-order", "PopOrder", handle, offset));
                assertThat(acked.code()).as(acked.header()).isZero();
            }
            assertThat(popFound(client, "in-order", "PopOrder", "order", "true").field("startOffsetInfo"))
                    .isEqualTo("0 0 " + messages);
        }
    }
}
