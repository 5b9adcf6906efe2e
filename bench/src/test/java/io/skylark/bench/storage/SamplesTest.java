package io.skylark.bench.storage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class SamplesTest {
    @TempDir
    private Path folder = Path.of(".");

    @Test
    void theDiskReadsOfAProcessAreThoseBelowTheCache() throws IOException {
        assertThat(DiskReads.parse("rchar: 6976\nwchar: 0\nread_bytes: 40960\nwrite_bytes: 5\n")).isEqualTo(40_960);
        assertThatThrownBy(() -> DiskReads.parse("rchar: 6976\n")).isInstanceOf(IOException.class)
                .hasMessageContaining("/proc/<pid>/io");
        assertThat(DiskReads.of(List.of())).isZero();
    }

    @Test
    void theHeapIsTheLastLineOfTheHistogram() throws IOException {
        String histogram = """
                4711:
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:          6341         556520  [B (java.base@25)
                Total         33210        1854312
                """;
        assertThat(JavaHeap.parse(histogram)).isEqualTo(1_854_312);
        assertThatThrownBy(() -> JavaHeap.parse("4711:\njava.io.IOException: no such process"))
                .isInstanceOf(IOException.class).hasMessageContaining("4711:");
    }

    @Test
    void theHeapOfThisProcessCanBeSeen() throws IOException {
        assertThat(JavaHeap.liveBytes(ProcessHandle.current().pid())).isGreaterThan(100_000);
    }

    @Test
    void thePageCacheIsDroppedOrTheReasonGiven() throws IOException {
        Path dropSwitch = Files.createFile(folder.resolve("drop_caches"));
        assertThat(new PageCache(dropSwitch).drop()).isEmpty();
        assertThat(dropSwitch).hasContent("1");
        assertThat(new PageCache(folder.resolve("absent")).drop()).get().asString()
                .contains("absent cannot be written by this user");
    }

    @Test
    void whatIsMappedIsKnownUntilItIsCollected() throws IOException {
        Path file = Files.write(folder.resolve("mapped"), new byte[4096]);
        try (FileChannel channel = FileChannel.open(file); Arena arena = Arena.ofConfined()) {
            assertThat(channel.map(FileChannel.MapMode.READ_ONLY, 0, 4096, arena).byteSize()).isEqualTo(4096);
            assertThat(Mappings.count(folder)).isEqualTo(1);
        }
        assertThat(Mappings.release(folder)).isTrue();
    }

    @Test
    void filesAreCountedWhereverTheyAre() throws IOException {
        Files.write(folder.resolve("a"), new byte[10]);
        Files.write(Files.createDirectories(folder.resolve("b/c")).resolve("d"), new byte[5]);
        assertThat(Site.occupied(folder)).isEqualTo(new Site.Occupied(2, 15));
    }
}
