package io.skylark.server.process;

import io.skylark.server.process.ServerProcess.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// On a folder that looks like `/proc`.
@EnabledOnOs(OS.LINUX)
class ServerProcessesTest {
    private static final Optional<String> HOME = Optional.of("/opt/skylark");
    private static final String HEADING =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    private static final String REST = " 00000000:00000000 00:00000000 00000000     0        0 ";

    @TempDir
    Path system;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(system.resolve("self"));
        Files.createDirectories(system.resolve("net"));
        Files.writeString(system.resolve("net/tcp"), HEADING
                + "   0: 0100007F:2A9F 00000000:0000 0A" + REST + "501 1\n"
                + "   1: 0100007F:9C40 0100007F:2A9F 01" + REST + "503 1\n");
        Files.writeString(system.resolve("net/tcp6"), HEADING
                + "   0: 00000000000000000000000000000000:2A9D 00000000000000000000000000000000:0000 0A" + REST + "502 1\n");
    }

    private void process(long pid, String... words) throws IOException {
        Path folder = Files.createDirectories(system.resolve(String.valueOf(pid)));
        Files.writeString(folder.resolve("cmdline"), String.join("\0", words) + "\0");
    }

    private void socket(long pid, int file, int inode) throws IOException {
        Path folder = Files.createDirectories(system.resolve(String.valueOf(pid)).resolve("fd"));
        Files.createSymbolicLink(folder.resolve(String.valueOf(file)), Path.of("socket:[" + inode + "]"));
    }

    @Test
    void findsServersOfAnInstallationByTheirWords() throws IOException {
        process(900_000_001L, "/usr/bin/java", "-Dskylark.home=/opt/skylark", "-cp", "x".repeat(10_000),
                "io.skylark.server.BrokerMain", "-c", "conf/broker.conf");
        process(900_000_002L, "java", "-Dskylark.home=/opt/skylark", "io.skylark.server.NameServerMain");
        process(900_000_003L, "java", "-Dskylark.home=/opt/skylark", "io.skylark.server.Skylark", "server", "run");
        process(900_000_004L, "java", "-Dskylark.home=/opt/skylark", "io.skylark.server.Skylark", "dev", "--data", "x");
        process(900_000_005L, "java", "-Dskylark.home=/opt/skylark", "io.skylark.server.Skylark", "server", "status");
        process(900_000_006L, "java", "-Dskylark.home=/opt/skylark", "io.skylark.server.Skylark");
        process(900_000_007L, "java", "-Dskylark.home=/opt/other", "io.skylark.server.BrokerMain");
        process(900_000_008L, "vi", "io.skylark.server.BrokerMain");
        process(900_000_009L);

        assertThat(new ServerProcesses(system).running(HOME)).extracting(ServerProcess::kind)
                .containsExactly(Kind.broker, Kind.namesrv, Kind.run, Kind.dev);
        assertThat(new ServerProcesses(system).running(Optional.of("/opt/other"))).extracting(ServerProcess::pid)
                .containsExactly(900_000_007L);
        assertThat(ServerProcesses.kind(List.of("java", "io.skylark.server.BrokerMain"), Optional.empty()))
                .contains(Kind.broker);
    }

    @Test
    void aProcessWithoutWordsHasEnded() throws IOException {
        long pid = ProcessHandle.current().pid();
        ServerProcesses processes = new ServerProcesses(system);
        process(pid, "java", "io.skylark.server.BrokerMain");
        assertThat(processes.runs(pid)).isTrue();
        Files.writeString(system.resolve(String.valueOf(pid)).resolve("cmdline"), "");
        assertThat(processes.runs(pid)).isFalse();
    }

    @Test
    void tellsOnWhichPortsTheyListen() throws IOException {
        process(900_000_001L, "java", "-Dskylark.home=/opt/skylark", "io.skylark.server.BrokerMain");
        socket(900_000_001L, 5, 501);
        socket(900_000_001L, 6, 502);
        socket(900_000_001L, 7, 503);
        process(900_000_002L, "java", "-Dskylark.home=/opt/skylark", "io.skylark.server.NameServerMain");

        assertThat(new ServerProcesses(system).running(HOME)).extracting(ServerProcess::ports)
                .containsExactly(new TreeSet<>(List.of(10_909, 10_911)), new TreeSet<>());
    }
}
