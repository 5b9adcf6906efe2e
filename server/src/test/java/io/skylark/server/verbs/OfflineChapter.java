package io.skylark.server.verbs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// What talks to no server: `skylark context ...`, `config ...`, `store ...`, `completion ...`.
final class OfflineChapter {
    private OfflineChapter() {}

    static void type(LiveShell shell) throws IOException {
        contexts(shell);
        configuration(shell);
        store(shell);
        for (String name : new String[] {"bash", "zsh", "fish"}) {
            assertThat(ok(shell, "completion", name)).contains("completion suggest");
        }
        assertThat(ok(shell, "completion", "suggest", "--", "topic", "get", "-n", shell.nameServer(), "visi").lines())
                .containsExactly("visits");
    }

    private static String ok(LiveShell shell, String... words) {
        LiveShell.Result result = shell.offline(words);
        assertThat(result.exitCode()).as("%s: %s", String.join(" ", words), result).isZero();
        return result.out();
    }

    private static void contexts(LiveShell shell) {
        String file = shell.file("config.toml").toString();
        ok(shell, "context", "set", "--contexts", file, "here", shell.nameServer());
        ok(shell, "context", "set", "--contexts", file, "there", "127.0.0.1:1");
        ok(shell, "context", "use", "--contexts", file, "there");
        assertThat(ok(shell, "context", "list", "--contexts", file, "-o", "json")).contains(
                "{\"context\":\"here\",\"nameServers\":\"" + shell.nameServer() + "\",\"current\":false}",
                "{\"context\":\"there\",\"nameServers\":\"127.0.0.1:1\",\"current\":true}");
        assertThat(ok(shell, "topic", "list", "--contexts", file, "-C", "here", "-o", "name").lines()).contains("visits");
        ok(shell, "context", "delete", "--contexts", file, "there");
        assertThat(ok(shell, "context", "list", "--contexts", file, "-o", "name")).isEqualTo("here\n");
    }

    private static void configuration(LiveShell shell) throws IOException {
        String first = Files.writeString(shell.file("first.conf"), "fileReservedTime=48\n").toString();
        String second = Files.writeString(shell.file("second.conf"), "fileReservedTime=24\n").toString();
        String wrong = Files.writeString(shell.file("wrong.conf"), "fileReservedTime=never\n").toString();
        assertThat(ok(shell, "config", "check", first)).contains("is valid");
        assertThat(shell.offline("config", "check", wrong).exitCode()).isEqualTo(2);
        assertThat(ok(shell, "config", "show", "-c", first, "--changed")).contains("fileReservedTime=48\n");
        assertThat(ok(shell, "config", "explain", "fileReservedTime")).contains("standard: 72");
        assertThat(ok(shell, "config", "diff", first, second))
                .isEqualTo("- fileReservedTime=48\n+ fileReservedTime=24\n");
    }

    private static void store(LiveShell shell) throws IOException {
        assertThat(ok(shell, "store", "verify", shell.data().toString())).contains("The store is whole.");
        assertThat(ok(shell, "store", "dump", shell.data().toString(), "--topic", "visits", "--type", "MESSAGE"))
                .contains("visits");
        assertThat(shell.offline("store", "repair", shell.data().toString()).err()).contains("is in use");
        Path copy = Files.createDirectories(shell.file("copy"));
        try (Stream<Path> files = Files.list(shell.data().resolve("log"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        assertThat(ok(shell, "store", "repair", copy.toString())).contains("is whole; there is nothing to do");
    }
}
