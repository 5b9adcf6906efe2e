package io.skylark.bench.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The files that this process has mapped. Java gives mapped memory back some time after its last buffer was collected,
/// and until then the operating system keeps its pages.
final class Mappings {
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);

    private Mappings() {}

    /// Has closed files unmapped.
    ///
    /// @return whether nothing in the folder is mapped any more
    static boolean release(Path folder) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (count(folder) > 0) {
            if (System.nanoTime() > end) {
                return false;
            }
            System.gc();
            pause();
        }
        return true;
    }

    static long count(Path folder) throws IOException {
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.filter(line -> line.contains(folder + "/")).count();
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
