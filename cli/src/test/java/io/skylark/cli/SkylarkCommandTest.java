package io.skylark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class SkylarkCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void saysInOneSentenceThatNoNameServerAnswers() throws IOException {
        String nobody = "localhost:" + freePort();

        assertThat(run("message", "send", "orders", "hello", "-n", nobody)).isEqualTo(Failures.FAILED);
        assertThat(err.toString()).startsWith("skylark: ").contains(nobody).hasLineCount(1);
        assertThat(run("message", "tail", "orders", "-n", nobody)).isEqualTo(Failures.FAILED);
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertThat(run("message", "send", "orders", "hello", "-n", "localhost")).isEqualTo(Failures.USAGE);
        assertThat(err.toString()).startsWith("skylark: ").contains("host:port").hasLineCount(1);
    }

    @Test
    void refusesAnIllegalTopicBeforeItConnects() {
        assertThat(run("message", "send", "no such topic", "hello")).isEqualTo(Failures.FAILED);
        assertThat(err.toString()).startsWith("skylark: ").hasLineCount(1);
    }

    @Test
    void refusesAFormatThatMeansNothing() {
        assertThat(run("message", "tail", "orders", "-f", "%y")).isEqualTo(Failures.USAGE);
        assertThat(err.toString()).isEqualToIgnoringNewLines(
                "skylark: %y in the format \"%y\" means nothing; --help lists what does");
    }

    @Test
    void listsItsCommandsAndExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("message", "Exit codes:");
        assertThat(run()).isEqualTo(Failures.USAGE);
    }

    private int run(String... words) {
        err.getBuffer().setLength(0);
        CommandLine line = SkylarkCommand.commandLine(List.of(), words)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return line.execute(words);
    }

    /// A port that nobody listens on: it was free a moment ago.
    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
