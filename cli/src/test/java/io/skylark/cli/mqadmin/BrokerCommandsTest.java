package io.skylark.cli.mqadmin;

import io.skylark.cli.FakeCluster;
import io.skylark.protocol.api.BrokerState;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.ProgressReport;
import io.skylark.protocol.api.Replication;
import io.skylark.protocol.api.WritePermission;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.body.TopicList;
import io.skylark.protocol.body.TopicTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerCommandsTest {
    private final FakeCluster cluster = new FakeCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private MqadminRun run(String... words) {
        return MqadminRun.of(cluster, words);
    }

    private void settings(int code, String text) {
        cluster.answer(code, request -> FakeCluster.success().withBody(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void showsFiguresOfBrokers() {
        cluster.runtime(Map.of("putTps", "1.0 2.0", "bootTimestamp", "7"));
        assertThat(run("brokerStatus", "-b", cluster.address()).ok()).isEqualTo("""
                bootTimestamp                   : 7
                putTps                          : 1.0 2.0
                """);
        assertThat(run("brokerStatus", "-c", "C").ok())
                .startsWith(String.format("%-24s %-32s: 7%n", cluster.address(), "bootTimestamp"));
    }

    @Test
    void listsTheBrokersOfClusters() {
        cluster.runtime(Map.ofEntries(
                Map.entry("putTps", "12.5 3"), Map.entry("getTransferredTps", "8.25 1"),
                Map.entry("brokerVersionDesc", "V5_5_0"), Map.entry("sendThreadPoolQueueSize", "1"),
                Map.entry("sendThreadPoolQueueHeadWaitTimeMills", "2"), Map.entry("pullThreadPoolQueueSize", "3"),
                Map.entry("pullThreadPoolQueueHeadWaitTimeMills", "4"), Map.entry("ackThreadPoolQueueSize", "5"),
                Map.entry("ackThreadPoolQueueHeadWaitTimeMills", "6"), Map.entry("pageCacheLockTimeMills", "0"),
                Map.entry("earliestMessageTimeStamp", Long.toString(MqadminRun.NOW - 5_400_000)),
                Map.entry("commitLogDiskRatio", "0.24"), Map.entry("brokerActive", "true"),
                Map.entry("timerCongestNum", "20000"), Map.entry("msgPutTotalTodayMorning", "10"),
                Map.entry("msgPutTotalYesterdayMorning", "4"), Map.entry("msgPutTotalTodayNow", "25")));
        assertThat(run("clusterList").ok().lines().toList().get(1)).isEqualTo(String.format(
                "%-22s  %-22s  %-4s  %-22s %-16s  %16s  %30s  %-22s  %11s  %-12s  %-8s  %10s", "C", "broker-a", 0,
                cluster.address(), "V5_5_0", "    12.50(1,2ms)", "     8.25(3,4ms|5,6ms)", "0-0(2.0w, 0.0, 0.0)", 0,
                "1.50", "0.2400", "true"));
        assertThat(run("clusterList", "-m").ok().lines().toList().get(1)).isEqualTo(
                String.format("%-16s  %-32s %14d %14d %14d %14d", "C", "broker-a", 6, 0, 15, 0));
    }

    @Test
    void listsABrokerThatDoesNotTell() {
        MqadminRun run = run("clusterList");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("broker-a").contains("0.00(,ms)");
        assertThat(run.err()).startsWith("mqadmin: The state of broker");
    }

    @Test
    void showsAndChangesSettings() {
        settings(26, "b=2\na=1\n");
        settings(319, "listenPort=9876\n");
        cluster.answer(25, request -> FakeCluster.success()).answer(318, request -> FakeCluster.success());
        assertThat(run("getBrokerConfig", "-c", "C").ok()).isEqualTo(
                "============Master: " + cluster.address() + "============\n"
                        + String.format("%-50s=  1\n%-50s=  2\n", "a", "b"));
        assertThat(run("updateBrokerConfig", "-b", cluster.address(), "-k", "a", "-v", "3").ok())
                .isEqualTo("update broker config success, " + cluster.address() + "\n");
        assertThat(new String(cluster.requests(25).get(0).bodyBytes(), StandardCharsets.UTF_8)).isEqualTo("a=3\n");
        assertThat(run("updateBrokerConfig", "-k", "a", "-v", "3").ok()).startsWith("usage: ");
        assertThat(run("getNamesrvConfig").ok()).isEqualTo("============" + cluster.address() + "============\n"
                + String.format("%-50s=  9876\n", "listenPort"));
        assertThat(run("updateNamesrvConfig", "-k", "a", "-v", "3").ok())
                .isEqualTo("update name server config success![" + cluster.address() + "]\na : 3\n");
    }

    @Test
    void keepsTextsAndWritePermissionsAtNameServers() {
        cluster.answer(100, request -> FakeCluster.success()).answer(102, request -> FakeCluster.success());
        cluster.answer(205, request -> WritePermission.WIPE.success(new WritePermission.Wiped(3)));
        cluster.answer(327, request -> WritePermission.ADD.success(new WritePermission.Added(2)));
        assertThat(run("updateKvConfig", "-s", "N", "-k", "k", "-v", "v").ok())
                .isEqualTo("create or update kv config to namespace success.\n");
        assertThat(run("deleteKvConfig", "-s", "N", "-k", "k").ok())
                .isEqualTo("delete kv config from namespace success.\n");
        assertThat(run("wipeWritePerm", "-b", "broker-a").ok()).isEqualTo(
                "wipe write perm of broker[broker-a] in name server[" + cluster.address() + "] OK, 3\n");
        assertThat(run("addWritePerm", "-b", "broker-a").ok()).isEqualTo(
                "add write perm of broker[broker-a] in name server[" + cluster.address() + "] OK, 2\n");
    }

    @Test
    void cleansUp() {
        for (int code : new int[] {306, 316, 329}) {
            cluster.answer(code, request -> FakeCluster.success());
        }
        for (String name : List.of("cleanExpiredCQ", "cleanUnusedTopic", "deleteExpiredCommitLog")) {
            assertThat(run(name, "-b", cluster.address()).ok()).isEqualTo("success");
            assertThat(run(name, "-c", "C").ok()).isEqualTo("success");
            assertThat(run(name).ok()).isEqualTo("success");
            assertThat(run(name, "-c", "other").ok()).isEqualTo("false");
        }
        assertThat(cluster.requests(306)).hasSize(3);
    }

    @Test
    void showsReplication() {
        cluster.body(907, new Replication.State(true, 77, 1,
                List.of(new Replication.Slave("10.0.0.2:1", 70, 7, true, 2048, 5)), Replication.Follower.NONE));
        assertThat(run("haStatus", "-c", "C").ok()).isEqualTo("\n#MasterAddr\t" + cluster.address()
                + "\n#MasterCommitLogMaxOffset\t77\n#SlaveNum\t1\n#InSyncSlaveNum\t1\n"
                + String.format("%-32s  %-16s %16s %16s %16s %16s\n", "#SlaveAddr", "#SlaveAckOffset", "#Diff",
                        "#TransferSpeed(KB/s)", "#Status", "#TransferFromWhere")
                + String.format("%-32s  %-16d %16d %16.2f %16s %16d\n", "10.0.0.2:1", 70, 7, 2.0, "OK", 5));
        cluster.answer(908, request -> FakeCluster.success());
        assertThat(run("resetMasterFlushOffset", "-b", cluster.address(), "-o", "5").ok())
                .isEqualTo("reset master flush offset to 5 success\n");
    }

    @Test
    void showsWhatGoesInAndOut() {
        cluster.route("T", 1, 6);
        cluster.body(206, new TopicList(Set.of("T", "%RETRY%g"), null));
        cluster.answer(300, request -> FakeCluster.success().withBody(
                "{\"groupList\":[\"g\"]}".getBytes(StandardCharsets.UTF_8)));
        cluster.body(315, new BrokerState.Statistics(
                new BrokerState.StatisticsItem(60, 1.5, 1), new BrokerState.StatisticsItem(90, 1, 1),
                new BrokerState.StatisticsItem(0, 0, 0)));
        cluster.body(208, progress());
        assertThat(run("statsAll").ok().lines().toList().get(1)).isEqualTo(
                String.format("%-64s  %-64s %12d %11.2f %11.2f %14d %14d", "T", "g", 5, 1.5, 1.5, 90, 90));
        assertThat(cluster.requests(315)).extracting(request -> request.field("statsName") + " "
                + request.field("statsKey")).containsExactly("TOPIC_PUT_NUMS T", "GROUP_GET_NUMS T@g");
    }

    private static ConsumerGroup.Progress progress() {
        return new ConsumerGroup.Progress(0, Map.of(
                new MessageQueue("T", "broker-a", 0), new ConsumerGroup.QueueProgress(9, 4, 4, MqadminRun.NOW)));
    }

    @Test
    void showsHowFarTheGroupsOfABrokerAre() {
        cluster.body(317, new ProgressReport.Groups(
                cluster.address(), List.of(Map.of("g", List.of(progress()))), 5, 0));
        String row = "%-64s  %-64s  %-32s  %-4s  %-20s  %-20s  %-20s  %s%n";
        assertThat(run("brokerConsumeStats", "-b", cluster.address()).ok()).isEqualTo(
                row.formatted("#Topic", "#Group", "#Broker Name", "#QID", "#Broker Offset", "#Consumer Offset",
                        "#Diff", "#LastTime")
                        + row.formatted("T", "g", "broker-a", 0, 9, 4, 5, "2023-11-14 22:13:20")
                        + "\nDiff Total: 5\n");
        assertThat(run("brokerConsumeStats", "-b", cluster.address(), "-l", "6").ok()).doesNotContain("broker-a");
    }

    @Test
    void exportsWhatAClusterIs(@TempDir Path folder) throws IOException {
        cluster.body(21, TopicTable.of(Map.of(
                "T", TopicConfig.of("T", 4, 6), "%RETRY%g", TopicConfig.of("%RETRY%g", 1, 6),
                "TBW102", TopicConfig.of("TBW102", 8, 7)), DataVersion.ZERO));
        cluster.body(201, new ConsumerGroup.Table(Map.of(
                "g", new ConsumerGroup.Settings("g", true, true, false, 1, 16, true, 0))));
        cluster.body(305, new TopicList(Set.of("TBW102"), null));
        settings(26, "brokerName=broker-a\nlistenPort=1\n");
        cluster.runtime(Map.of("putTps", "2.5", "brokerVersionDesc", "V5_5_0"));
        String to = folder.toString();
        assertThat(run("exportMetadata", "-c", "C", "-f", to).ok())
                .isEqualTo("export " + folder.resolve("metadata.json") + " success\n");
        assertThat(Files.readString(folder.resolve("metadata.json")))
                .startsWith("{\n\t\"exportTime\":" + MqadminRun.NOW + ",\n\t\"subscriptionGroupTable\":{\n\t\t\"g\":{")
                .contains("\t\t\"T\":{\n").doesNotContain("TBW102", "%RETRY%");
        assertThat(run("exportConfigs", "-c", "C", "-f", to).ok()).endsWith("configs.json success");
        assertThat(Files.readString(folder.resolve("configs.json")))
                .contains("\"brokerName\":\"broker-a\"", "\"masterBrokerSize\":1").doesNotContain("listenPort");
        assertThat(run("exportMetrics", "-c", "C", "-f", to).ok()).endsWith("metrics.json success");
        assertThat(Files.readString(folder.resolve("metrics.json")))
                .contains("\"normalInTps\":2.5", "\"rocketmqVersion\":\"V5_5_0\"", "\"topicSize\":3");
    }
}
