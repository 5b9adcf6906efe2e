package io.skylark.server.verbs;

import io.skylark.client.message.Message;
import io.skylark.client.producer.Transaction;
import io.skylark.client.producer.TransactionDecision;
import io.skylark.client.producer.TransactionalProducer;

import static org.assertj.core.api.Assertions.assertThat;

/// `skylark delay ...` and `skylark tx ...`
final class WaitingChapter {
    private WaitingChapter() {}

    static void type(LiveShell shell) {
        shell.ok("topic", "create", "reminders", "--queues", "1");
        delays(shell);
        transactions(shell);
    }

    private static void delays(LiveShell shell) {
        String later = send(shell, "later", "2h");
        String sooner = send(shell, "sooner", "1h");
        assertThat(shell.ok("delay", "list", "--topic", "reminders", "-o", "name")).isEqualTo(sooner + "\n" + later + "\n");
        LiveShell.Result first = shell.run("delay", "list", "--topic", "reminders", "--max", "1");
        assertThat(first.out()).contains(sooner, "key-sooner").hasLineCount(2);
        assertThat(first.err()).startsWith("There may be more, from ");
        assertThat(shell.ok("delay", "cancel", "reminders", sooner)).isEqualTo("message " + sooner + ": taken back\n");
        assertThat(shell.fails(4, "delay", "cancel", "reminders", sooner)).contains("taken back");
        String handle = MessageChapter.field(
                shell.ok("delay", "list", "--topic", "reminders", "-o", "json"), "recallHandle");
        shell.ok("delay", "cancel", "reminders", handle);
        assertThat(shell.ok("delay", "list", "--topic", "reminders", "-o", "json")).isEqualTo("[]\n");
    }

    private static String send(LiveShell shell, String body, String delay) {
        return MessageChapter.field(shell.ok("message", "send", "reminders", body, "--delay", delay, "--key",
                "key-" + body, "-o", "json"), "id");
    }

    private static void transactions(LiveShell shell) {
        try (TransactionalProducer producer = shell.client().producer("payments")
                        .buildTransactional(message -> TransactionDecision.UNKNOWN);
                Transaction transaction = producer.begin(Message.of("reminders", "paid").withKeys("order-42"))) {
            String listed = shell.ok("tx", "list", "--topic", "reminders", "-o", "json");
            assertThat(listed).contains(
                    "\"topic\":\"reminders\"", "\"producerGroup\":\"payments\"", "\"keys\":\"order-42\"",
                    "\"checks\":0", "\"messageId\":\"" + transaction.receipt().messageId() + "\"");
            String id = MessageChapter.field(listed, "id");
            assertThat(shell.ok("tx", "resolve", "reminders", id))
                    .isEqualTo("message " + id + ": its producers are asked again\n");
            assertThat(shell.ok("tx", "list", "--topic", "orders", "-o", "name")).isEmpty();
            transaction.commit();
        }
        assertThat(shell.ok("tx", "list", "-o", "json")).isEqualTo("[]\n");
        assertThat(shell.ok("message", "list", "reminders")).contains("order-42", "paid");
    }
}
