package io.skylark.broker;

import io.skylark.net.Connection;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Who is connected, as administrators see it. The expected texts are what RocketMQ 5.5.0 answers to the same requests.
@Timeout(60)
class SessionConversationTest {
    private static final String HEARTBEAT = "{\"clientID\":\"c1\",\"consumerDataSet\":[{\"groupName\":\"g\","
            + "\"consumeType\":\"CONSUME_PASSIVELY\",\"messageModel\":\"CLUSTERING\",\"consumeFromWhere\":"
            + "\"CONSUME_FROM_FIRST_OFFSET\",\"subscriptionDataSet\":[{\"topic\":\"T\",\"subString\":\"TagA\",\"tagsSet\":"
            + "[\"TagA\"],\"codeSet\":[2598919],\"subVersion\":7,\"expressionType\":\"TAG\"}],\"unitMode\":false}],"
            + "\"producerDataSet\":[{\"groupName\":\"p\"}]}";
    private static final String SUBSCRIPTION = "{\"classFilterMode\":false,\"codeSet\":[2598919],\"expressionType\":\"TAG\","
            + "\"subString\":\"TagA\",\"subVersion\":7,\"tagsSet\":[\"TagA\"],\"topic\":\"T\"}";

    @TempDir
    Path folder;

    private RunningBroker broker;
    private AdminClient admin;
    private String connection;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(folder);
        admin = new AdminClient(broker.connect());
        Connection client = broker.connect();
        assertThat(new AdminClient(client).askWithBody(34, HEARTBEAT)).startsWith("0");
        connection = "{\"clientAddr\":\"127.0.0.1:" + client.localAddress().getPort()
                + "\",\"clientId\":\"c1\",\"language\":\"JAVA\",\"version\":";
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void tellsTheMembersOfAGroupAndWhatTheySubscribeTo() {
        assertThat(admin.ask(203, "consumerGroup", "g").replaceAll("(\"version\":)\\d+", "$1"))
                .isEqualTo("0 {} {\"connectionSet\":[" + connection + "}],\"consumeFromWhere\":"
                        + "\"CONSUME_FROM_FIRST_OFFSET\",\"consumeType\":\"CONSUME_PASSIVELY\",\"messageModel\":"
                        + "\"CLUSTERING\",\"subscriptionTable\":{\"T\":" + SUBSCRIPTION + "}}");
        assertThat(admin.ask(203, "consumerGroup", "nope")).isEqualTo("206 {} the consumer group[nope] not online");
    }

    @Test
    void tellsWhatAGroupSubscribesToOfATopic() {
        assertThat(admin.ask(345, "group", "g", "topic", "T"))
                .isEqualTo("0 {} {\"group\":\"g\",\"subscriptionData\":" + SUBSCRIPTION + ",\"topic\":\"T\"}");
        assertThat(admin.ask(345, "group", "nope", "topic", "T")).isEqualTo("0 {} {\"group\":\"nope\",\"topic\":\"T\"}");
        assertThat(admin.ask(345, "group", "nope")).isEqualTo("0 {} {\"group\":\"nope\"}");
    }

    @Test
    void tellsTheProducersOfAGroupAndOfAll() {
        assertThat(admin.ask(204, "producerGroup", "p").replaceAll("(\"version\":)\\d+", "$1"))
                .isEqualTo("0 {} {\"connectionSet\":[" + connection + "}]}");
        assertThat(admin.ask(204, "producerGroup", "nope")).isEqualTo("1 {} the producer group[nope] not exist");
        assertThat(admin.ask(328).replaceAll("(\"version\":)\\d+", "$1").replaceAll("(Timestamp\":)\\d{13}", "$1now"))
                .isEqualTo("0 {} {\"data\":{\"p\":[{\"clientId\":\"c1\",\"language\":\"JAVA\",\"lastUpdateTimestamp\":now,"
                        + "\"remoteIP\":\"/" + connection.substring(15, connection.indexOf('"', 15))
                        + "\",\"version\":}]}}");
    }
}
