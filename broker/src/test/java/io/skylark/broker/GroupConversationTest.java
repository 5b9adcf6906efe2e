package io.skylark.broker;

import io.skylark.protocol.Command;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.bodies;
import static org.assertj.core.api.Assertions.assertThat;

/// Consumer groups over a socket. Where nothing else is said, the expected texts are what RocketMQ 5.5.0 answers to the
/// same requests.
@Timeout(60)
class GroupConversationTest {
    private static final String OK = "0 {}";
    private static final String NEVER_CONFIGURED = "{\"attributes\":{},\"brokerId\":0,\"consumeBroadcastEnable\":true,"
            + "\"consumeEnable\":true,\"consumeFromMinEnable\":true,\"consumeMessageOrderly\":false,"
            + "\"consumeTimeoutMinute\":15,\"groupName\":\"%s\",\"groupRetryPolicy\":{\"type\":\"CUSTOMIZED\"},"
            + "\"groupSysFlag\":0,\"notifyConsumerIdsChangedEnable\":true,\"retryMaxTimes\":16,\"retryQueueNums\":1,"
            + "\"whichBrokerWhenConsumeSlowly\":1}";
    private static final String CONFIGURED = "{\"attributes\":{\"priority.factor\":\"7\"},\"brokerId\":1,"
            + "\"consumeBroadcastEnable\":true,\"consumeEnable\":true,\"consumeFromMinEnable\":true,"
            + "\"consumeMessageOrderly\":false,\"consumeTimeoutMinute\":20,\"groupName\":\"g1\",\"groupRetryPolicy\":{"
            + "\"exponentialRetryPolicy\":{\"initial\":100,\"max\":2000,\"multiplier\":3},\"type\":\"EXPONENTIAL\"},"
            + "\"groupSysFlag\":3,\"notifyConsumerIdsChangedEnable\":true,\"retryMaxTimes\":3,\"retryQueueNums\":1,"
            + "\"subscriptionDataSet\":[{\"expression\":\"*\",\"expressionType\":\"TAG\",\"topic\":\"T1\",\"version\":0}],"
            + "\"whichBrokerWhenConsumeSlowly\":2}";

    @TempDir
    Path folder;

    private RunningBroker broker;
    private AdminClient admin;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(folder);
        admin = new AdminClient(broker.connect());
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void restart() throws IOException {
        broker.close();
        start();
    }

    @Test
    void keepsAllSettingsOfAGroup() throws IOException {
        String wanted = CONFIGURED.replace("\"priority", "\"+priority").replace("{\"attr", "{\"unknown\":5,\"attr");
        assertThat(admin.askWithBody(200, wanted)).isEqualTo(OK);
        assertThat(admin.ask(352, "group", "g1")).isEqualTo("0 {} " + CONFIGURED);
        restart();
        assertThat(admin.ask(352, "group", "g1")).isEqualTo("0 {} " + CONFIGURED);
        String policy = "{\"groupName\":\"g2\",\"groupRetryPolicy\":{\"type\":\"CUSTOMIZED\",\"customizedRetryPolicy\":"
                + "{\"next\":[1000,2000]}}}";
        assertThat(admin.askWithBody(200, policy)).isEqualTo(OK);
        assertThat(admin.ask(352, "group", "g2")).contains(
                "\"groupRetryPolicy\":{\"customizedRetryPolicy\":{\"next\":[1000,2000]},\"type\":\"CUSTOMIZED\"}");
    }

    @Test
    void changesAttributesAndReplacesEverythingElse() {
        admin.askWithBody(200, "{\"groupName\":\"g1\",\"retryMaxTimes\":3,\"attributes\":{\"+priority.factor\":\"7\"}}");
        assertThat(admin.askWithBody(200, "{\"groupName\":\"g1\",\"attributes\":{}}")).isEqualTo(OK);
        assertThat(admin.ask(352, "group", "g1")).isEqualTo("0 {} " + NEVER_CONFIGURED.formatted("g1")
                .replace("\"attributes\":{}", "\"attributes\":{\"priority.factor\":\"7\"}"));
        assertThat(admin.askWithBody(200, "{\"groupName\":\"g1\",\"attributes\":{\"-priority.factor\":\"\"}}"))
                .isEqualTo(OK);
        assertThat(admin.ask(352, "group", "g1")).isEqualTo("0 {} " + NEVER_CONFIGURED.formatted("g1"));
        assertThat(admin.askWithBody(200, "{\"groupName\":\"g1\",\"attributes\":{\"+colour\":\"red\"}}"))
                .isEqualTo("1 {} unsupported key: colour");
        assertThat(admin.askWithBody(200, "{\"groupName\":\"g1\",\"attributes\":{\"+priority.factor\":\"900\"}}"))
                .isEqualTo("1 {} value is not in range(0, 100)");
        // RocketMQ takes these, and has lite topics
        assertThat(admin.askWithBody(200, "{\"groupName\":\"g1\",\"attributes\":{\"+lite.bind.topic\":\"T\"}}"))
                .isEqualTo("1 {} unsupported key: lite.bind.topic: this broker has no lite topics");
        assertThat(admin.askWithBody(200, "{\"groupName\":\"g1\",\"groupRetryPolicy\":{\"type\":\"NOPE\"}}"))
                .isEqualTo("29 {} the type of groupRetryPolicy is NOPE but must be EXPONENTIAL or CUSTOMIZED");
        assertThat(admin.askWithBody(200, "{\"groupName\":\"g1\",\"retryQueueNums\":-1}"))
                .isEqualTo("29 {} retryQueueNums is -1 but must be 0 to 65535");
    }

    @Test
    void changesManyGroupsOrNone() {
        String illegal = "29 {} The specified group: h/2, contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$";
        String batch = "{\"groupConfigList\":[{\"groupName\":\"h1\",\"retryMaxTimes\":1},{\"groupName\":\"%s\"}]}";
        assertThat(admin.askWithBody(225, batch.formatted("h/2"))).isEqualTo(illegal);
        assertThat(admin.ask(352, "group", "h1")).isEqualTo("0 {} " + NEVER_CONFIGURED.formatted("h1"));
        assertThat(admin.askWithBody(225, batch.formatted("h2"))).isEqualTo(OK);
        assertThat(admin.ask(352, "group", "h1")).contains("\"retryMaxTimes\":1,");
        assertThat(admin.askWithBody(225, "{\"groupConfigList\":[]}")).isEqualTo(OK);
        assertThat(admin.askWithBody(200, "{\"groupName\":\"h/2\"}")).isEqualTo(illegal);
        assertThat(admin.askWithBody(200, "{}")).isEqualTo("29 {} The specified group is blank.");
    }

    @Test
    void tellsWhatAGroupWouldHaveWithoutCreatingIt() {
        assertThat(admin.ask(352, "group", "fresh")).isEqualTo("0 {} " + NEVER_CONFIGURED.formatted("fresh"));
        assertThat(admin.ask(352, "group", "TOOLS_CONSUMER"))
                .isEqualTo("0 {} " + NEVER_CONFIGURED.formatted("TOOLS_CONSUMER"));
        assertThat(admin.ask(352, "group", "x/y")).isEqualTo("26 {} No group in this broker");
        // RocketMQ has created it by now
        assertThat(admin.ask(201))
                .startsWith("0 {totalGroupNum=8} {\"dataVersion\":{\"counter\":0,")
                .doesNotContain("fresh");
    }

    @Test
    void listsAllGroupsInPages() throws IOException {
        admin.askWithBody(200, "{\"groupName\":\"A1\"}");
        admin.askWithBody(200, "{\"groupName\":\"A2\"}");
        admin.ask(353, "group", "A2", "topic", "T", "readable", "false");
        restart();
        String first = admin.ask(201, "groupSeq", "0", "maxGroupNum", "1");
        String version = first.replaceAll(".*\"dataVersion\":(\\{[^}]*}).*", "$1");
        assertThat(first).isEqualTo("0 {totalGroupNum=10} {\"dataVersion\":" + version + ",\"forbiddenTable\":{},"
                + "\"subscriptionGroupTable\":{\"A1\":" + NEVER_CONFIGURED.formatted("A1") + "}}");
        assertThat(version).startsWith("{\"counter\":3,\"stateVersion\":0,\"timestamp\":");
        assertThat(admin.ask(201, "groupSeq", "1", "maxGroupNum", "1", "dataVersion", version))
                .isEqualTo("0 {totalGroupNum=10} {\"dataVersion\":" + version + ",\"forbiddenTable\":{\"A2\":{\"T\":4}},"
                        + "\"subscriptionGroupTable\":{\"A2\":" + NEVER_CONFIGURED.formatted("A2") + "}}");
        assertThat(admin.ask(201, "groupSeq", "1", "maxGroupNum", "1")).isEqualTo(first);
        assertThat(admin.ask(201)).contains("\"A1\"", "\"A2\"", "\"TOOLS_CONSUMER\"");
    }

    @Test
    void deletesAGroupAndItsOffsetsWhenAskedTo() throws IOException {
        admin.createTopic("T", "");
        RunningBroker.send(broker.connect(), "T", 0, "one");
        for (String group : new String[] {"kept", "cleaned"}) {
            admin.askWithBody(200, "{\"groupName\":\"" + group + "\",\"retryMaxTimes\":3}");
            admin.ask(15, "consumerGroup", group, "topic", "T", "queueId", "0", "commitOffset", "1");
            assertThat(admin.ask(343, "group", group)).contains("\"topicList\":[\"T\"]");
        }
        assertThat(admin.ask(207, "groupName", "kept")).isEqualTo(OK);
        assertThat(admin.ask(207, "groupName", "cleaned", "cleanOffset", "true")).isEqualTo(OK);
        assertThat(admin.ask(207, "groupName", "nope", "cleanOffset", "true")).isEqualTo(OK);
        for (int starts = 0; starts < 2; starts++) {
            assertThat(admin.ask(201)).contains("{totalGroupNum=8}");
            assertThat(admin.ask(14, "consumerGroup", "kept", "topic", "T", "queueId", "0")).startsWith("0 {offset=1}");
            assertThat(admin.ask(14, "consumerGroup", "cleaned", "topic", "T", "queueId", "0")).doesNotContain("offset=1");
            assertThat(admin.ask(343, "group", "cleaned")).isEqualTo(
                    "0 {} {\"brokerAddr\":\"127.0.0.1:" + broker.port() + "\",\"topicList\":[]}");
            restart();
        }
    }

    @Test
    void forgetsWhatADeletedGroupPopped() throws IOException {
        admin.createTopic("T", "");
        RunningBroker.send(broker.connect(), "T", 0, "one");
        RunningBroker.send(broker.connect(), "T", 0, "two");
        PopClient client = new PopClient(broker.connect(), "g");
        Command popped = client.pop(0, 1);
        assertThat(client.ack(popped, PopClient.messages(popped).getFirst()).code()).isZero();
        assertThat(bodies(client.pop(0, 1))).containsExactly("two");
        assertThat(admin.ask(207, "groupName", "g", "cleanOffset", "true")).isEqualTo(OK);
        assertThat(bodies(client.pop(0, 32))).containsExactly("one", "two");
        admin.ask(207, "groupName", "g", "cleanOffset", "true");
        restart();
        assertThat(bodies(new PopClient(broker.connect(), "g").pop(0, 32))).containsExactly("one", "two");
    }

    @Test
    void givesAGroupOfToolsWhichIsDeletedItsFirstSettingsBack() {
        admin.askWithBody(200, "{\"groupName\":\"TOOLS_CONSUMER\",\"retryMaxTimes\":3}");
        assertThat(admin.ask(207, "groupName", "TOOLS_CONSUMER")).isEqualTo(OK);
        assertThat(admin.ask(201)).contains("{totalGroupNum=8}", NEVER_CONFIGURED.formatted("TOOLS_CONSUMER"));
    }

    @Test
    void forbidsAGroupToReadATopic() throws IOException {
        admin.createTopic("T", "");
        RunningBroker.send(broker.connect(), "T", 0, "one");
        assertThat(admin.ask(353, "group", "g", "topic", "T"))
                .isEqualTo("0 {} {\"group\":\"g\",\"readable\":true,\"topic\":\"T\"}");
        assertThat(admin.ask(353, "group", "g", "topic", "T", "readable", "false"))
                .isEqualTo("0 {} {\"group\":\"g\",\"readable\":false,\"topic\":\"T\"}");
        restart();
        assertThat(admin.ask(353, "group", "g", "topic", "T"))
                .isEqualTo("0 {} {\"group\":\"g\",\"readable\":false,\"topic\":\"T\"}");
        String forbidden = "16 {} the consumer group[g] is forbidden for topic[T]";
        assertThat(pull("g")).isEqualTo(forbidden);
        assertThat(pull("other")).startsWith("0");
        assertThat(admin.ask(200050, "consumerGroup", "g", "topic", "T", "queueId", "-1", "maxMsgNums", "1",
                "invisibleTime", "60000", "pollTime", "0", "bornTime", "0", "initMode", "0")).isEqualTo(forbidden);
        assertThat(admin.ask(353, "group", "g", "topic", "T", "readable", "true"))
                .isEqualTo("0 {} {\"group\":\"g\",\"readable\":true,\"topic\":\"T\"}");
        assertThat(pull("g")).startsWith("0");
        admin.ask(353, "group", "g", "topic", "T", "readable", "false");
        admin.ask(207, "groupName", "g");
        assertThat(pull("g")).as("goes with the group").startsWith("0");
    }

    private String pull(String group) {
        return admin.ask(11, "consumerGroup", group, "topic", "T", "queueId", "0", "queueOffset", "0", "maxMsgNums", "32",
                "sysFlag", "4", "commitOffset", "0", "suspendTimeoutMillis", "0", "subscription", "*", "subVersion", "0",
                "expressionType", "TAG");
    }
}
