package io.skylark.conformance.wire;

import io.skylark.conformance.server.Layout;
import io.skylark.conformance.server.Server;
import io.skylark.conformance.server.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/// What is answered to pulls and checks with SQL92 expressions that cannot be used: codes and remarks.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilterAnswersTest {
    private static final String TOPIC = "FilterAnswers";
    private static final String NOT_PARSED = "parse the consumer's subscription failed";

    private Server server;
    private String host;
    private int port;
    private RawClient client;

    @BeforeAll
    void start() throws IOException {
        server = Target.fromSystemProperties()
                .server(Path.of(System.getProperty("conformance.work")).resolve("filter-answers"), Layout.ONE_PROCESS);
        server.start();
        String[] nameServer = server.nameServer().split(":");
        try (RawClient names = new RawClient(nameServer[0], Integer.parseInt(nameServer[1]))) {
            String route = new String(names.ask(105, "topic", "TBW102").body(), StandardCharsets.UTF_8);
            Matcher address = Pattern.compile("\"([0-9.]+):(\\d+)\"").matcher(route);
            assertThat(address.find()).as(route).isTrue();
            host = address.group(1);
            port = Integer.parseInt(address.group(2));
            client = new RawClient(host, port);
        }
        RawClient.Answer sent = client.ask(RawClient.header(310, 1, "a", "pg", "b", TOPIC, "c", "TBW102", "d", "1",
                "e", "0", "f", "0", "g", "1700000000000", "h", "0", "i", "number\\u00017\\u0002", "j", "0",
                "k", "false", "m", "false"), "hello".getBytes(StandardCharsets.UTF_8));
        assertThat(sent.code()).isZero();
    }

    @AfterAll
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private static RawClient.Answer pull(
            RawClient from, String sysFlag, String group, String type, String expression, String version)
            throws IOException {
        RawClient.Answer first = from.ask(11, "consumerGroup", group, "topic", TOPIC, "queueId", "0", "queueOffset",
                "0", "maxMsgNums", "32", "sysFlag", sysFlag, "commitOffset", "0", "suspendTimeoutMillis", "0", "subscription",
                expression, "expressionType", type, "subVersion", version);
        return theAnswer(from, first);
    }

    private RawClient.Answer pull(String type, String expression) throws IOException {
        return pull(client, "4", "pullers", type, expression, "0");
    }

    @Test
    void aPullBringsItsExpression() throws IOException {
        RawClient.Answer found = pull("SQL92", "number = 7");
        assertThat(found.code()).isZero();
        assertThat(found.field("nextBeginOffset")).isEqualTo("1");
        RawClient.Answer none = pull("SQL92", "number <> 7");
        assertThat(none.code()).isEqualTo(20);
        assertThat(none.remark()).isEqualTo("NO_MATCHED_MESSAGE");
        assertThat(none.field("nextBeginOffset")).isEqualTo("1");
        // the value is no such number: not found, and no error
        assertThat(pull("SQL92", "number > 1 AND UNIQ_KEY > 1").code()).isEqualTo(20);
    }

    /// RocketMQ gives every message to those whose expression does not compile, or has a type there is not.
    @Test
    void aPullWhoseExpressionIsNoneIsRefused() throws IOException {
        List<String> answers = new ArrayList<>();
        for (String wrong : List.of("number >", "number > 'x'", "5", "*")) {
            RawClient.Answer answer = pull("SQL92", wrong);
            answers.add(answer.code() + " " + answer.remark());
        }
        boolean original = System.getProperty("conformance.target").equals("rocketmq");
        assertThat(answers).containsOnly(original ? "0 FOUND" : "23 " + NOT_PARSED);
        assertThat(pull("XYZ", "number = 7").code()).isEqualTo(original ? 0 : 23);
        RawClient.Answer empty = pull("SQL92", "");
        assertThat(empty.code()).isEqualTo(23);
        assertThat(empty.remark()).isEqualTo(NOT_PARSED);
    }

    @Test
    void aGroupThatAnnouncedWhatCannotBeCompiledGetsNothing() throws IOException {
        try (RawClient consumer = new RawClient(host, port)) {
            heartbeat(consumer, "broken", "number >", 5);
            RawClient.Answer answer = pull(consumer, "0", "broken", "SQL92", "", "5");
            assertThat(answer.code()).isEqualTo(27);
            assertThat(answer.remark()).startsWith("The broker's consumer filter data is not exist!");
        }
    }

    @Test
    void aGroupThatAnnouncedAnExpressionGetsWhatMatches() throws IOException {
        try (RawClient consumer = new RawClient(host, port)) {
            heartbeat(consumer, "working", "number = 7", 5);
            assertThat(pull(consumer, "0", "working", "SQL92", "", "5").code()).isZero();
            assertThat(pull(consumer, "0", "working", "SQL92", "", "6").code()).isEqualTo(25);
            heartbeat(consumer, "working", "number = 8", 7);
            assertThat(pull(consumer, "0", "working", "SQL92", "", "7").code()).isEqualTo(20);
        }
    }

    private static void heartbeat(RawClient consumer, String group, String expression, long version)
            throws IOException {
        String body = "{\"clientID\":\"c1\",\"consumerDataSet\":[{\"consumeFromWhere\":\"CONSUME_FROM_FIRST_OFFSET\","
                + "\"consumeType\":\"CONSUME_PASSIVELY\",\"groupName\":\"" + group
                + "\",\"messageModel\":\"CLUSTERING\","
                + "\"subscriptionDataSet\":[" + subscription("SQL92", expression, version)
                + "],\"unitMode\":false}],\"producerDataSet\":[]}";
        RawClient.Answer answer = consumer.ask(RawClient.header(34, 1), body.getBytes(StandardCharsets.UTF_8));
        assertThat(theAnswer(consumer, answer).code()).isZero();
    }

    /// The members of a group are told of each other, perhaps before the answer.
    private static RawClient.Answer theAnswer(RawClient consumer, RawClient.Answer first) throws IOException {
        RawClient.Answer answer = first;
        while (answer.header().contains("\"flag\":2")) {
            answer = consumer.read();
        }
        return answer;
    }

    private static String subscription(String type, String expression, long version) {
        return "{\"classFilterMode\":false,\"codeSet\":[],\"expressionType\":\"" + type + "\",\"subString\":\""
                + expression + "\",\"subVersion\":" + version + ",\"tagsSet\":[],\"topic\":\"" + TOPIC + "\"}";
    }

    @Test
    void checksWhatAConsumerIsAboutToSubscribe() throws IOException {
        assertThat(check("TAG", "a || b").code()).isZero();
        assertThat(check("SQL92", "number = 7").code()).isZero();
        RawClient.Answer wrong = check("SQL92", "number + 7");
        assertThat(wrong.code()).isZero(); // what stands behind `number` is not read
        wrong = check("SQL92", "5");
        assertThat(wrong.code()).isEqualTo(23);
        assertThat(wrong.remark()).contains("Expression will not result in a boolean value: 5");
        wrong = check("SQL92", "number > 'x'");
        assertThat(wrong.code()).isEqualTo(23);
        assertThat(wrong.remark()).contains("Value ''x'' cannot be compared.");
        assertThat(check("SQL92", "number >").code()).isEqualTo(23);
        assertThat(client.ask(RawClient.header(46, 1), new byte[0]).code()).isZero();
    }

    private RawClient.Answer check(String type, String expression) throws IOException {
        String body = "{\"clientId\":\"c1\",\"group\":\"checkers\",\"namespace\":\"\",\"subscriptionData\":"
                + subscription(type, expression, 1) + "}";
        return client.ask(RawClient.header(46, 1), body.getBytes(StandardCharsets.UTF_8));
    }
}
