package io.skylark.cli.completion;

import io.skylark.cli.FakeCluster;
import io.skylark.cli.Run;
import io.skylark.protocol.body.TopicList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class CompletionCommandTest {
    private final FakeCluster cluster = new FakeCluster().body(206, new TopicList(Set.of("orders", "payments"), null));

    @AfterEach
    void close() {
        cluster.close();
    }

    private static List<String> suggest(String... typed) {
        Run run = Run.of(Stream.concat(Stream.of("completion", "suggest", "--"), Stream.of(typed))
                .toArray(String[]::new));
        assertThat(run.exitCode()).isZero();
        return run.out().lines().toList();
    }

    @Test
    void completesNounsAndVerbs() {
        assertThat(suggest("to")).containsExactly("topic");
        assertThat(suggest("")).contains("topic", "group", "completion", "doctor");
        assertThat(suggest("topic", "st")).containsExactly("status");
        assertThat(suggest("broker", "config", "")).containsExactly("get", "set");
        assertThat(suggest("broker", "clean", "expired-")).containsExactly("expired-log", "expired-queues");
    }

    @Test
    void completesOptionsAndTheirValues() {
        assertThat(suggest("topic", "create", "orders", "--q")).containsExactly("--queues");
        assertThat(suggest("topic", "list", "-o", "")).containsExactly("json", "name", "table", "wide", "yaml");
        assertThat(suggest("topic", "create", "orders", "--type", "F")).containsExactly("FIFO");
        assertThat(suggest("topic", "perm", "orders", "r")).containsExactly("r", "rw");
        assertThat(suggest("topic", "list", "--output=y")).containsExactly("--output=yaml");
        assertThat(suggest("topic", "list", "--con")).containsExactly("--context");
    }

    @Test
    void asksTheClusterForNames() {
        assertThat(suggest("topic", "get", "-n", cluster.address(), "")).containsExactly("orders", "payments");
        assertThat(suggest("message", "send", "-n", cluster.address(), "pay")).containsExactly("payments");
        assertThat(suggest("group", "lag", "-n", cluster.address(), "g", "--topic", "o")).containsExactly("orders");
        assertThat(suggest("broker", "drain", "-n", cluster.address(), "")).containsExactly("broker-a");
    }

    @Test
    void hasAScriptForEachShell() {
        for (String shell : List.of("bash", "zsh", "fish")) {
            assertThat(Run.of("completion", shell).out()).contains("completion suggest --");
        }
        assertThat(Run.of("completion", "tcsh").exitCode()).isEqualTo(2);
    }
}
