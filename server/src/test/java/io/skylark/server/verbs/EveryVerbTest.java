package io.skylark.server.verbs;

import io.skylark.server.Skylark;
import io.skylark.server.node.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/// Each verb of each noun, typed once at least against a server that runs, with messages, members and transactions that are
/// there.
@Timeout(120)
class EveryVerbTest {
    /// What starts, finds and stops processes; the tests of processes type it.
    private static final Set<String> SERVERS = Set.of("dev", "server", "server run", "server stop", "server status");

    /// Types what it stands for.
    private interface Chapter {
        void type(LiveShell shell) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> everyVerb(@TempDir Path folder) throws IOException, StartFailure {
        LiveShell shell = new LiveShell(folder);
        return Stream.of(
                        chapter("topics", TopicChapter::type, shell),
                        chapter("groups", GroupChapter::type, shell),
                        chapter("messages", MessageChapter::type, shell),
                        chapter("messages that wait", WaitingChapter::type, shell),
                        chapter("servers", ServerChapter::type, shell),
                        chapter("health", HealthChapter::type, shell),
                        chapter("what needs no server", OfflineChapter::type, shell),
                        chapter("completion in bash", ShellChapter::bash, shell),
                        chapter("completion in fish", ShellChapter::fish, shell),
                        chapter("completion in zsh", ShellChapter::zsh, shell),
                        dynamicTest("no verb is left out", () -> {
                            SortedSet<String> left = verbs();
                            left.removeAll(shell.typed());
                            assertThat(left).isEmpty();
                        }))
                .onClose(shell::close);
    }

    private static DynamicTest chapter(String name, Chapter chapter, LiveShell shell) {
        return dynamicTest(name, () -> chapter.type(shell));
    }

    /// All there are, as `topic list` and `broker config get`; nouns without verbs too.
    private static SortedSet<String> verbs() {
        SortedSet<String> verbs = new TreeSet<>();
        collect(verbs);
        verbs.removeAll(SERVERS);
        return verbs;
    }

    private static void collect(SortedSet<String> verbs, String... above) {
        CommandLine command = Skylark.commandLine(above);
        for (String word : above) {
            command = Objects.requireNonNull(command.getSubcommands().get(word));
        }
        if (command.getSubcommands().isEmpty()) {
            verbs.add(String.join(" ", above));
        }
        for (String word : command.getSubcommands().keySet()) {
            collect(verbs, Stream.concat(Stream.of(above), Stream.of(word)).toArray(String[]::new));
        }
    }
}
