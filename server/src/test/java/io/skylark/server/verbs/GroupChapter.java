package io.skylark.server.verbs;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.consumer.push.PushConsumer;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// `skylark group ...` and `skylark producer ...`, with a member that is there.
final class GroupChapter {
    private GroupChapter() {}

    static void type(LiveShell shell) {
        shell.ok("topic", "create", "visits", "--queues", "1");
        assertThat(shell.ok("group", "create", "counters", "--retries", "3"))
                .isEqualTo("group counters: created with 3 retries\n");
        assertThat(shell.ok("group", "update", "counters", "--retries", "4")).contains("has 4 retries on broker-a now");
        assertThat(shell.ok("group", "get", "counters", "-o", "yaml")).contains("retries: 4");
        assertThat(shell.ok("group", "list", "-o", "name").lines()).contains("counters");
        for (String body : List.of("one", "two")) {
            shell.ok("message", "send", "visits", body);
        }
        try (PushConsumer member = shell.client().pushConsumer("counters")
                .subscribe("visits")
                .startFrom(StartFrom.FIRST)
                .onMessage(message -> ConsumeOutcome.SUCCESS)
                .start()) {
            members(shell, member);
        }
        assertThat(shell.until("\"consumed\":2", "group", "lag", "counters", "--topic", "visits", "-o", "json"))
                .contains("\"lag\":0");
        assertThat(shell.run("group", "lag", "counters").out()).contains("visits");
        preview(shell);
        assertThat(shell.run("group", "reset", "counters", "visits", "--to", "earliest", "--yes").err())
                .isEqualTo("Group counters was moved in topic visits to earliest.\n");
        assertThat(shell.ok("group", "lag", "counters", "--topic", "visits", "-o", "json")).contains("\"lag\":2");
        shell.ok("group", "create", "shadows");
        shell.ok("group", "clone-offset", "counters", "shadows", "visits", "--yes");
        assertThat(shell.ok("group", "lag", "shadows", "--topic", "visits", "-o", "json")).contains("\"lag\":2");
        assertThat(shell.ok("group", "delete", "shadows", "--yes")).isEqualTo("group shadows: deleted\n");
        assertThat(shell.fails(4, "group", "get", "shadows")).contains("there is no group shadows");
        producers(shell);
    }

    private static void members(LiveShell shell, PushConsumer member) {
        String id = shell.until("visits", "group", "connections", "counters", "-o", "json");
        assertThat(id).contains("\"language\":\"JAVA\"");
        String inspected = shell.until("\"queue\":0", "group", "inspect", "counters", "--jstack", "-o", "json");
        assertThat(inspected).contains("\"jstack\":", "\"topic\":\"visits\"");
        assertThat(shell.ok("group", "inspect", "counters", "--jstack")).contains("java.lang.Thread");
        assertThat(member.group()).isEqualTo("counters");
    }

    private static void preview(LiveShell shell) {
        LiveShell.Result preview = shell.run("group", "reset", "counters", "visits", "--to", "earliest", "--dry-run");
        assertThat(preview.err()).contains("2 messages are consumed again", "nothing was changed");
        assertThat(preview.out()).hasLineCount(2);
    }

    private static void producers(LiveShell shell) {
        try (SkylarkClient client = SkylarkClient.connect(shell.nameServer());
                Producer producer = client.producer("visitors").build()) {
            assertThat(producer.send(Message.of("visits", "three")).queueOffset()).isEqualTo(2);
            assertThat(shell.until("visitors", "producer", "list", "-o", "json")).contains("\"clients\":1");
            assertThat(shell.ok("producer", "connections", "visitors", "-o", "json"))
                    .contains("\"broker\":\"broker-a\"", "\"language\":\"JAVA\"");
        }
    }
}
