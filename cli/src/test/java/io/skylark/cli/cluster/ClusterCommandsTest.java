package io.skylark.cli.cluster;

import io.skylark.cli.FakeCluster;
import io.skylark.cli.Run;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.GroupRetryPolicy;
import io.skylark.protocol.body.GroupSubscription;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.body.TopicList;
import io.skylark.protocol.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class ClusterCommandsTest {
    private final FakeCluster cluster = new FakeCluster();

    @BeforeEach
    void fill() {
        cluster.runtime(Map.of("putTps", "1.5 0 0"))
                .body(206, new TopicList(Set.of("orders", "TBW102", "broker-a"), null))
                .answer(351, request -> FakeCluster.success().withBody(Json.encode(
                        new TopicConfig("orders", 4, 4, 6, null, 0, false, Map.of("message.type", "FIFO")))))
                .body(201, new ConsumerGroup.Table(Map.of(
                        "billing", new ConsumerGroup.Settings("billing", true, true, false, 1, 3, true, 0))))
                .answer(17, request -> FakeCluster.success())
                .answer(200, request -> FakeCluster.success());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private Run run(String... words) {
        return Run.of(cluster, words);
    }

    @Test
    void listsClusters() {
        assertThat(run("cluster", "list").out()).isEqualTo("""
                CLUSTER  BROKERS  REPLICAS  IN PER SECOND  OUT PER SECOND  FULLEST DISK PERCENT  DO NOT ANSWER
                C              1         0            1.5  -               -                     -
                """);
    }

    /// With something else than usual in each setting.
    private static ConsumerGroup.Settings unusual() {
        return new ConsumerGroup.Settings(
                "billing", true, false, true, 2, 3, false, 1, false, 5L, 6L, 7,
                new GroupRetryPolicy(
                        GroupRetryPolicy.EXPONENTIAL, new GroupRetryPolicy.Exponential(1L, 60_000L, 3L), null),
                Set.of(new GroupSubscription("orders", "TAG", "yes", 4)), Map.of("note", "a: b"));
    }

    @Test
    void importsWhatItExportedWithoutAChange(@TempDir Path folder) throws Exception {
        Run exported = run("cluster", "export");
        assertThat(exported).isEqualTo(new Run(0, """
                {"format":1,"groups":[{"attributes":{},"broadcast":true,"consume":true,"mayNotRead":[],"name":"billing",\
                "notifyMembers":true,"ordered":false,"retries":3,"retryQueues":1,"sysFlag":0}],\
                "topics":[{"attributes":{"message.type":"FIFO"},"filterType":"SINGLE_TAG","name":"orders",\
                "ordered":false,"permission":6,"readQueues":4,"sysFlag":0,"writeQueues":4}]}
                """, ""));
        cluster.body(201, new ConsumerGroup.Table(Map.of("billing", unusual())));
        for (String form : List.of("json", "yaml")) {
            Path file = Files.writeString(
                    folder.resolve("defs." + form), run("cluster", "export", "-o", form).out());
            assertThat(run("cluster", "import", file.toString()).out()).isEqualTo("""
                    NAME     KIND   BROKER    ACTION     DETAIL
                    orders   topic  broker-a  unchanged  4/4 queues, RW-
                    billing  group  broker-a  unchanged  retries 3, broadcast off, ordered
                    """);
        }
        assertThat(cluster.requests(17)).isEmpty();
        assertThat(cluster.requests(200)).isEmpty();
    }

    @Test
    void createsAGroupWithAllThatAnotherHas(@TempDir Path folder) throws Exception {
        cluster.body(201, new ConsumerGroup.Table(
                Map.of("billing", unusual()), Map.of("billing", Map.of("secrets", 4, "orders", 2)), null));
        Path file = Files.writeString(folder.resolve("defs"), run("cluster", "export", "-o", "yaml").out());
        cluster.body(201, new ConsumerGroup.Table(Map.of())).answer(353, request -> FakeCluster.success());
        assertThat(run("cluster", "import", file.toString()).out()).contains("create");
        assertThat(sent()).isEqualTo(unusual().withAttributes(Map.of("+note", "a: b")));
        assertThat(cluster.requests(353)).singleElement().satisfies(request -> assertThat(request.fields())
                .containsEntry("group", "billing").containsEntry("topic", "secrets").containsEntry("readable", "false"));
    }

    @Test
    void keepsOfAGroupWhatTheFileDoesNotName(@TempDir Path folder) throws Exception {
        cluster.body(201, new ConsumerGroup.Table(Map.of("billing", unusual())));
        Path file = Files.writeString(folder.resolve("defs.yaml"), """
                # a comment
                format: 1
                groups:
                  - {name: billing, consume: false}
                """);
        assertThat(run("cluster", "import", file.toString()).out()).contains("change");
        assertThat(sent().complete().consumeEnable()).isFalse();
        assertThat(sent().groupRetryPolicy()).isEqualTo(unusual().groupRetryPolicy());
        assertThat(sent().consumeTimeoutMinute()).isEqualTo(7);
    }

    private ConsumerGroup.Settings sent() {
        return Json.decode(cluster.requests(200).getLast().body(), ConsumerGroup.Settings.class);
    }

    @Test
    void changesWhatDiffers(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("defs.json"), """
                {"format":1,"groups":[{"name":"billing","retries":5},{"name":"fresh"}],
                 "topics":[{"name":"orders","permission":6,"readQueues":8,"writeQueues":8,"attributes":{}}]}
                """);
        Run preview = run("cluster", "import", file.toString(), "--dry-run");
        assertThat(preview.out()).contains("change", "create");
        assertThat(preview.err()).contains("nothing was changed");
        assertThat(cluster.requests(17)).isEmpty();
        assertThat(run("cluster", "import", file.toString()).exitCode()).isZero();
        assertThat(cluster.requests(17).getFirst().fields()).containsEntry("readQueueNums", "8");
        assertThat(cluster.requests(200)).hasSize(2);
    }

    @Test
    void refusesAFileOfAnotherForm(@TempDir Path folder) throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "{\"format\":2}");
        Run refused = run("cluster", "import", other.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("is of format 2, and this version reads format 1");
        for (String text : List.of("", "- 1", "format: 1\nformat: 1\n", "{\"format\":1", "topics: 7")) {
            Path wrong = Files.writeString(folder.resolve("wrong"), text);
            Run noFile = run("cluster", "import", wrong.toString());
            assertThat(noFile.exitCode()).as(noFile.err()).isEqualTo(2);
            assertThat(noFile.err()).startsWith("skylark: " + wrong).hasLineCount(1);
        }
        Path twice = Files.writeString(folder.resolve("twice"), "format: 1\nformat: 1\n");
        assertThat(run("cluster", "import", twice.toString()).err())
                .isEqualTo("skylark: " + twice + ", line 2 is no YAML: found duplicate key format\n");
        assertThat(run("cluster", "import", folder.resolve("nothing").toString()).exitCode()).isEqualTo(1);
    }

    @Test
    void measuresHowLongABrokerTakes() {
        cluster.body(202, new Topics.Stats(Map.of()));
        Run measured = run("cluster", "latency", "--count", "3", "-o", "json");
        assertThat(measured.out()).startsWith("[{\"server\":\"" + cluster.address() + "\",\"calls\":3,\"fastest\":");
        assertThat(run("cluster", "latency", "--count", "0").exitCode()).isEqualTo(2);
    }
}
