package io.skylark.cli.topic;

import io.skylark.cli.FakeCluster;
import io.skylark.cli.Run;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.body.TopicList;
import io.skylark.protocol.json.Json;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class TopicCommandsTest {
    private final FakeCluster cluster = new FakeCluster();

    @BeforeEach
    void fill() {
        cluster.body(206, new TopicList(
                        Set.of("orders", "payments", "TBW102", "%RETRY%billing", "broker-a", "C", "rmq_sys_X"), null))
                .route("orders", 2, 6)
                .route("payments", 4, 4)
                .answer(351, request -> "orders".equals(request.field("topic"))
                        ? FakeCluster.success().withBody(Json.encode(new TopicConfig(
                                "orders", 2, 2, 6, null, 0, false, Map.of("message.type", "FIFO"))))
                        : FakeCluster.code(ResponseCode.TOPIC_NOT_EXIST, "No topic in this broker"))
                .body(202, new Topics.Stats(Map.of(
                        new MessageQueue("orders", "broker-a", 0), new Topics.QueueState(2, 9, 0),
                        new MessageQueue("orders", "broker-a", 1), new Topics.QueueState(0, 10, 0))))
                .body(300, new Topics.Groups(Set.of("billing")))
                .answer(17, request -> FakeCluster.success())
                .answer(215, request -> FakeCluster.success())
                .answer(216, request -> FakeCluster.success());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private Run run(String... words) {
        return Run.of(cluster, words);
    }

    @Test
    void listsTopicsOfUsersInEveryForm() {
        assertThat(run("topic", "list")).isEqualTo(new Run(0, """
                TOPIC
                orders
                payments
                """, ""));
        assertThat(run("topic", "list", "-o", "wide").out()).isEqualTo("""
                TOPIC     QUEUES  PERMISSION  BROKERS
                orders         2  RW-         broker-a
                payments       4  R--         broker-a
                """);
        assertThat(run("topic", "list", "-o", "json").out()).isEqualTo("""
                [{"topic":"orders","queues":2,"permission":"RW-","brokers":["broker-a"]},\
                {"topic":"payments","queues":4,"permission":"R--","brokers":["broker-a"]}]
                """);
        assertThat(run("topic", "list", "pay", "-o", "yaml").out()).isEqualTo("""
                - topic: payments
                  queues: 4
                  permission: R--
                  brokers:
                    - broker-a
                """);
        assertThat(run("topic", "list", "-o", "name").out()).isEqualTo("orders\npayments\n");
        assertThat(run("topic", "list", "--all", "-o", "name").out()).contains("%RETRY%billing", "TBW102");
    }

    @Test
    void showsATopic() {
        assertThat(run("topic", "get", "orders")).isEqualTo(new Run(0, """
                TOPIC         orders
                BROKER        broker-a
                READ QUEUES   2
                WRITE QUEUES  2
                PERMISSION    RW-
                ORDERED       no
                MESSAGES      17
                GROUPS        billing
                ATTRIBUTES    message.type=FIFO
                """, ""));
        assertThat(run("topic", "status", "orders").out()).isEqualTo("""
                BROKER    QUEUE  MIN OFFSET  MAX OFFSET  MESSAGES  LAST UPDATE
                broker-a      0           2           9         7  -
                broker-a      1           0          10        10  -
                """);
        assertThat(run("topic", "route", "orders", "-o", "json").out()).isEqualTo(
                "[{\"broker\":\"broker-a\",\"cluster\":\"C\",\"readQueues\":2,\"writeQueues\":2,\"permission\":\"RW-\","
                        + "\"addresses\":{\"0\":\"" + cluster.address() + "\"}}]\n");
    }

    @Test
    void saysThatThereIsNoSuchTopicInTheFormThatWasAskedFor() {
        Run text = run("topic", "get", "nothing");
        assertThat(text.exitCode()).isEqualTo(4);
        assertThat(text.err()).startsWith("skylark: Topic nothing does not exist").endsWith("\n");
        Run json = run("topic", "get", "nothing", "-o", "json");
        assertThat(json.exitCode()).isEqualTo(4);
        assertThat(json.err()).startsWith("{\"error\":\"Topic nothing").contains("\"exitCode\":4", "\"code\":17");
        assertThat(json.out()).isEmpty();
    }

    @Test
    void createsATopicOnce() {
        assertThat(run("topic", "create", "fresh", "-q", "3", "--type", "FIFO", "--perm", "r").out())
                .isEqualTo("topic fresh: created with 3 queues, permission R--, {message.type=FIFO}\n");
        Command request = cluster.requests(17).getFirst();
        assertThat(request.fields()).containsEntry("topic", "fresh").containsEntry("readQueueNums", "3")
                .containsEntry("writeQueueNums", "3").containsEntry("perm", "4")
                .containsEntry("attributes", "+message.type=FIFO");
        Run again = run("topic", "create", "orders");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("exists already on broker-a");
        assertThat(cluster.requests(17)).hasSize(1);
    }

    @Test
    void changesOnlyWhatIsNamed() {
        assertThat(run("topic", "update", "orders", "--write-queues", "1").out())
                .isEqualTo("topic orders: has 2 read and 1 write queues, permission RW- on broker-a now\n");
        assertThat(cluster.requests(17).getFirst().fields()).containsEntry("readQueueNums", "2")
                .containsEntry("writeQueueNums", "1").containsEntry("perm", "6").doesNotContainKey("attributes");
        assertThat(run("topic", "update", "nothing", "-q", "1").exitCode()).isEqualTo(4);
    }

    @Test
    void onlySaysWhatItWouldDo() {
        assertThat(run("topic", "perm", "orders", "r", "--dry-run")).isEqualTo(new Run(0, "",
                "Would change the permission of topic orders on broker-a from RW- to R--; nothing was changed.\n"));
        assertThat(run("topic", "delete", "orders", "--dry-run").err()).isEqualTo("Would delete topic orders with its"
                + " messages, 17 at most, which billing read; nothing was changed.\n");
        assertThat(cluster.requests(17)).isEmpty();
        assertThat(cluster.requests(215)).isEmpty();
    }

    @Test
    void deletesNothingWithoutConsent() {
        Run refused = run("topic", "delete", "orders");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("say --yes");
        assertThat(cluster.requests(215)).isEmpty();
        assertThat(run("topic", "delete", "orders", "--yes")).isEqualTo(new Run(0, "topic orders: deleted\n", ""));
        assertThat(cluster.requests(215)).hasSize(1);
        assertThat(cluster.requests(216)).hasSize(1);
    }

    @Test
    void keepsTheOrderOfATopicAtTheNameServer() {
        cluster.answer(100, request -> FakeCluster.success());
        assertThat(run("topic", "order-conf", "orders", "--set", "nonsense").exitCode()).isEqualTo(2);
        assertThat(run("topic", "order-conf", "orders", "--set", "broker-a:2").out())
                .isEqualTo("topic orders: order broker-a:2\n");
        assertThat(cluster.requests(100).getFirst().fields()).containsEntry("namespace", "ORDER_TOPIC_CONFIG")
                .containsEntry("key", "orders").containsEntry("value", "broker-a:2");
    }
}
