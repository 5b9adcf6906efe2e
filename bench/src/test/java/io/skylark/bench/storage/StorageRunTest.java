package io.skylark.bench.storage;

import io.skylark.bench.load.FakeBroker;
import io.skylark.bench.load.Interval;
import io.skylark.bench.peer.Peer;
import io.skylark.bench.peer.Protocol;
import io.skylark.bench.peer.RunningPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The rows in small, on a real log in this process and on a broker in memory.
@Timeout(120)
final class StorageRunTest {
    private static final Scale SMALL = new Scale(
            new Interval(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(10)),
            1 << 20, 2, 1_000_000, 4_000_000, 200, 3, 4, 1);

    @TempDir
    private Path folder = Path.of(".");

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    /// Its store is in memory: a restart finds it as it was.
    private record LocalPeer(FakeBroker broker) implements Peer {
        @Override
        public String name() {
            return "local";
        }

        @Override
        public String description() {
            return "in memory";
        }

        @Override
        public RunningPeer start(Path store) throws IOException {
            Files.createDirectories(store.resolve("store"));
            return new RunningPeer(Protocol.REMOTING, List.of(), broker.address(), broker.address(), System.nanoTime());
        }
    }

    private record Absent() implements Peer {
        @Override
        public String name() {
            return "absent";
        }

        @Override
        public String description() {
            return "never starts";
        }

        @Override
        public RunningPeer start(Path store) throws IOException {
            throw new IOException("nobody is at home");
        }
    }

    private Site site(Peer server) {
        return new Site(folder.resolve("work"), server, new PageCache(folder.resolve("absent")),
                new PrintStream(progress, true, StandardCharsets.UTF_8));
    }

    private String run(Peer server, String... rows) throws IOException {
        String table = new StorageRun(site(server), SMALL).run(List.of(rows));
        assertThat(folder.resolve("work")).as("what is left").isEmptyDirectory();
        assertThat(table).doesNotContain("the rest of the row");
        return table;
    }

    @Test
    void theEngineAloneAppendsAndReads() throws IOException {
        try (FakeBroker unused = new FakeBroker(FakeBroker.Sends.STORE)) {
            String table = run(new LocalPeer(unused), "append", "read");
            assertThat(table).contains("bare disk before", "appended and forced", "at least 80 %",
                    "cached, read before", "not measured: ", "absent cannot be written");
            assertThat(table).containsPattern("appended and forced +\\| [1-9][0-9,.]* MB/s, [1-9][0-9,]* msg/s");
            assertThat(table).containsPattern("read before +\\| [1-9][0-9,]* msg/s");
        }
    }

    @Test
    void theServerIsMeasuredBesideAReaderAndWithManyQueues() throws IOException {
        try (FakeBroker broker = new FakeBroker(FakeBroker.Sends.STORE)) {
            String table = run(new LocalPeer(broker), "tail", "queues");
            assertThat(table).contains("tail alone again", "tail beside the same reader again", "12 queues",
                    "creating 3 topics", "after SIGKILL", "at least 70 %");
            assertThat(table).containsPattern("tail alone +\\| [1-9][0-9,]* msg/s, p50 [1-9].* 0 failures");
            assertThat(table).containsPattern("the same reader again +\\| [1-9][0-9,]* msg/s");
        }
    }

    @Test
    void aRowThatFailsIsToldAndTheOthersGoOn() throws IOException {
        String table = new StorageRun(site(new Absent()), SMALL).run(List.of("recovery", "tail"));
        assertThat(table.lines().filter(line -> line.contains("not measured: nobody is at home"))).hasSize(2);
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("recovery after SIGKILL");
    }

    @Test
    void unknownRowsAreRefused() {
        Site site = site(new Absent());
        assertThatThrownBy(() -> new StorageRun(site, SMALL).run(List.of("nothing")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("append, read, tail");
    }

    @Test
    void valuesDoNotBreakTheTable() {
        Findings findings = new Findings(new PrintStream(progress, true, StandardCharsets.UTF_8));
        findings.begin("row");
        findings.goal("speed", "over 9", false, "8");
        findings.skipped("size", "a|b\nc");
        assertThat(findings.render())
                .containsPattern("\\| row \\| speed +\\| 8 +\\| over 9 \\| NO  \\|\n")
                .containsPattern("\\| row \\| size +\\| not measured: a/b c \\| +\\| +\\|\n");
    }
}
