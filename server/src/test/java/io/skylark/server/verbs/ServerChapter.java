package io.skylark.server.verbs;

import java.io.IOException;
import java.nio.file.Files;

import static org.assertj.core.api.Assertions.assertThat;

/// `skylark cluster ...`, `skylark broker ...` and `skylark namesrv ...`
final class ServerChapter {
    private ServerChapter() {}

    static void type(LiveShell shell) throws IOException {
        cluster(shell);
        definitions(shell);
        broker(shell);
        nameServer(shell);
    }

    private static void cluster(LiveShell shell) {
        assertThat(shell.ok("cluster", "list", "-o", "json"))
                .contains("\"cluster\":\"DefaultCluster\"", "\"brokers\":1", "\"doNotAnswer\":[]");
        assertThat(shell.ok("cluster", "latency", "--count", "2", "-o", "json"))
                .contains("\"server\":\"" + shell.broker() + "\"", "\"calls\":2");
        shell.ok("topic", "create", "echo", "--queues", "1");
        assertThat(shell.ok("cluster", "latency", "--count", "3", "--topic", "echo", "-o", "json"))
                .contains("\"server\":\"broker-a\"", "\"calls\":3");
    }

    /// What was exported, taken away and imported is exported again as it was, in both forms.
    private static void definitions(LiveShell shell) throws IOException {
        shell.ok("topic", "create", "kept", "--queues", "5", "--type", "FIFO", "--order");
        shell.ok("group", "create", "keepers", "--retries", "7", "--ordered", "--no-broadcast");
        shell.client().admin().groups().forbid("keepers", "echo");
        String json = shell.ok("cluster", "export");
        assertThat(json).contains("\"mayNotRead\":[\"echo\"],\"name\":\"keepers\"");
        for (String form : new String[] {"json", "yaml"}) {
            String file = shell.file("definitions." + form).toString();
            Files.writeString(shell.file("definitions." + form), shell.ok("cluster", "export", "-o", form));
            shell.ok("topic", "delete", "kept", "--yes");
            shell.ok("group", "delete", "keepers", "--yes");
            LiveShell.Result preview = shell.run("cluster", "import", file, "--dry-run");
            assertThat(preview.err()).contains("nothing was changed");
            assertThat(shell.ok("cluster", "export")).isNotEqualTo(json);
            assertThat(shell.ok("cluster", "import", file, "-o", "json")).contains(
                    "{\"name\":\"kept\",\"kind\":\"topic\",\"broker\":\"broker-a\",\"action\":\"create\"",
                    "{\"name\":\"keepers\",\"kind\":\"group\",\"broker\":\"broker-a\",\"action\":\"create\"");
            assertThat(shell.ok("cluster", "export")).isEqualTo(json);
            assertThat(shell.ok("cluster", "import", file)).doesNotContain("create", "change ");
        }
    }

    private static void broker(LiveShell shell) {
        assertThat(shell.ok("broker", "list", "-o", "json"))
                .contains("\"broker\":\"broker-a\"", "\"address\":\"" + shell.broker() + "\"");
        assertThat(shell.ok("broker", "status", "broker-a", "--key", "bootTimestamp", "-o", "json"))
                .contains("\"key\":\"bootTimestamp\"");
        assertThat(shell.ok("broker", "writes", "broker-a", "--topic", "echo", "--probe")).doesNotContain("[FAIL]");
        assertThat(shell.ok("broker", "config", "get", "fileReserved", "-o", "json")).contains("\"value\":\"72\"");
        assertThat(shell.ok("broker", "config", "set", "fileReservedTime=48"))
                .isEqualTo("broker broker-a: changed fileReservedTime from 72 to 48\n");
        assertThat(shell.ok("broker", "config", "set", "brokerName=broker-b"))
                .isEqualTo("broker broker-a: brokerName holds from the next start on\n");
        shell.ok("broker", "config", "set", "brokerName=broker-a");
        assertThat(shell.fails(1, "broker", "config", "set", "fileReservedTim=1"))
                .contains("has no setting fileReservedTim: ", "is not known and was left out", "fileReservedTime");
        assertThat(shell.fails(5, "broker", "config", "set", "storePathRootDir=/tmp")).contains("storePathRootDir");
        assertThat(shell.fails(1, "broker", "config", "set", "fileReservedTime=never")).contains("never");
        assertThat(shell.ok("broker", "consume-stats", "broker-a", "-o", "json")).contains("\"group\":\"counters\"");
        permission(shell);
        for (String what : new String[] {"expired-queues", "unused-topics", "expired-log"}) {
            assertThat(shell.ok("broker", "clean", what)).startsWith("broker broker-a: ");
        }
        shell.ok("broker", "drain", "broker-a", "--dry-run");
    }

    private static void permission(LiveShell shell) {
        shell.ok("broker", "permission", "broker-a", "r", "--yes");
        assertThat(shell.fails(1, "broker", "writes", "broker-a", "--topic", "echo")).isEmpty();
        assertThat(shell.run("message", "send", "echo", "x").exitCode()).isNotZero();
        shell.ok("broker", "permission", "broker-a", "rw", "--yes");
        assertThat(shell.ok("message", "send", "echo", "x")).startsWith("stored on broker-a");
    }

    private static void nameServer(LiveShell shell) {
        assertThat(shell.ok("namesrv", "list")).contains(shell.nameServer(), "broker-a");
        assertThat(shell.ok("namesrv", "config", "get", "scanNot", "-o", "json")).contains("\"value\":\"5000\"");
        assertThat(shell.ok("namesrv", "config", "set", "scanNotActiveBrokerInterval=6000")).isEqualTo(
                "server " + shell.nameServer() + ": changed scanNotActiveBrokerInterval from 5000 to 6000\n");
        assertThat(shell.fails(1, "namesrv", "config", "set", "x=1")).contains("has no setting x");
        shell.ok("namesrv", "kv", "set", "N", "colour", "blue");
        assertThat(shell.ok("namesrv", "kv", "get", "N", "colour")).isEqualTo("blue\n");
        assertThat(shell.ok("namesrv", "kv", "list", "N", "-o", "json"))
                .isEqualTo("[{\"key\":\"colour\",\"value\":\"blue\"}]\n");
        shell.ok("namesrv", "kv", "delete", "N", "colour", "--yes");
        assertThat(shell.fails(4, "namesrv", "kv", "get", "N", "colour")).contains("no key colour");
        assertThat(shell.ok("namesrv", "wipe-writes", "broker-a", "--yes")).contains("takes no writes to ");
        assertThat(shell.ok("topic", "route", "echo", "-o", "json")).contains("\"permission\":\"R--\"");
        assertThat(shell.ok("namesrv", "add-writes", "broker-a", "--yes")).contains("takes writes to ");
        assertThat(shell.ok("topic", "route", "echo", "-o", "json")).contains("\"permission\":\"RW-\"");
    }
}
