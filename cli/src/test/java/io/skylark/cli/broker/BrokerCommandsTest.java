package io.skylark.cli.broker;

import io.skylark.cli.FakeCluster;
import io.skylark.cli.Run;
import io.skylark.protocol.Command;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class BrokerCommandsTest {
    private final FakeCluster cluster = new FakeCluster();

    @BeforeEach
    void fill() {
        cluster.runtime(Map.of(
                        "brokerVersionDesc", "V5_5_0", "putTps", "12.5 3.0 1.0", "getTransferedTps", "7.0 1.0 1.0",
                        "commitLogDiskRatio", "0.42", "bootTimestamp", "1700000000000"))
                .answer(26, request -> FakeCluster.success().withBody(
                        "brokerPermission=6\nfileReservedTime=72\n".getBytes(StandardCharsets.UTF_8)))
                .answer(25, request -> FakeCluster.success())
                .answer(205, request -> FakeCluster.success().withFields(Map.of("wipeTopicCount", "4")))
                .answer(327, request -> FakeCluster.success().withFields(Map.of("addTopicCount", "4")))
                .answer(306, request -> FakeCluster.success());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private Run run(String... words) {
        return Run.of(cluster, words);
    }

    @Test
    void listsBrokersWithTheirFigures() {
        assertThat(run("broker", "list", "-o", "json").out()).isEqualTo(
                "[{\"broker\":\"broker-a\",\"id\":0,\"cluster\":\"C\",\"address\":\"" + cluster.address()
                        + "\",\"version\":\"V5_5_0\",\"inPerSecond\":12.5,\"outPerSecond\":7.0,\"diskPercent\":42.0,"
                        + "\"started\":\"2023-11-14T22:13:20Z\"}]\n");
        assertThat(run("broker", "status", "broker-a", "--key", "putTps").out().lines().skip(1))
                .containsExactly("putTps  12.5 3.0 1.0  " + cluster.address());
        Run unknown = run("broker", "status", "broker-x");
        assertThat(unknown.exitCode()).isEqualTo(4);
        assertThat(unknown.err()).contains("no broker broker-x is registered; there are [broker-a]");
    }

    @Test
    void showsAndChangesSettings() {
        assertThat(run("broker", "config", "get", "file", "-o", "yaml").out())
                .isEqualTo("- key: fileReservedTime\n  value: \"72\"\n  server: broker-a\n");
        assertThat(run("broker", "config", "set", "fileReservedTime=48", "--dry-run").err())
                .isEqualTo("Would change on broker-a fileReservedTime from 72 to 48; nothing was changed.\n");
        assertThat(cluster.requests(25)).isEmpty();
        cluster.answer(25, request -> {
            settings("fileReservedTime=48");
            return FakeCluster.success();
        });
        assertThat(run("broker", "config", "set", "fileReservedTime=48", "-b", "broker-a").out())
                .isEqualTo("broker broker-a: changed fileReservedTime from 72 to 48\n");
        assertThat(text(cluster.requests(25).getFirst())).isEqualTo("fileReservedTime=48\n");
        assertThat(run("broker", "config", "set", "nonsense").exitCode()).isEqualTo(2);
        assertThat(run("broker", "config", "set", "a=b", "-b", "broker-x").exitCode()).isEqualTo(1);
    }

    private void settings(String text) {
        cluster.answer(26, request -> FakeCluster.success().withBody(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void saysWhatBecameOfAChange() {
        settings("brokerName=broker-a\n");
        cluster.answer(25, request -> FakeCluster.code(0, "that is what it remarks"));
        assertThat(run("broker", "config", "set", "brokerName=x").out())
                .isEqualTo("broker broker-a: that is what it remarks\n");
        Run unknown = run("broker", "config", "set", "nonsense=1");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err())
                .isEqualTo("skylark: broker broker-a has no setting nonsense: that is what it remarks\n");
        cluster.answer(25, request -> FakeCluster.success());
        assertThat(run("broker", "config", "set", "brokerName=broker-a").out())
                .isEqualTo("broker broker-a: brokerName is broker-a already\n");
    }

    private static String text(Command request) {
        return new String(request.bodyBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void drainsABrokerAndTakesItBack() {
        assertThat(run("broker", "drain", "broker-a").exitCode()).isEqualTo(2);
        Run preview = run("broker", "drain", "broker-a", "--dry-run");
        assertThat(preview.err()).contains("there is no other broker");
        assertThat(cluster.requests(205)).isEmpty();
        assertThat(run("broker", "drain", "broker-a", "--yes").out()).isEqualTo("broker broker-a: takes no writes to 4"
                + " topics, as " + cluster.address() + " tells clients\n");
        assertThat(run("broker", "drain", "broker-a", "--undo").out()).contains("takes writes to 4 topics again");
    }

    @Test
    void changesThePermissionOfABroker() {
        assertThat(run("broker", "permission", "broker-a", "r").exitCode()).isEqualTo(2);
        assertThat(run("broker", "permission", "broker-a", "all").exitCode()).isEqualTo(2);
        assertThat(run("broker", "permission", "broker-a", "r", "--yes").out())
                .isEqualTo("broker broker-a: has the permission r\n");
        assertThat(text(cluster.requests(25).getFirst())).isEqualTo("brokerPermission=4\n");
    }

    @Test
    void saysWhyABrokerTakesNoMessages() {
        assertThat(run("broker", "writes").exitCode()).isZero();
        cluster.answer(26, request -> FakeCluster.success().withBody(
                "brokerPermission=4\n".getBytes(StandardCharsets.UTF_8)));
        Run refused = run("broker", "writes", "broker-a");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).contains("[FAIL] broker-a permission", "brokerPermission=4: no writes",
                "-> skylark broker permission broker-a rw --yes");
        cluster.runtime(Map.of("commitLogDiskRatio", "0.97"));
        assertThat(run("broker", "writes", "-o", "json").out()).contains("\"check\":\"broker-a disk\",\"state\":\"failed\"");
        assertThat(run("broker", "writes", "--probe").exitCode()).isEqualTo(2);
    }

    @Test
    void cleansWhatIsAskedFor() {
        assertThat(run("broker", "clean", "expired-queues").out())
                .isEqualTo("broker broker-a: cleaned expired queues\n");
        assertThat(cluster.requests(306)).hasSize(1);
        Run refused = run("broker", "clean", "unused-topics");
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("not supported");
    }
}
