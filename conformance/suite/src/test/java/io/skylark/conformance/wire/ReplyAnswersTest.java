package io.skylark.conformance.wire;

import io.skylark.conformance.server.Layout;
import io.skylark.conformance.server.Server;
import io.skylark.conformance.server.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/// Replies as they go over the wire: what is pushed to the one who asked, and what the one who replies is answered.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplyAnswersTest {
    private static final String TOPIC = "DefaultCluster_REPLY_TOPIC";
    private static final byte[] BODY = "the reply".getBytes(StandardCharsets.UTF_8);

    private Server server;
    private String host;
    private int port;

    @BeforeAll
    void start() throws IOException {
        server = Target.fromSystemProperties()
                .server(Path.of(System.getProperty("conformance.work")).resolve("reply-answers"), Layout.ONE_PROCESS);
        server.start();
        String[] nameServer = server.nameServer().split(":");
        try (RawClient names = new RawClient(nameServer[0], Integer.parseInt(nameServer[1]))) {
            String route = new String(names.ask(105, "topic", TOPIC).body(), StandardCharsets.UTF_8);
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

    private static String reply(int code, String clientId) {
        String properties = "MSG_TYPE\\u0001reply\\u0002CORRELATION_ID\\u0001c-1\\u0002"
                + (clientId.isEmpty() ? "" : "REPLY_TO_CLIENT\\u0001" + clientId + "\\u0002");
        if (code == 325) {
            return RawClient.header(325, 9, "a", "repliers", "b", TOPIC, "c", "TBW102", "d", "4", "e", "0", "f", "0",
                    "g", "1700000000000", "h", "0", "i", properties, "j", "0", "k", "false", "m", "false");
        }
        return RawClient.header(324, 9, "producerGroup", "repliers", "topic", TOPIC, "defaultTopic", "TBW102",
                "defaultTopicQueueNums", "4", "queueId", "0", "sysFlag", "0", "bornTimestamp", "1700000000000", "flag",
                "0", "properties", properties, "reconsumeTimes", "0", "unitMode", "false", "batch", "false");
    }

    private RawClient requester(String clientId) throws IOException {
        RawClient client = new RawClient(host, port);
        String heartbeat = "{\"clientID\":\"" + clientId
                + "\",\"consumerDataSet\":[],\"producerDataSet\":[{\"groupName\":\"askers\"}]}";
        assertThat(client.ask(RawClient.header(34, 1), heartbeat.getBytes(StandardCharsets.UTF_8)).code()).isZero();
        return client;
    }

    private long stored(RawClient client) throws IOException {
        return Long.parseLong(client.ask(30, "topic", TOPIC, "queueId", "0").field("offset"));
    }

    @Test
    void aReplyIsPushedAndStored() throws IOException {
        for (int code : new int[] {324, 325}) {
            try (RawClient asker = requester("asker-" + code); RawClient replier = new RawClient(host, port)) {
                long before = stored(replier);
                replier.send(RawClient.frame(reply(code, "asker-" + code), BODY));
                RawClient.Answer push = asker.read();
                assertThat(push.code()).isEqualTo(326);
                assertThat(push.body()).isEqualTo(BODY);
                assertThat(push.field("topic")).isEqualTo(TOPIC);
                assertThat(push.field("queueId")).isEqualTo("0");
                assertThat(push.field("producerGroup")).isEqualTo("repliers");
                assertThat(push.field("bornTimestamp")).isEqualTo("1700000000000");
                assertThat(push.field("bornHost")).contains("127.0.0.1:");
                assertThat(push.field("storeHost")).contains(":" + port);
                assertThat(Long.parseLong(push.field("storeTimestamp"))).isPositive();
                assertThat(push.field("properties")).contains("PUSH_REPLY_TIME", "c-1", "MSG_REGION", "TRACE_ON");
                asker.send(RawClient.frame("{\"code\":0,\"flag\":1,\"language\":\"JAVA\",\"opaque\":" + push.opaque()
                        + ",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":513,\"extFields\":{}}", new byte[0]));
                RawClient.Answer answer = replier.read();
                assertThat(answer.code()).isZero();
                assertThat(answer.opaque()).isEqualTo(9);
                assertThat(answer.field("msgId")).matches("[0-9A-F]{32}");
                assertThat(answer.field("queueId")).isEqualTo("0");
                assertThat(answer.field("queueOffset")).isEqualTo(String.valueOf(before));
                assertThat(stored(replier)).isEqualTo(before + 1);
            }
        }
    }

    @Test
    void aReplyToNobodyIsAnErrorAndStoredAllTheSame() throws IOException {
        try (RawClient replier = new RawClient(host, port)) {
            long before = stored(replier);
            RawClient.Answer answer = replier.ask(reply(325, "nobody"), BODY);
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.remark()).isEqualTo("push reply message fail, channel of <nobody> not found.");
            answer = replier.ask(reply(325, ""), BODY);
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.remark()).isEqualTo("reply message properties[REPLY_TO_CLIENT] is null");
            assertThat(stored(replier)).isEqualTo(before + 2);
        }
    }

    @Test
    void aReplyThatTheClientRefusesIsAnError() throws IOException {
        try (RawClient asker = requester("refuser"); RawClient replier = new RawClient(host, port)) {
            replier.send(RawClient.frame(reply(325, "refuser"), BODY));
            RawClient.Answer push = asker.read();
            asker.send(RawClient.frame("{\"code\":1,\"flag\":1,\"language\":\"JAVA\",\"opaque\":" + push.opaque()
                    + ",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":513,\"extFields\":{}}", new byte[0]));
            RawClient.Answer answer = replier.read();
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.remark()).isEqualTo("push reply message to refuserfail.");
        }
    }
}
