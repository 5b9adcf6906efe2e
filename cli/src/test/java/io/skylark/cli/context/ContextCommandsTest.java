package io.skylark.cli.context;

import io.skylark.cli.FakeCluster;
import io.skylark.cli.Run;
import io.skylark.protocol.body.TopicList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class ContextCommandsTest {
    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("skylark").resolve("config.toml");
    }

    private Run run(String... words) {
        return Run.of(Stream.concat(Stream.of(words), Stream.of("--contexts", file.toString())).toArray(String[]::new));
    }

    @Test
    void remembersClustersByName() throws IOException {
        assertThat(run("context", "set", "test", "localhost:9876").out())
                .isEqualTo("context test: stands for localhost:9876\n");
        assertThat(run("context", "set", "prod", "mq1:9876;mq2:9876").exitCode()).isZero();
        assertThat(Files.readString(file)).isEqualTo("""
                current = "test"

                [context.prod]
                name-servers = "mq1:9876;mq2:9876"

                [context.test]
                name-servers = "localhost:9876"
                """);
        assertThat(run("context", "use", "prod").exitCode()).isZero();
        assertThat(run("context", "list").out()).isEqualTo("""
                CONTEXT  NAME SERVERS       CURRENT
                prod     mq1:9876;mq2:9876  yes
                test     localhost:9876     no
                """);
        assertThat(run("context", "delete", "prod").exitCode()).isZero();
        assertThat(run("context", "list", "-o", "name").out()).isEqualTo("test\n");
    }

    @Test
    void refusesWhatMeansNothing() throws IOException {
        assertThat(run("context", "set", "a b", "localhost:9876").exitCode()).isEqualTo(2);
        assertThat(run("context", "set", "test", "localhost").exitCode()).isEqualTo(2);
        assertThat(run("context", "use", "nothing").exitCode()).isEqualTo(2);
        assertThat(run("context", "delete", "nothing").exitCode()).isEqualTo(4);
        Files.createDirectories(folder.resolve("skylark"));
        Files.writeString(file, "current = \"a\"\nnonsense\n");
        assertThat(run("context", "list").err()).contains("config.toml, line 2: \"nonsense\" means nothing");
    }

    @Test
    void isWhereACommandGoes() {
        try (FakeCluster cluster = new FakeCluster().body(206, new TopicList(Set.of("orders"), null))) {
            assertThat(run("context", "set", "here", cluster.address()).exitCode()).isZero();
            assertThat(run("topic", "list", "-C", "here", "-o", "name").out()).isEqualTo("orders\n");
            assertThat(run("-C", "here", "topic", "list", "-o", "name").out()).isEqualTo("orders\n");
            Run unknown = run("topic", "list", "-C", "there");
            assertThat(unknown.exitCode()).isEqualTo(2);
            assertThat(unknown.err()).contains("there is no context \"there\"; there are here");
        }
    }
}
