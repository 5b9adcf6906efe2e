package io.skylark.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;

/// `skylark topic ...`
final class TopicChapter {
    private TopicChapter() {}

    static void type(LiveShell shell) {
        assertThat(shell.ok("topic", "create", "books", "--queues", "2", "--type", "FIFO"))
                .isEqualTo("topic books: created with 2 queues, permission RW-, {message.type=FIFO}\n");
        assertThat(shell.fails(1, "topic", "create", "books")).contains("exists already on broker-a");
        assertThat(shell.ok("topic", "list", "-o", "name").lines()).contains("books");
        assertThat(shell.ok("topic", "update", "books", "--queues", "3"))
                .contains("has 3 queues, permission RW-").contains("on broker-a now");
        assertThat(shell.ok("topic", "get", "books", "-o", "json"))
                .contains("\"readQueues\":3", "\"writeQueues\":3", "\"message.type\":\"FIFO\"");
        assertThat(shell.ok("topic", "route", "books")).contains("0=" + shell.broker());
        shell.ok("message", "send", "books", "one", "--sharding-key", "k");
        assertThat(shell.ok("topic", "status", "books", "-o", "json").split("\"messages\":1", -1))
                .as("one queue has the message").hasSize(2);
        assertThat(shell.ok("topic", "perm", "books", "r")).isEqualTo(
                "topic books: permission R-- on broker-a, was RW-\n");
        assertThat(shell.fails(1, "message", "send", "books", "two")).contains("not writeable");
        shell.ok("topic", "perm", "books", "rw");
        assertThat(shell.fails(4, "topic", "order-conf", "books")).contains("no order is stored");
        shell.ok("topic", "order-conf", "books", "--set", "broker-a:3");
        assertThat(shell.ok("topic", "order-conf", "books")).isEqualTo("topic books: broker-a:3\n");
        shell.ok("topic", "order-conf", "books", "--delete");
        assertThat(shell.fails(2, "topic", "delete", "books")).contains("say --yes");
        assertThat(shell.ok("topic", "delete", "books", "--yes")).isEqualTo("topic books: deleted\n");
        assertThat(shell.fails(4, "topic", "get", "books")).contains("books");
    }
}
