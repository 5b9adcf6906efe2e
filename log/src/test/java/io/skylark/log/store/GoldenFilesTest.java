package io.skylark.log.store;

import io.skylark.log.LogConfig;
import io.skylark.log.disk.FileSystemDisk;
import io.skylark.log.index.TagFilter;
import io.skylark.log.sealed.SealedIndex;
import io.skylark.log.snapshot.SnapshotFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// The files in `src/test/resources/golden` are a store as the first version wrote it: one of every kind of file. They are
/// read, and written again byte for byte, so that no format changes unnoticed. A changed format is a new version, with
/// golden files of its own beside these.
///
/// `-Dskylark.golden=<folder>` writes them.
final class GoldenFilesTest {
    private static final LogConfig CONFIG = new LogConfig(
            4096, 1500, 1 << 20, 1024, 4, LogConfig.FlushMode.SYNC, Duration.ofMillis(5), 32 << 10);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_000L));
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final List<String> KINDS = List.of(".log", ".index", ".snapshot", ".mark", ".store");

    @TempDir
    Path folder;

    /// Two sealed segments and a tail; two topics, one of them removed and made again.
    private static void write(Path target) {
        try (StoreFixture fixture = new StoreFixture(FileSystemDisk.of(target), CONFIG, CLOCK)) {
            for (int i = 0; i < 12; i++) {
                fixture.send(Drafts.draft("orders", i % 2, ("order " + i + " " + "x".repeat(500)).getBytes(UTF_8),
                        new TreeMap<>(Map.of("TAGS", "tag" + i % 3, "KEYS", "k" + i, "UNIQ_KEY", "U" + i))));
                if (i == 2) {
                    fixture.send(Drafts.draft("gone", 0, "dead"));
                    fixture.removeTopic("gone");
                }
            }
            fixture.sendBatch(Drafts.draft("gone", 1, "alive 1"), Drafts.draft("gone", 1, "alive 2"));
        }
    }

    private static List<Path> files(Path in) throws IOException {
        try (Stream<Path> all = Files.list(in)) {
            return all.filter(file -> KINDS.stream().anyMatch(kind -> file.toString().endsWith(kind))).sorted().toList();
        }
    }

    @Test
    void writesTheSameBytes() throws IOException {
        String update = System.getProperty("skylark.golden");
        if (update != null) {
            write(Path.of(update));
        }
        write(folder);
        for (Path golden : files(GOLDEN)) {
            String name = golden.getFileName().toString();
            if (isExact(name)) {
                assertThat(Files.readAllBytes(folder.resolve(name))).as(name).isEqualTo(Files.readAllBytes(golden));
            }
        }
    }

    /// The mark counts forces, whose number depends on the threads; a snapshot that is taken while messages come may know
    /// some of them.
    private static boolean isExact(String name) throws IOException {
        boolean lastSnapshot = files(GOLDEN).stream()
                .map(file -> file.getFileName().toString())
                .filter(file -> file.endsWith(".snapshot"))
                .reduce((before, after) -> after)
                .map(name::equals)
                .orElse(false);
        return lastSnapshot || !(name.endsWith(".mark") || name.endsWith(".snapshot"));
    }

    @Test
    void readsTheStore() throws IOException {
        for (Path file : files(GOLDEN)) {
            Files.copy(file, folder.resolve(file.getFileName().toString()));
        }
        try (StoreFixture fixture = new StoreFixture(FileSystemDisk.of(folder), CONFIG, CLOCK)) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 12; i += 2) {
                expected.add("order " + i + " " + "x".repeat(500));
            }
            assertThat(fixture.read("orders", 0, 0, 99, TagFilter.ALL)).isEqualTo(expected);
            assertThat(fixture.read("gone", 0, 0, 99, TagFilter.ALL)).isEmpty();
            assertThat(fixture.read("gone", 1, 0, 99, TagFilter.ALL)).containsExactly("alive 1", "alive 2");
            assertThat(fixture.store.query("orders", "k3", 9, 0, Long.MAX_VALUE)).hasSize(1);
            assertThat(fixture.store.query("orders", "U11", 9, 0, Long.MAX_VALUE)).hasSize(1);
        }
    }

    /// What the byte tables in `docs/formats` say, field by field.
    @Test
    void readsEachFile() throws IOException {
        Path first = GOLDEN.resolve("00000000000000000000.index");
        SealedIndex index = SealedIndex.open("golden", ByteBuffer.wrap(Files.readAllBytes(first)), 4096);
        index.checkAll();
        assertThat(index.base()).isZero();
        assertThat(index.topicName(0)).isEqualTo("orders");
        assertThat(index.topics()).isEqualTo(1);
        assertThat(index.queues()).isEqualTo(2);
        assertThat(index.firstOffset(1)).isZero();
        assertThat(index.count(0) + index.count(1)).isEqualTo(index.entries());
        assertThat(index.minTime()).isEqualTo(1_700_000_000_000L);
        assertThat(index.firstFrame(0)).isZero();
        assertThat(index.place(index.firstEntry(0))).isEqualTo(40);

        List<Path> snapshots = files(GOLDEN).stream().filter(file -> file.toString().endsWith(".snapshot")).toList();
        assertThat(snapshots).hasSize(2);
        SnapshotFile snapshot = SnapshotFile.open("golden", ByteBuffer.wrap(Files.readAllBytes(snapshots.getLast())));
        assertThat(snapshot.point().tailPosition()).isLessThan(snapshot.point().position());
        assertThat(snapshot.point().lastIndex()).isEqualTo(15);
        List<Integer> types = new ArrayList<>();
        snapshot.forEach(item -> types.add(item.typeCode()));
        assertThat(types).containsOnly(3);
    }
}
