package io.skylark.server;

import io.skylark.cli.SkylarkCommand;
import io.skylark.server.node.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Looks for a server in a process of its own, and stops it.
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ServerCommandTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 4;
    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = Stream.concat(Stream.of("server"), Stream.of(words)).toArray(String[]::new);
        return SkylarkCommand.commandLine(Skylark.NOUNS, all)
                .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private Process startNameServer(int port) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-Duser.home=" + folder,
                        "-Dskylark.home=" + folder, "-cp", System.getProperty("java.class.path"),
                        NameServerMain.class.getName(), "listenPort=" + port))
                .redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).startsWith("The Name Server boot success.");
        }
        return process;
    }

    @Test
    void findsAServerAndStopsIt() throws IOException, InterruptedException {
        int port = FreePorts.withOldClients();
        Process server = startNameServer(port);
        try {
            String pid = String.valueOf(server.pid());
            assertThat(run("status", "--anywhere", "--pid", pid, "-o", "json")).isZero();
            assertThat(out.toString()).startsWith(
                    "[{\"server\":\"namesrv\",\"pid\":" + pid + ",\"ports\":[" + port + "],\"started\":\"20");
            assertThat(run("status", "namesrv", "--anywhere", "--port", String.valueOf(port), "-o", "name")).isZero();
            assertThat(run("status", "broker", "--anywhere", "--pid", pid)).isEqualTo(NOT_FOUND);
            assertThat(err.toString().strip()).isEqualTo("skylark: no broker runs with process id " + pid);
            assertThat(run("stop", "--anywhere", "--pid", pid, "--dry-run")).isZero();
            assertThat(err.toString().strip())
                    .isEqualTo("Would stop namesrv with process id " + pid + "; nothing was changed.");
            assertThat(server.isAlive()).isTrue();
            assertThat(run("stop", "--anywhere", "--port", String.valueOf(port), "-o", "json")).isZero();
            assertThat(out.toString().strip())
                    .isEqualTo("[{\"server\":\"namesrv\",\"pid\":" + pid + ",\"outcome\":\"stopped\"}]");
            assertThat(server.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isEqualTo(TERMINATED);
            assertThat(run("stop", "--anywhere", "--port", String.valueOf(port))).isEqualTo(NOT_FOUND);
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void doesNotGuessWhichOfSeveralToStop() throws IOException {
        Process first = startNameServer(FreePorts.withOldClients());
        Process second = startNameServer(FreePorts.withOldClients());
        try {
            assertThat(run("stop", "--anywhere")).isEqualTo(ExitCode.USAGE);
            assertThat(err.toString()).contains("servers run here: name a kind, --pid or --port");
            assertThat(first.isAlive() && second.isAlive()).isTrue();
        } finally {
            first.destroyForcibly();
            second.destroyForcibly();
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(run("status", "controller")).isEqualTo(ExitCode.USAGE);
        assertThat(run("stop", "--port", "1")).isEqualTo(NOT_FOUND);
        assertThat(err.toString()).contains("no server runs that listens on port 1");
    }
}
