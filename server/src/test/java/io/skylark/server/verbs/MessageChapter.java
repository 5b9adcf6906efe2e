package io.skylark.server.verbs;

import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.consumer.push.PushConsumer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// `skylark message ...` and `skylark dlq ...`
final class MessageChapter {
    private MessageChapter() {}

    static void type(LiveShell shell) throws IOException {
        shell.ok("topic", "create", "orders", "--queues", "1");
        Files.writeString(shell.file("order.json"), "{\"order\":42}");
        String sent = shell.ok("message", "send", "orders", "--file", shell.file("order.json").toString(),
                "--key", "order-42", "--tag", "new", "--property", "colour=blue", "-o", "json");
        String id = field(sent, "id");
        String offsetId = field(sent, "offsetId");
        assertThat(shell.ok("message", "list", "orders", "--key", "order-42")).contains(id, "{\"order\":42}");
        assertThat(shell.ok("message", "list", "orders", "--since", "1h", "-o", "name")).isEqualTo(id + "\n");
        assertThat(shell.ok("message", "get", offsetId)).contains("{\"order\":42}");
        assertThat(shell.ok("message", "get", id, "--topic", "orders", "-o", "yaml"))
                .contains("colour: blue", "tag: new", "id: " + quoted(id));
        assertThat(shell.fails(4, "message", "get", "orders/broker-a/0/99")).contains("99");
        assertThat(shell.ok("message", "tail", "orders", "--from", "earliest", "--count", "1", "-f", "%k %t %b\\n"))
                .isEqualTo("order-42 new {\"order\":42}\n");
        assertThat(shell.ok("message", "resend", id, "--topic", "orders")).contains("stored in orders/broker-a/0/1");
        assertThat(shell.ok("message", "list", "orders", "-o", "name")).hasLineCount(2);
        assertThat(shell.ok("message", "decode-id", offsetId, "-o", "json"))
                .contains("\"host\":\"" + shell.broker() + "\"");
        deadLetters(shell, id);
    }

    /// The value of a field of one line of JSON.
    static String field(String json, String name) {
        String start = "\"" + name + "\":\"";
        int at = json.indexOf(start) + start.length();
        return json.substring(at, json.indexOf('"', at));
    }

    private static String quoted(String text) {
        return Character.isDigit(text.charAt(0)) ? "\"" + text + "\"" : text;
    }

    private static void deadLetters(LiveShell shell, String id) throws IOException {
        AtomicInteger came = new AtomicInteger();
        shell.ok("group", "create", "billing", "--retries", "0");
        try (PushConsumer member = shell.client().pushConsumer("billing")
                .subscribe("orders")
                .startFrom(StartFrom.FIRST)
                .onMessage(message -> {
                    came.incrementAndGet();
                    return ConsumeOutcome.RETRY_LATER;
                })
                .start()) {
            assertThat(shell.until("\"messages\":2", "dlq", "list", "-o", "json")).contains("\"group\":\"billing\"");
            assertThat(shell.ok("dlq", "list", "billing")).contains(id, "order-42", "{\"order\":42}");
            int before = came.get();
            assertThat(shell.ok("message", "resend", id, "--topic", "orders", "--group", "billing", "--client",
                    field(shell.ok("group", "connections", "billing", "-o", "json"), "client")))
                    .contains("says CR_LATER");
            assertThat(came.get()).isEqualTo(before + 1);
            assertThat(shell.ok("dlq", "resend", "billing", id)).contains("group billing gets it again");
            Awaitility.await().untilAsserted(() -> assertThat(came.get()).isEqualTo(before + 2));
            assertThat(member.group()).isEqualTo("billing");
        }
        assertThat(shell.ok("dlq", "resend", "billing", "--all", "--yes")).contains("dead letters again");
        assertThat(shell.ok("dlq", "export", "billing").lines().findFirst().orElse("")).startsWith("{\"id\":\"");
        shell.ok("dlq", "export", "billing", "--file", shell.file("dead.jsonl").toString());
        assertThat(Files.readString(shell.file("dead.jsonl"))).contains("order-42");
        assertThat(shell.ok("message", "trace", id, "--topic", "orders"))
                .contains("stored", "orders/broker-a/0/0", "billing", "has passed it");
    }
}
