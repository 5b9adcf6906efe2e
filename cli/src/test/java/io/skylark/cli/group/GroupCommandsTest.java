package io.skylark.cli.group;

import io.skylark.cli.FakeCluster;
import io.skylark.cli.Run;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.OffsetReset;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class GroupCommandsTest {
    private static final MessageQueue Q0 = new MessageQueue("orders", "broker-a", 0);
    private static final MessageQueue Q1 = new MessageQueue("orders", "broker-a", 1);

    /// Without the figures that only some brokers tell.
    private static final String PROGRESS = """
            {"offsetTable":{{"topic":"orders","brokerName":"broker-a","queueId":0}:{"brokerOffset":10,"consumerOffset":9,\
            "lastTimestamp":0},{"topic":"orders","brokerName":"broker-a","queueId":1}:{"brokerOffset":50,\
            "consumerOffset":8,"lastTimestamp":0}}}""";

    private final FakeCluster cluster = new FakeCluster();

    @BeforeEach
    void fill() {
        cluster.route("orders", 2, 6)
                .body(201, new ConsumerGroup.Table(Map.of(
                        "billing", new ConsumerGroup.Settings(
                                "billing", true, true, false, 1, 16, false, 3, false, 7L, 2L, 30, null, null, Map.of()),
                        "TOOLS_CONSUMER",
                        new ConsumerGroup.Settings("TOOLS_CONSUMER", true, true, false, 1, 16, true, 0))))
                .answer(208, request -> FakeCluster.success().withBody(PROGRESS.getBytes(StandardCharsets.UTF_8)))
                .answer(203, request -> FakeCluster.code(ResponseCode.CONSUMER_NOT_ONLINE, "not online"))
                .answer(14, request -> FakeCluster.success().withFields(
                        Map.of("offset", "0".equals(request.field("queueId")) ? "9" : "8")))
                .answer(31, request -> FakeCluster.success().withFields(Map.of("offset", "2")))
                .answer(29, request -> FakeCluster.success().withFields(Map.of("offset", "5")))
                .answer(200, request -> FakeCluster.success())
                .answer(207, request -> FakeCluster.success())
                .answer(222, request -> FakeCluster.success().withBody(
                        Json.encode(new OffsetReset.Offsets(Map.of(Q0, 5L, Q1, 5L)))));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private Run run(String... words) {
        return Run.of(cluster, words);
    }

    @Test
    void showsTheSlowestQueueFirst() {
        assertThat(run("group", "lag", "billing")).isEqualTo(new Run(0, """
                TOPIC   BROKER    QUEUE  LAG  CONSUMED  END  LAST CONSUMED
                orders  broker-a      1   42         8   50  -
                orders  broker-a      0    1         9   10  -
                """, "Group billing is 43 messages behind; the slowest queue is orders/broker-a/1 with 42.\n"));
        assertThat(run("group", "lag").out()).isEqualTo("""
                GROUP    LAG  QUEUES  SLOWEST QUEUE
                billing   43       2  orders/broker-a/1
                """);
        Run json = run("group", "lag", "billing", "-o", "json");
        assertThat(json.out()).startsWith(
                "[{\"topic\":\"orders\",\"broker\":\"broker-a\",\"queue\":1,\"lag\":42,\"consumed\":8,\"end\":50}");
        assertThat(json.err()).isEmpty();
    }

    @Test
    void listsAndShowsGroups() {
        assertThat(run("group", "list").out()).isEqualTo("GROUP\nbilling\n");
        assertThat(run("group", "list", "--all", "-o", "name").out()).isEqualTo("TOOLS_CONSUMER\nbilling\n");
        assertThat(run("group", "get", "billing").out()).startsWith("GROUP         billing\nBROKER        broker-a\n")
                .contains("RETRIES       16");
        Run nobody = run("group", "get", "nobody");
        assertThat(nobody.exitCode()).isEqualTo(4);
        assertThat(nobody.err()).contains("there is no group nobody");
    }

    @Test
    void previewsAResetAndChangesNothing() {
        Run preview = run("group", "reset", "billing", "orders", "--to", "10m", "--dry-run");
        assertThat(preview.exitCode()).isZero();
        assertThat(preview.out()).isEqualTo("""
                BROKER    QUEUE  FROM  TO  MESSAGES
                broker-a      0     9   5        -4
                broker-a      1     8   5        -3
                """);
        assertThat(preview.err()).contains("7 messages are consumed again, 0 are skipped", "nothing was changed");
        assertThat(run("group", "reset", "billing", "orders", "--to", "10m").exitCode()).isEqualTo(2);
        assertThat(cluster.requests(222)).isEmpty();
    }

    @Test
    void resetsAGroup() {
        Run done = run("group", "reset", "billing", "orders", "--to", "earliest", "--yes", "-o", "json");
        assertThat(done).isEqualTo(new Run(0, """
                [{"broker":"broker-a","queue":0,"from":9,"to":5,"messages":-4},\
                {"broker":"broker-a","queue":1,"from":8,"to":5,"messages":-3}]
                """, ""));
        assertThat(cluster.requests(222).getFirst().fields()).containsEntry("group", "billing")
                .containsEntry("topic", "orders").containsEntry("timestamp", "0");
        Run wrong = run("group", "reset", "billing", "orders", "--to", "yesterday");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("'yesterday' is no time");
    }

    @Test
    void changesAndDeletesGroups() {
        assertThat(run("group", "create", "billing").exitCode()).isEqualTo(1);
        assertThat(run("group", "create", "fresh", "--retries", "3").out())
                .isEqualTo("group fresh: created with 3 retries\n");
        assertThat(run("group", "update", "billing", "--no-consume").out())
                .isEqualTo("group billing: has 16 retries, consuming off on broker-a now\n");
        ConsumerGroup.Settings sent =
                Json.decode(cluster.requests(200).getLast().body(), ConsumerGroup.Settings.class);
        assertThat(sent.groupName()).isEqualTo("billing");
        assertThat(sent.consumeEnable()).isFalse();
        // what the command has no option for
        assertThat(sent.notifyConsumerIdsChangedEnable()).isFalse();
        assertThat(sent.groupSysFlag()).isEqualTo(3);
        assertThat(sent.brokerId()).isEqualTo(7);
        assertThat(sent.consumeTimeoutMinute()).isEqualTo(30);
        assertThat(run("group", "delete", "billing").exitCode()).isEqualTo(2);
        assertThat(cluster.requests(207)).isEmpty();
        assertThat(run("group", "delete", "billing", "-y").out()).isEqualTo("group billing: deleted\n");
        assertThat(cluster.requests(207)).hasSize(1);
    }

    @Test
    void saysThatNobodyIsThere() {
        assertThat(run("group", "connections", "billing")).isEqualTo(new Run(0,
                "CLIENT  ADDRESS  LANGUAGE  VERSION  SUBSCRIPTIONS\n", "Nobody of group billing is connected.\n"));
        assertThat(run("group", "inspect", "billing").exitCode()).isEqualTo(4);
    }
}
