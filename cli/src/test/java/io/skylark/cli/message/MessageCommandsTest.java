package io.skylark.cli.message;

import io.skylark.cli.FakeCluster;
import io.skylark.cli.Run;
import io.skylark.message.Properties;
import io.skylark.message.SysFlag;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.TopicList;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class MessageCommandsTest {
    private static final String ID = "0A00000104D200000001000000010001";
    private static final MessageQueue DEAD = new MessageQueue("%DLQ%billing", "broker-a", 0);

    private final FakeCluster cluster = new FakeCluster();

    @BeforeEach
    void fill() {
        byte[] order = FakeCluster.message("orders", 1, 7, "{\"id\":42}",
                Map.of("KEYS", "order-42", "TAGS", "created", "UNIQ_KEY", ID, "n", "1"));
        byte[] dead = FakeCluster.message("%DLQ%billing", 0, 0, "{\"id\":42}",
                Map.of("KEYS", "order-42", "UNIQ_KEY", ID, "RETRY_TOPIC", "orders"));
        cluster.route("orders", 2, 6)
                .route("%DLQ%billing", 1, 6)
                .route("%RETRY%billing", 1, 6)
                .answer(12, request -> FakeCluster.success().withBody(
                        "orders".equals(request.field("topic")) ? order : dead))
                .answer(11, request -> FakeCluster.success().withFields(pullFields()).withBody(
                        "orders".equals(request.field("topic")) ? order : dead))
                .body(202, new Topics.Stats(Map.of(DEAD, new Topics.QueueState(0, 1, 1_700_000_000_000L))))
                .body(206, new TopicList(Set.of("orders", "%DLQ%billing"), null))
                .body(300, new Topics.Groups(Set.of("billing")))
                .answer(14, request -> FakeCluster.success().withFields(Map.of("offset", "8")))
                .answer(310, request -> SendMessage.API.success(
                        new SendMessage.Response("7F00000100002A9F0000000000001000", 0, 3, null, null, null)));
    }

    private static Map<String, String> pullFields() {
        return Map.of("suggestWhichBrokerId", "0", "nextBeginOffset", "8", "minOffset", "0", "maxOffset", "8");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private Run run(String... words) {
        return Run.of(cluster, words);
    }

    @Test
    void sendsWithEverythingThatAMessageCanHave() {
        Run sent = run("message", "send", "orders", "hello", "--tag", "created", "--key", "a", "--key", "b",
                "--property", "n=1", "--sharding-key", "s", "--delay", "90s", "-o", "json");
        assertThat(sent.exitCode()).isZero();
        assertThat(sent.out()).contains("\"topic\":\"orders\"", "\"broker\":\"broker-a\"", "\"offset\":3",
                "\"offsetId\":\"7F00000100002A9F0000000000001000\"");
        SendMessage.Request request = SendMessage.API.decodeRequest(cluster.requests(310).getFirst());
        assertThat(Properties.decode(String.valueOf(request.properties()))).containsEntry("TAGS", "created")
                .containsEntry("KEYS", "a b").containsEntry("n", "1").containsEntry("__SHARDINGKEY", "s")
                .containsEntry("TIMER_DELAY_MS", "90000");
        assertThat(run("message", "send", "orders", "hello").out()).startsWith("stored on broker-a, queue ");
    }

    @Test
    void takesABodyFromOnePlaceOnly(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("body"), "from a file");
        assertThat(run("message", "send", "orders").exitCode()).isEqualTo(2);
        assertThat(run("message", "send", "orders", "word", "--file", file.toString()).exitCode()).isEqualTo(2);
        assertThat(run("message", "send", "orders", "--file", file.toString()).exitCode()).isZero();
        assertThat(new String(cluster.requests(310).getFirst().bodyBytes(), StandardCharsets.UTF_8))
                .isEqualTo("from a file");
        assertThat(run("message", "send", "orders", "x", "--delay", "1h", "--delay-level", "3").exitCode())
                .isEqualTo(2);
    }

    @Test
    void findsMessagesByKey() {
        Run found = run("message", "list", "orders", "--key", "order-42", "-o", "json");
        assertThat(found.out()).startsWith("[{\"id\":\"" + ID + "\"").contains(
                "\"topic\":\"orders\"", "\"queue\":1", "\"offset\":7", "\"stored\":\"2023-11-14T22:13:20.007Z\"",
                "\"keys\":[\"order-42\"]", "\"body\":\"{\\\"id\\\":42}\"");
        assertThat(run("message", "list", "orders", "--key", "order-42").out().lines().findFirst().orElse(""))
                .matches("ID +BROKER +QUEUE +OFFSET +STORED +TAG +KEYS +BODY");
        assertThat(run("message", "list", "orders", "--key", "order-42", "-o", "name").out()).isEqualTo(ID + "\n");
        assertThat(run("message", "list", "orders", "--key", "order-42", "--queue", "broker-a/0").out())
                .hasLineCount(1);
        assertThat(run("message", "list", "nothing", "--key", "k").exitCode()).isEqualTo(4);
    }

    @Test
    void showsOneMessage() {
        assertThat(run("message", "get", ID, "--topic", "orders").out()).contains("KEYS", "order-42", "{\"id\":42}");
        assertThat(run("message", "get", "orders/broker-a/1/7", "-o", "yaml").out())
                .contains("id: \"" + ID + "\"\n", "offset: 7\n", "keys:\n  - order-42\n");
        Run missing = run("message", "get", "orders/broker-a/1/9");
        assertThat(missing.exitCode()).isEqualTo(4);
        assertThat(missing.err()).contains("there is no message at orders/broker-a/1/9");
    }

    @Test
    void showsTheRestOfAMessageWhoseBodyCannotBeRead() {
        byte[] damaged = FakeCluster.message("orders", 1, 7, SysFlag.COMPRESSED, "no zlib", Map.of("UNIQ_KEY", ID));
        cluster.answer(12, request -> FakeCluster.success().withBody(damaged))
                .answer(11, request -> FakeCluster.success().withFields(pullFields()).withBody(damaged));
        Run whole = run("message", "get", ID, "--topic", "orders");
        assertThat(whole.exitCode()).isZero();
        assertThat(whole.out()).contains(ID, "compressed with ZLIB, is cut or damaged");
        Run bytes = run("message", "get", ID, "--topic", "orders", "--body-only");
        assertThat(bytes.exitCode()).isNotZero();
        assertThat(bytes.err()).contains("cut or damaged");
    }

    @Test
    void showsWhatBecameOfAMessage() {
        Run trail = run("message", "trace", ID, "-t", "orders", "-o", "json");
        assertThat(trail.out()).contains("\"detail\":\"orders/broker-a/1/7\"",
                "\"group\":\"billing\",\"detail\":\"has passed it\"");
    }

    @Test
    void sendsACopyWithWhatItsSenderSaid() {
        assertThat(run("message", "resend", ID, "-t", "orders", "--to", "orders", "--dry-run").err())
                .isEqualTo("Would give message " + ID + " to topic orders; nothing was changed.\n");
        assertThat(cluster.requests(310)).isEmpty();
        assertThat(run("message", "resend", ID, "-t", "orders").out()).startsWith("message " + ID + ": sent again as ");
        SendMessage.Request request = SendMessage.API.decodeRequest(cluster.requests(310).getFirst());
        assertThat(Properties.decode(String.valueOf(request.properties()))).containsEntry("TAGS", "created")
                .containsEntry("n", "1").doesNotContainEntry("UNIQ_KEY", ID);
    }

    @Test
    void givesADeadLetterToItsGroupAgain() {
        assertThat(run("dlq", "list").out().lines().skip(1).findFirst().orElse("")).startsWith("billing").contains("1");
        assertThat(run("dlq", "list", "billing", "-o", "json").out()).contains(
                "\"place\":\"%DLQ%billing/broker-a/0/0\"", "\"topic\":\"orders\"");
        Run resent = run("dlq", "resend", "billing", ID);
        assertThat(resent.out()).isEqualTo(
                "message " + ID + ": group billing gets it again, stored in %RETRY%billing/broker-a/0\n");
        Command request = cluster.requests(310).getFirst();
        SendMessage.Request header = SendMessage.API.decodeRequest(request);
        assertThat(header.topic()).isEqualTo("%RETRY%billing");
        assertThat(Properties.decode(String.valueOf(header.properties()))).containsEntry("RETRY_TOPIC", "orders")
                .containsEntry("UNIQ_KEY", ID).containsEntry("ORIGIN_MESSAGE_ID", ID);
        assertThat(run("dlq", "resend", "billing").exitCode()).isEqualTo(2);
        assertThat(run("dlq", "resend", "billing", "--all").exitCode()).isEqualTo(2);
        assertThat(run("dlq", "resend", "billing", "--all", "--yes").out())
                .isEqualTo("group billing: gets 1 dead letters again\n");
        assertThat(run("dlq", "list", "nobody").exitCode()).isEqualTo(4);
    }

    @Test
    void writesDeadLettersAsLinesOfJson(@TempDir Path folder) throws Exception {
        Run written = run("dlq", "export", "billing");
        assertThat(written.out()).hasLineCount(1).startsWith("{\"id\":\"" + ID + "\"");
        Path file = folder.resolve("dead.jsonl");
        assertThat(run("dlq", "export", "billing", "--file", file.toString()).exitCode()).isZero();
        assertThat(Files.readString(file)).isEqualToIgnoringNewLines(written.out());
        assertThat(run("dlq", "export", "billing", "--file", file.toString()).exitCode()).isEqualTo(2);
    }

    @Test
    void readsWhatIsInAnId() {
        assertThat(Run.of("message", "decode-id", "0A00000100002A9F0000000000001000", "-o", "json").out()).isEqualTo(
                "[{\"id\":\"0A00000100002A9F0000000000001000\",\"givenBy\":\"broker\",\"host\":\"10.0.0.1:10911\","
                        + "\"position\":4096},"
                        + "{\"id\":\"0A00000100002A9F0000000000001000\",\"givenBy\":\"sender\",\"host\":\"10.0.0.1\","
                        + "\"process\":0,\"sinceStartOfMonth\":\"0d 00:00:00.000\",\"counter\":4096}]\n");
        assertThat(Run.of("message", "decode-id", "xyz").exitCode()).isEqualTo(2);
    }
}
