package io.skylark.cli;

import io.skylark.cli.frame.Failures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

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
    void refusesATimeThatIsNoneBeforeItConnects() {
        assertThat(run("message", "tail", "orders", "--from", "soon")).isEqualTo(Failures.USAGE);
        assertThat(err.toString()).startsWith("skylark: 'soon' is no time: write it as ");
    }

    @Test
    void listsItsCommandsAndExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("message", "Exit codes:");
        assertThat(run()).isEqualTo(Failures.USAGE);
    }

    @Test
    void makesOnlyTheCommandsThatAreAskedFor() {
        AtomicInteger made = new AtomicInteger();
        List<Noun> more = List.of(new Noun("extra", "More of it.", () -> {
            made.incrementAndGet();
            return new CommandLine(CommandSpec.create().mixinStandardHelpOptions(true));
        }));
        for (String[] words : List.<String[]>of(new String[] {"--help"}, new String[] {"message", "--help"})) {
            assertThat(execute(more, words)).isZero();
            assertThat(made).hasValue(0);
        }
        assertThat(out.toString()).contains("extra", "More of it.", "Send one message");
        assertThat(execute(more, "extra", "--help")).isZero();
        assertThat(made).hasValue(1);
    }

    @Test
    void understandsOptionsInFrontOfACommand() {
        assertThat(run("--version", "message", "tail", "orders", "-f", "%b")).isZero();
        assertThat(out.toString()).startsWith("skylark ");
    }

    @Test
    void suggestsWhatASlipOfTheKeyboardMeant() {
        assertThat(run("mesage", "send", "orders", "hello")).isEqualTo(Failures.USAGE);
        assertThat(err.toString()).contains("message");
    }

    private int run(String... words) {
        return execute(List.of(), words);
    }

    private int execute(List<Noun> more, String... words) {
        err.getBuffer().setLength(0);
        CommandLine line = SkylarkCommand.commandLine(more, words)
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
