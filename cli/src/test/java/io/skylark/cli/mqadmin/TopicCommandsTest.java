package io.skylark.cli.mqadmin;

import io.skylark.cli.FakeCluster;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.KvConfig;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.TopicList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TopicCommandsTest {
    private final FakeCluster cluster = new FakeCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private MqadminRun run(String... words) {
        return MqadminRun.of(cluster, words);
    }

    private void says(int... codes) {
        for (int code : codes) {
            cluster.answer(code, request -> FakeCluster.success());
        }
    }

    @Test
    void createsATopicAsTheTutorialDoes() {
        says(17);
        assertThat(run("updatetopic", "-t", "TestTopic", "-c", "C").ok()).isEqualTo(
                "create topic to " + cluster.address() + " success.\n"
                        + "TopicConfig [topicName=TestTopic, readQueueNums=8, writeQueueNums=8, perm=RW-, "
                        + "topicFilterType=SINGLE_TAG, topicSysFlag=0, order=false, attributes={}]\n");
        Topics.Create sent = Topics.CREATE.decodeRequest(cluster.requests(17).get(0));
        assertThat(sent).isEqualTo(
                new Topics.Create("TestTopic", "TBW102", 8, 8, 6, "SINGLE_TAG", 0, false, null));
    }

    @Test
    void createsOrderedTopicsWithTheirOrderConf() {
        says(17, 100);
        assertThat(run("updateTopic", "-t", "T", "-c", "C", "-o", "true", "-w", "4", "-a", "+message.type=FIFO").ok())
                .contains("set cluster orderConf. isOrder=true, orderConf=[broker-a:4]\n",
                        "order=true, attributes={+message.type=FIFO}]");
        assertThat(Topics.CREATE.decodeRequest(cluster.requests(17).get(0)).attributes())
                .isEqualTo("+message.type=FIFO");
        cluster.answer(101, request -> KvConfig.GET.success(new KvConfig.Value("broker-a:1;broker-b:2")));
        assertThat(run("updateTopic", "-t", "T", "-b", cluster.address(), "-o", "true", "-w", "4").ok())
                .startsWith("set broker orderConf. isOrder=true, orderConf=[broker-a:4]\ncreate topic to ");
        assertThat(KvConfig.PUT.decodeRequest(cluster.requests(100).get(1)))
                .isEqualTo(new KvConfig.Put(KvConfig.ORDER_TOPIC_CONFIG, "T", "broker-a:4;broker-b:2"));
    }

    @Test
    void refusesValuesThatMeanNothingBeforeAnythingIsSent() {
        assertThat(run("updateTopic", "-t", "T", "-c", "C", "-r", "abc").err())
                .isEqualTo("mqadmin: updateTopic failed: -r abc is no whole number\n");
        assertThat(run("updateTopic", "-t", "T", "-c", "C", "-a", "nonsense").err()).contains("+name=value");
        assertThat(run("updateTopic", "-t", "T", "-c", "C", "-p", "9").err()).contains("no permission");
        assertThat(cluster.requests(17)).isEmpty();
    }

    @Test
    void saysThatThereIsNoSuchCluster() {
        assertThat(run("updateTopic", "-t", "T", "-c", "other").ok()).startsWith("[error] Make sure the specified "
                + "clusterName exists or the name server connected to is correct.TopicConfig [topicName=T,");
    }

    @Test
    void deletesATopicEverywhere() {
        says(215, 216, 102);
        assertThat(run("deleteTopic", "-t", "T", "-c", "C").ok()).isEqualTo("""
                delete topic [T] from cluster [C] success.
                delete topic [T] from NameServer success.
                """);
        assertThat(cluster.requests(215)).hasSize(1);
        assertThat(cluster.requests(216)).hasSize(1);
        assertThat(cluster.requests(102)).hasSize(1);
    }

    @Test
    void listsTopicsWithAndWithoutGroups() {
        cluster.body(206, new TopicList(Set.of("b", "a", "%RETRY%g"), null));
        assertThat(run("topicList").ok()).isEqualTo("%RETRY%g\na\nb\n");
        cluster.route("a", 1, 6).route("b", 1, 6);
        cluster.answer(300, request -> FakeCluster.success().withBody(
                ("{\"groupList\":[" + ("a".equals(request.field("topic")) ? "\"g\"" : "") + "]}")
                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(run("topicList", "-c").ok()).isEqualTo(
                String.format("%-20s  %-48s  %-48s%n", "#Cluster Name", "#Topic", "#Consumer Group")
                        + String.format("%-20s  %-64s  %-64s%n", "C", "a", "g")
                        + String.format("%-20s  %-64s  %-64s%n", "C", "b", ""));
    }

    @Test
    void showsRoutesAsJsonAndAsATable() {
        cluster.route("T", 4, 6);
        assertThat(run("topicRoute", "-t", "T").ok()).isEqualTo("""
                {
                \t"brokerDatas":[
                \t\t{
                \t\t\t"brokerAddrs":{
                \t\t\t\t0:"%s"
                \t\t\t},
                \t\t\t"brokerName":"broker-a",
                \t\t\t"cluster":"C",
                \t\t\t"enableActingMaster":false
                \t\t}
                \t],
                \t"filterServerTable":{},
                \t"queueDatas":[
                \t\t{
                \t\t\t"brokerName":"broker-a",
                \t\t\t"perm":6,
                \t\t\t"readQueueNums":4,
                \t\t\t"topicSysFlag":0,
                \t\t\t"writeQueueNums":4
                \t\t}
                \t]
                }
                """.formatted(cluster.address()));
        assertThat(run("topicRoute", "-t", "T", "-l").ok().lines()).satisfiesExactly(
                head -> assertThat(head).startsWith("#ClusterName ").endsWith("#Perm"),
                row -> assertThat(row).startsWith("C ").contains("{0=" + cluster.address() + "}"),
                line -> assertThat(line).isEqualTo("-".repeat(158)),
                total -> assertThat(total).startsWith("Total:  ").contains(" 4          4 "));
        assertThat(run("topicClusterList", "-t", "T").ok()).isEqualTo("C\n");
    }

    @Test
    void showsTheQueuesOfATopic() {
        cluster.route("T", 2, 6);
        cluster.body(202, new Topics.Stats(Map.of(
                new MessageQueue("T", "broker-a", 1), new Topics.QueueState(0, 0, 0),
                new MessageQueue("T", "broker-a", 0), new Topics.QueueState(1, 7, MqadminRun.NOW))));
        String row = "%-32s  %-4s  %-20s  %-20s    %s%n";
        assertThat(run("topicStatus", "-t", "T").ok()).isEqualTo(
                row.formatted("#Broker Name", "#QID", "#Min Offset", "#Max Offset", "#Last Updated")
                        + row.formatted("broker-a", 0, 1, 7, "2023-11-14 22:13:20,000")
                        + row.formatted("broker-a", 1, 0, 0, "")
                        + "\nTopic Put TPS: 0.0\n");
    }

    @Test
    void changesPermissions() {
        cluster.route("T", 2, 6);
        says(17);
        cluster.answer(101, request -> FakeCluster.code(ResponseCode.QUERY_NOT_FOUND, "none"));
        assertThat(run("updateTopicPerm", "-t", "T", "-p", "4", "-c", "C").ok())
                .isEqualTo("update topic perm from 6 to 4 in " + cluster.address() + " success.\n");
        assertThat(run("updateTopicPerm", "-t", "T", "-p", "4", "-b", cluster.address()).ok()).endsWith(
                "TopicConfig [topicName=T, readQueueNums=2, writeQueueNums=2, perm=R--, topicFilterType=SINGLE_TAG, "
                        + "topicSysFlag=0, order=false, attributes={}].\n");
        assertThat(run("updateTopicPerm", "-t", "T", "-p", "4").ok()).startsWith("usage: ");
    }

    @Test
    void createsTopicsOfAFile(@TempDir Path folder) throws IOException {
        says(18);
        Path file = Files.writeString(folder.resolve("topics.json"), "[{\"topicName\":\"L1\",\"perm\":6}]");
        assertThat(run("updateTopicList", "-b", cluster.address(), "-f", file.toString()).ok()).isEqualTo(
                "submit batch of topic config to " + cluster.address() + " success, please check the result later.\n");
        Command sent = cluster.requests(18).get(0);
        assertThat(new String(sent.bodyBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"topicConfigList\":[{\"topicName\":\"L1\",\"perm\":6}]}");
        assertThat(run("updateTopicList", "-b", cluster.address(), "-f", "/none").ok())
                .isEqualTo("the file path /none does not exists\n");
    }

    @Test
    void keepsOrderConf() {
        says(100, 102);
        cluster.answer(101, request -> KvConfig.GET.success(new KvConfig.Value("broker-a:4")));
        assertThat(run("updateOrderConf", "-t", "T", "-m", "get").ok())
                .isEqualTo("get orderConf success. topic=[T], orderConf=[broker-a:4] ");
        assertThat(run("updateOrderConf", "-t", "T", "-m", "put", "-v", "broker-a:4").ok())
                .isEqualTo("update orderConf success. topic=[T], orderConf=[broker-a:4]");
        assertThat(run("updateOrderConf", "-t", "T", "-m", "delete").ok())
                .isEqualTo("delete orderConf success. topic=[T]");
        assertThat(run("updateOrderConf", "-t", "T", "-m", "put").err()).contains("option -v");
    }

    @Test
    void sharesQueuesOut() {
        cluster.route("T", 3, 6);
        assertThat(run("allocateMQ", "-t", "T", "-i", "x,y").ok()).startsWith("{\"result\":{\"x\":["
                + "{\"brokerName\":\"broker-a\",\"queueId\":0,\"topic\":\"T\"},"
                + "{\"brokerName\":\"broker-a\",\"queueId\":1,\"topic\":\"T\"}],\"y\":[");
    }
}
