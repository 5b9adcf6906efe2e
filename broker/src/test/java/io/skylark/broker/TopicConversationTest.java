package io.skylark.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Topics over a socket. Where nothing else is said, the expected texts are what RocketMQ 5.5.0 answers to the same
/// requests.
@Timeout(60)
class TopicConversationTest {
    private static final String OK = "0 {}";
    private static final Pattern VERSION = Pattern.compile("\"dataVersion\":(\\{[^}]*})");

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

    private static String config(String topic, int queues, String attributes, boolean order, String filter, int flag) {
        return "{\"attributes\":" + attributes + ",\"order\":" + order + ",\"perm\":6,\"readQueueNums\":" + queues
                + ",\"topicFilterType\":\"" + filter + "\",\"topicName\":\"" + topic + "\",\"topicSysFlag\":" + flag
                + ",\"writeQueueNums\":" + queues + "}";
    }

    private static String config(String topic, int queues) {
        return config(topic, queues, "{}", false, "SINGLE_TAG", 0);
    }

    @Test
    void tellsTheSettingsOfATopic() throws IOException {
        assertThat(admin.createTopic("T", "+message.type=FIFO")).isEqualTo(OK);
        String settings = "0 {} " + config("T", 2, "{\"message.type\":\"FIFO\"}", true, "SINGLE_TAG", 0);
        assertThat(admin.ask(351, "topic", "T")).isEqualTo(settings);
        assertThat(admin.ask(351, "topic", "nope")).isEqualTo("17 {} No topic in this broker. topic: nope");
        broker.close();
        start();
        assertThat(admin.ask(351, "topic", "T")).isEqualTo(settings);
    }

    @Test
    void refusesATopicThatCannotBe() {
        assertThat(admin.createTopic("T/1", "")).isEqualTo("29 {} The specified topic: T/1, contains illegal "
                + "characters, allowing only ^[%|a-zA-Z0-9_-]+$");
        for (String system : new String[] {"TBW102", "broker-a", "rmq_sys_x", "RMQ_SYS_TRACE_TOPIC"}) {
            assertThat(admin.createTopic(system, ""))
                    .isEqualTo("29 {} The topic[" + system + "] is conflict with system topic.");
        }
        assertThat(admin.createTopic("T", "+colour=red")).isEqualTo("1 {} unsupported key: colour");
        assertThat(admin.ask(17, "topic", "T", "readQueueNums", "2", "writeQueueNums", "2", "perm", "6",
                "topicFilterType", "NOPE")).isEqualTo("1 {} topicFilterType = [NOPE] value invalid");
        // RocketMQ takes both of these
        assertThat(admin.ask(17, "topic", "T", "readQueueNums", "-2", "writeQueueNums", "2", "perm", "6"))
                .isEqualTo("29 {} readQueueNums is -2 but must be 0 to 65535");
        assertThat(admin.ask(17, "topic", "T", "readQueueNums", "2", "writeQueueNums", "2", "perm", "16"))
                .startsWith("29 {} perm is 16 but must be a sum of");
        assertThat(admin.ask(351, "topic", "T")).startsWith("17");
    }

    @Test
    void createsManyTopicsOrNone() {
        assertThat(admin.askWithBody(18, "{\"topicConfigList\":[{\"topicName\":\"B1\",\"readQueueNums\":3,"
                + "\"writeQueueNums\":3,\"perm\":6},{\"topicName\":\"B2\"},{\"topicName\":\"B3\",\"order\":true,"
                + "\"topicFilterType\":\"MULTI_TAG\",\"topicSysFlag\":1,\"attributes\":{\"+message.type\":\"FIFO\"}}]}"))
                .isEqualTo(OK);
        assertThat(admin.ask(351, "topic", "B1")).isEqualTo("0 {} " + config("B1", 3));
        assertThat(admin.ask(351, "topic", "B2")).isEqualTo("0 {} " + config("B2", 16));
        assertThat(admin.ask(351, "topic", "B3"))
                .isEqualTo("0 {} " + config("B3", 16, "{\"message.type\":\"FIFO\"}", true, "MULTI_TAG", 1));
        assertThat(admin.askWithBody(18, "{\"topicConfigList\":[]}")).isEqualTo(OK);
        assertThat(admin.askWithBody(18, "{\"topicConfigList\":[{\"topicName\":\"C1\"},{\"topicName\":\"C/2\"}]}"))
                .isEqualTo("29 {} The specified topic: C/2, contains illegal characters, allowing only "
                        + "^[%|a-zA-Z0-9_-]+$");
        assertThat(admin.askWithBody(18, "{\"topicConfigList\":[{\"topicName\":\"C1\"},{\"topicName\":\"TBW102\"}]}"))
                .isEqualTo("29 {} The topic[TBW102] is conflict with system topic.");
        assertThat(admin.ask(351, "topic", "C1")).isEqualTo("17 {} No topic in this broker. topic: C1");
    }

    @Test
    void listsAllTopicsInPages() {
        admin.createTopic("A1", "");
        admin.createTopic("A2", "");
        String all = admin.ask(21);
        Matcher total = Pattern.compile("0 \\{totalTopicNum=(\\d+)}").matcher(all);
        assertThat(total.lookingAt()).isTrue();
        assertThat(all.split("\"topicName\"", -1)).hasSize(Integer.parseInt(total.group(1)) + 1);
        String version = version(all);
        String first = admin.ask(21, "topicSeq", "0", "maxTopicNum", "1");
        assertThat(first).startsWith("0 {totalTopicNum=" + total.group(1) + "} {\"dataVersion\":" + version
                + ",\"mappingDataVersion\":{\"counter\":0,\"stateVersion\":0,\"timestamp\":0},\"topicConfigTable\":{"
                + "\"A1\":{");
        assertThat(first).endsWith("}},\"topicQueueMappingDetailMap\":{},\"topicQueueMappingInfoMap\":{}}");
        assertThat(admin.ask(21, "topicSeq", "1", "maxTopicNum", "1", "dataVersion", version))
                .contains("\"topicConfigTable\":{\"A2\":{")
                .doesNotContain("\"A1\"");
        assertThat(admin.ask(21, "topicSeq", "1000", "maxTopicNum", "1", "dataVersion", version))
                .contains("\"topicConfigTable\":{}");
        assertThat(admin.ask(21, "topicSeq", "1", "maxTopicNum", "1")).as("of no version").isEqualTo(first);
        admin.createTopic("A0", "");
        assertThat(admin.ask(21, "topicSeq", "1", "maxTopicNum", "1", "dataVersion", version)).as("of an old version")
                .contains("\"topicConfigTable\":{\"A0\":{");
        assertThat(admin.ask(21, "topicSeq", "1", "maxTopicNum", "1", "dataVersion", "{broken"))
                .contains("\"topicConfigTable\":{\"A0\":{");
    }

    private static String version(String answer) {
        Matcher matcher = VERSION.matcher(answer);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void tellsTheBoundsOfAllQueues() {
        admin.createTopic("T", "");
        RunningBroker.send(broker.connect(), "T", 1, "one");
        RunningBroker.send(broker.connect(), "T", 1, "two");
        String stats = admin.ask(202, "topic", "T");
        String normalised = stats.replaceAll("(\"lastUpdateTimestamp\":)[1-9]\\d{12},", "$1now,");
        assertThat(normalised).isEqualTo("0 {} {\"offsetTable\":{"
                + "{\"brokerName\":\"broker-a\",\"queueId\":0,\"topic\":\"T\"}:{\"lastUpdateTimestamp\":0,\"maxOffset\":0,"
                + "\"minOffset\":0},"
                + "{\"brokerName\":\"broker-a\",\"queueId\":1,\"topic\":\"T\"}:{\"lastUpdateTimestamp\":now,\"maxOffset\":2,"
                + "\"minOffset\":0}},\"topicPutTps\":0.2}");
        assertThat(admin.ask(202, "topic", "nope")).isEqualTo("17 {} topic[nope] not exist");
        assertThat(admin.ask(202)).isEqualTo("1 {} the custom field <topic> is null");
    }

    @Test
    void namesTheTopicsOfTheSystem() {
        String answer = admin.ask(305);
        assertThat(answer).startsWith("0 {} {\"topicList\":[").contains(
                "RMQ_SYS_TRANS_HALF_TOPIC", "BenchmarkTest", "TRANS_CHECK_MAX_TIME_TOPIC", "OFFSET_MOVED_EVENT", "TBW102",
                "SELF_TEST_TOPIC", "DefaultCluster", "SCHEDULE_TOPIC_XXXX", "RMQ_SYS_TRACE_TOPIC",
                "DefaultCluster_REPLY_TOPIC", "CHECKPOINT_TOPIC", "RMQ_SYS_TRANS_OP_HALF_TOPIC", "broker-a");
    }

    @Test
    void namesTheGroupsThatReadATopic() {
        admin.createTopic("T", "");
        assertThat(admin.ask(300, "topic", "T")).isEqualTo("0 {} {\"groupList\":[]}");
        admin.askWithBody(200, "{\"groupName\":\"with-offset\"}");
        admin.ask(15, "consumerGroup", "with-offset", "topic", "T", "queueId", "0", "commitOffset", "1");
        admin.askWithBody(34, "{\"clientID\":\"c1\",\"consumerDataSet\":[{\"groupName\":\"online\",\"consumeType\":"
                + "\"CONSUME_PASSIVELY\",\"messageModel\":\"CLUSTERING\",\"consumeFromWhere\":\"CONSUME_FROM_FIRST_OFFSET\","
                + "\"subscriptionDataSet\":[{\"topic\":\"T\",\"subString\":\"*\",\"subVersion\":1}]}],\"producerDataSet\":[]}");
        assertThat(admin.ask(300, "topic", "T")).isEqualTo("0 {} {\"groupList\":[\"online\",\"with-offset\"]}");
        assertThat(admin.ask(300, "topic", "nope")).isEqualTo("0 {} {\"groupList\":[]}");
    }

    @Test
    void deletesATopicAndSaysNothingOfOneThatIsNotThere() {
        admin.createTopic("T", "");
        RunningBroker.send(broker.connect(), "T", 1, "one");
        assertThat(admin.ask(215, "topic", "T")).isEqualTo(OK);
        assertThat(admin.ask(351, "topic", "T")).startsWith("17");
        assertThat(admin.ask(215, "topic", "T")).isEqualTo(OK);
        assertThat(admin.ask(215, "topic", "TBW102"))
                .isEqualTo("29 {} The topic[TBW102] is conflict with system topic.");
    }
}
