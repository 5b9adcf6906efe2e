package io.skylark.cli.mqadmin;

import io.skylark.cli.FakeCluster;
import io.skylark.message.TopicNames;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.OffsetReset;
import io.skylark.protocol.api.ProducerGroup;
import io.skylark.protocol.body.ConsumeFrom;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.body.TopicList;
import io.skylark.protocol.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GroupCommandsTest {
    private static final MessageQueue Q0 = new MessageQueue("T", "broker-a", 0);

    private final FakeCluster cluster = new FakeCluster().route("T", 1, 6).route(TopicNames.retryTopic("g"), 1, 6);

    @AfterEach
    void close() {
        cluster.close();
    }

    private MqadminRun run(String... words) {
        return MqadminRun.of(cluster, words);
    }

    private void someMembers() {
        cluster.body(203, new ConsumerGroup.Connections(
                List.of(new ConsumerGroup.Connection("10.0.0.9@c", "10.0.0.9:1234", "JAVA", 513)),
                Map.of("T", new SubscriptionData(false, "T", "a || b", Set.of("a", "b"), Set.of(), 1, null)),
                ConsumeType.CONSUME_PASSIVELY, MessageModel.CLUSTERING, ConsumeFrom.CONSUME_FROM_FIRST_OFFSET));
    }

    private void someProgress() {
        cluster.body(208, new ConsumerGroup.Progress(0.5, Map.of(
                Q0, new ConsumerGroup.QueueProgress(9, 4, 6, MqadminRun.NOW))));
    }

    @Test
    void createsAGroupWithTheDefaultsOfTheOriginal() {
        cluster.answer(200, request -> FakeCluster.success());
        assertThat(run("updateSubGroup", "-g", "g", "-c", "C", "-r", "3").ok()).isEqualTo(
                "create subscription group to " + cluster.address() + " success.\n"
                        + "SubscriptionGroupConfig{groupName=g, consumeEnable=true, consumeFromMinEnable=false, "
                        + "consumeBroadcastEnable=false, consumeMessageOrderly=false, retryQueueNums=1, "
                        + "retryMaxTimes=3, groupRetryPolicy=GroupRetryPolicy{type=CUSTOMIZED, "
                        + "exponentialRetryPolicy=null, customizedRetryPolicy=null}, brokerId=0, "
                        + "whichBrokerWhenConsumeSlowly=1, notifyConsumerIdsChangedEnable=true, groupSysFlag=0, "
                        + "consumeTimeoutMinute=15, subscriptionDataSet=null, attributes={}}");
        ConsumerGroup.Settings sent =
                Json.decode(cluster.requests(200).get(0).body(), ConsumerGroup.Settings.class);
        assertThat(sent.retryMaxTimes()).isEqualTo(3);
        assertThat(run("updateSubGroup", "-g", "g", "-c", "C", "-p",
                "{\"type\":\"CUSTOMIZED\",\"customizedRetryPolicy\":{\"next\":[1000,5000]}}").ok())
                .contains("customizedRetryPolicy=CustomizedRetryPolicy{next=[1000, 5000]}}");
        assertThat(run("updateSubGroup", "-g", "g").ok()).startsWith("usage: ");
    }

    @Test
    void deletesAGroupAndWithAClusterItsTopics() {
        cluster.answer(207, request -> FakeCluster.success())
                .answer(215, request -> FakeCluster.success())
                .answer(216, request -> FakeCluster.success());
        assertThat(run("deleteSubGroup", "-g", "g", "-b", cluster.address(), "-r", "true").ok()).isEqualTo(
                "delete subscription group [g] from broker [" + cluster.address() + "] success.\n");
        assertThat(cluster.requests(215)).isEmpty();
        assertThat(run("deleteSubGroup", "-g", "g", "-c", "C").ok()).isEqualTo(
                "delete subscription group [g] from broker [" + cluster.address() + "] in cluster [C] success.\n");
        assertThat(cluster.requests(215)).extracting(request -> request.field("topic"))
                .containsExactly("%RETRY%g", "%DLQ%g");
        assertThat(ConsumerGroup.DELETE.decodeRequest(cluster.requests(207).get(0)).cleanOffset()).isTrue();
    }

    @Test
    void showsHowFarAGroupIs() {
        someProgress();
        String row = "%-64s  %-32s  %-4s  %-20s  %-20s  %-20s %-20s%s%n";
        assertThat(run("consumerProgress", "-g", "g").ok()).isEqualTo(
                row.formatted("#Topic", "#Broker Name", "#QID", "#Broker Offset", "#Consumer Offset", "#Diff",
                        "#Inflight", "#LastTime")
                        + row.formatted("T", "broker-a", 0, 9, 4, 5, 2, " 2023-11-14 22:13:20")
                        + "\nConsume TPS: 0.50\nConsume Diff Total: 5\nConsume Inflight Total: 2\n");
        assertThat(run("consumerProgress", "-g", "unknown").err()).contains("no consumer group unknown");
    }

    @Test
    void showsWhichMemberHasAQueue() {
        someProgress();
        someMembers();
        cluster.body(307, running());
        assertThat(run("consumerProgress", "-g", "g", "-s", "true").ok())
                .contains("#Client IP").contains(" 10.0.0.9             5 ");
    }

    private static ClientCalls.Running running() {
        return new ClientCalls.Running(null,
                Map.of(Q0, new ClientCalls.QueueState(4, 0, 0, 0, 0, 0, 0, 0, true, 0, 0, false, 0, 0)), Map.of(),
                Map.of("consumerGroup", "g"), Map.of("T", new ClientCalls.TopicState(1, 2, 3, 4, 5, 6)),
                Set.of(new SubscriptionData(false, "T", "*", Set.of(), Set.of(), 1, null)), Map.of());
    }

    @Test
    void showsAllGroups() {
        cluster.body(206, new TopicList(Set.of("T", "%RETRY%g"), null));
        someProgress();
        someMembers();
        String row = "%-64s  %-6s  %-24s %-5s  %-14s  %-7s  %s%n";
        assertThat(run("consumerProgress").ok()).isEqualTo(
                row.formatted("#Group", "#Count", "#Version", "#Type", "#Model", "#TPS", "#Diff Total")
                        + row.formatted("g", 1, "V5_5_0", "PUSH", "CLUSTERING", 0, 5));
    }

    @Test
    void showsMembersAndWhatTheySubscribeTo() {
        someMembers();
        assertThat(run("consumerConnection", "-g", "g").ok()).isEqualTo("""
                #ClientId                            #ClientAddr            #Language  #Version
                10.0.0.9@c                           10.0.0.9:1234          JAVA       V5_5_0

                Below is subscription:
                #Topic               #SubExpression
                T                    a || b

                ConsumeType: CONSUME_PASSIVELY
                MessageModel: CLUSTERING
                ConsumeFromWhere: CONSUME_FROM_FIRST_OFFSET
                """);
    }

    @Test
    void showsWhatAMemberSays() {
        cluster.body(307, running());
        assertThat(run("consumerStatus", "-g", "g", "-i", "10.0.0.9@c").ok())
                .startsWith("#Consumer Properties#\n")
                .contains(String.format("%-40s: %s%n", "consumerGroup", "g"),
                        "001 Topic: T                                        ClassFilter: false    SubExpression: *\n",
                        "ProcessQueueInfo [commitOffset=4, cachedMsgMinOffset=0,",
                        "lastPullTimestamp=19700101000000000", "#Consumer RT&TPS#\n");
    }

    @Test
    void showsProducers() {
        cluster.body(204, new ProducerGroup.Connections(List.of(
                new ConsumerGroup.Connection("10.0.0.9@p", "10.0.0.9:1", "JAVA", 401))));
        assertThat(run("producerConnection", "-g", "p", "-t", "T").ok())
                .isEqualTo("0001  10.0.0.9@p                       10.0.0.9:1             JAVA     V4_9_4\n");
        cluster.body(328, new ProducerGroup.Table(Map.of("p", List.of(
                new ProducerGroup.Producer("10.0.0.9@p", "/10.0.0.9:1", "JAVA", 513, 7)))));
        assertThat(run("producer", "-b", cluster.address()).ok()).isEqualTo("producer group (p) instance : "
                + "clientId=10.0.0.9@p,remoteIP=/10.0.0.9:1, language=JAVA, version=513, lastUpdateTimestamp=7\n");
    }

    @Test
    void movesGroups() {
        cluster.body(222, new OffsetReset.Offsets(Map.of(Q0, 3L)));
        String table = "%-40s  %-40s  %-40s%n".formatted("#brokerName", "#queueId", "#offset")
                + "%-40s  %-40s  %-40s%n".formatted("broker-a", 0, 3);
        assertThat(run("resetOffsetByTime", "-g", "g", "-t", "T", "-s", "2023-11-14#22:13:20:000").ok()).isEqualTo(
                "start reset consumer offset by specified, group[g], topic[T], force[true], "
                        + "timestamp(string)[2023-11-14#22:13:20:000], timestamp(long)[" + MqadminRun.NOW + "]\n"
                        + table);
        assertThat(run("resetOffsetByTime", "-g", "g", "-t", "T", "-s", "now").ok())
                .contains("timestamp(string)[now], timestamp(long)[" + MqadminRun.NOW + "]");
        assertThat(run("skipAccumulatedMessage", "-g", "g", "-t", "T").ok()).isEqualTo(table);
        assertThat(OffsetReset.RESET.decodeRequest(cluster.requests(222).get(2)).timestamp()).isEqualTo(-1);
        assertThat(run("resetOffsetByTime", "-g", "g", "-t", "T", "-s", "1", "-q", "0", "-b", cluster.address(),
                "-o", "3").ok()).endsWith("reset consumer offset to 3\n");
        assertThat(run("resetOffsetByTime", "-g", "g", "-t", "T", "-s", "soon").err()).contains("'soon' is no time");
        cluster.answer(222, request -> FakeCluster.code(ResponseCode.SYSTEM_ERROR, "no such group"));
        assertThat(run("skipAccumulatedMessage", "-g", "g", "-t", "T").err()).contains("no such group");
    }

    @Test
    void clonesOffsetsAndSetsModes() {
        cluster.answer(314, request -> FakeCluster.success()).answer(401, request -> FakeCluster.success());
        cluster.body(201, new ConsumerGroup.Table(Map.of(
                "h", new ConsumerGroup.Settings("h", true, true, false, 1, 16, true, 0))));
        assertThat(run("cloneGroupOffset", "-s", "g", "-d", "h", "-t", "T").ok())
                .isEqualTo("clone group offset success. srcGroup[g], destGroup=[h], topic[T]");
        assertThat(run("cloneGroupOffset", "-s", "g", "-d", "never", "-t", "T").err())
                .contains("Group never does not exist");
        assertThat(run("setConsumeMode", "-c", "C", "-t", "T", "-g", "g", "-m", "POP", "-q", "2").ok()).isEqualTo(
                "set consume mode to " + cluster.address() + " success.\n"
                        + "topic[T] group[g] consume mode[POP] popShareQueueNum[2]");
        assertThat(run("setConsumeMode", "-c", "C", "-t", "T", "-g", "g", "-m", "x").err()).contains("PULL or POP");
    }

    @Test
    void namesVersions() {
        assertThat(VersionName.of(513)).isEqualTo("V5_5_0");
        assertThat(VersionName.of(401)).isEqualTo("V4_9_4");
        assertThat(VersionName.of(402)).isEqualTo("V4_9_5_SNAPSHOT");
        assertThat(VersionName.of(213)).isEqualTo("V4_0_0");
        assertThat(VersionName.of(203)).isEqualTo("V3_9_5");
    }
}
