package io.skylark.server;

import io.skylark.net.notify.ListeningSocket;
import io.skylark.server.node.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Servers in processes of their own, and what systemd would hear of them.
@EnabledOnOs(OS.LINUX)
class SystemdProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    private final String address = "@skylark-test/" + UUID.randomUUID();

    private Process start(Class<?> main, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Duser.home=" + folder,
                "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("NOTIFY_SOCKET", address);
        return builder.start();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static void hangUp(Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid())).start().waitFor()).isZero();
    }

    private int end(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void aBrokerIsReadyWhenItsPortsAreOpen() throws IOException, InterruptedException {
        int port = FreePorts.withOldClients();
        Path file = Files.writeString(folder.resolve("broker.conf"), "brokerName=broker-a\nbrokerIP1=127.0.0.1\n");
        try (ListeningSocket systemd = new ListeningSocket(address)) {
            Process broker = start(
                    BrokerMain.class, "-c", file.toString(), "listenPort=" + port, "httpListenPort=0",
                    "mappedFileSizeCommitLog=64MB");
            try {
                assertThat(systemd.next(LIMIT)).isEqualTo("STATUS=starting");
                assertThat(systemd.next(LIMIT)).isEqualTo("READY=1\nSTATUS=broker-a ready at 127.0.0.1:" + port);
                assertThat(listens(port)).isTrue();
                assertThat(listens(port - 2)).isTrue();
            } finally {
                assertThat(end(broker)).isEqualTo(TERMINATED);
            }
            assertThat(systemd.next(LIMIT)).isEqualTo("STOPPING=1\nSTATUS=stopping");
        }
    }

    /// A process that is started without hearing SIGHUP, as `nohup` does it, never hears it, nor do those that it starts.
    @Test
    void aReloadIsToldFromItsBeginningToItsEnd() throws IOException, InterruptedException {
        assumeTrue(hearsHangups(), "the tests were started with SIGHUP ignored");
        try (ListeningSocket systemd = new ListeningSocket(address)) {
            Process nameServer = start(NameServerMain.class, "listenPort=" + FreePorts.withOldClients());
            try {
                assertThat(systemd.next(LIMIT)).isEqualTo("STATUS=starting");
                assertThat(systemd.next(LIMIT)).startsWith("READY=1\n");
                hangUp(nameServer);
                assertThat(systemd.next(LIMIT)).startsWith("RELOADING=1\nMONOTONIC_USEC=");
                assertThat(systemd.next(LIMIT)).startsWith("READY=1\n");
            } finally {
                assertThat(end(nameServer)).isEqualTo(TERMINATED);
            }
        }
    }

    private static boolean hearsHangups() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .noneMatch(line -> (Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16) & 1) != 0);
    }

    @Test
    void aNameServerTellsItsLifeToo() throws IOException, InterruptedException {
        int port = FreePorts.withOldClients();
        try (ListeningSocket systemd = new ListeningSocket(address)) {
            Process nameServer = start(NameServerMain.class, "listenPort=" + port);
            try {
                assertThat(systemd.next(LIMIT)).isEqualTo("STATUS=starting");
                assertThat(systemd.next(LIMIT)).isEqualTo("READY=1\nSTATUS=name server ready at 0.0.0.0:" + port);
                assertThat(listens(port)).isTrue();
            } finally {
                assertThat(end(nameServer)).isEqualTo(TERMINATED);
            }
            assertThat(systemd.next(LIMIT)).startsWith("STOPPING=1\n");
        }
    }

    @Test
    void aServerThatCannotStartSaysWhy() throws IOException, InterruptedException {
        int port = FreePorts.withOldClients();
        try (ListeningSocket systemd = new ListeningSocket(address);
                ServerSocket taken = new ServerSocket(port)) {
            Process nameServer = start(NameServerMain.class, "listenPort=" + taken.getLocalPort());
            assertThat(systemd.next(LIMIT)).isEqualTo("STATUS=starting");
            assertThat(systemd.next(LIMIT)).startsWith("STATUS=not started: cannot listen on 0.0.0.0:" + port);
            assertThat(nameServer.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(nameServer.exitValue()).isEqualTo(ExitCode.FAILED);
        }
    }
}
