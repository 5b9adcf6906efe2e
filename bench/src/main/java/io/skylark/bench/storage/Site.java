package io.skylark.bench.storage;

import io.skylark.bench.compare.Bed;
import io.skylark.bench.load.Interval;
import io.skylark.bench.peer.Peer;
import io.skylark.bench.peer.RunningPeer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/// Where the rows work.
///
/// @param folder on the disk that is to be measured
/// @param server how to start a broker
public record Site(Path folder, Peer server, PageCache pageCache, PrintStream progress) {
    /// What a file system should have left: a full one is slow, and not only for us.
    private static final long SPARE_BYTES = 1L << 30;

    /// An empty folder of this name.
    ///
    /// @throws IOException also when the disk has not room for so many bytes more
    Path fresh(String name, long bytes) throws IOException {
        Path fresh = folder.resolve(name);
        delete(fresh);
        Files.createDirectories(fresh);
        long usable = Files.getFileStore(fresh).getUsableSpace();
        if (usable < bytes + SPARE_BYTES) {
            throw new IOException(String.format(Locale.ROOT,
                    "%s has %,d MB free, and this takes %,d MB and %,d MB to spare", folder,
                    usable / 1_000_000, bytes / 1_000_000, SPARE_BYTES / 1_000_000));
        }
        return fresh;
    }

    Bed bed(RunningPeer running, Interval interval) {
        return new Bed(running, interval, folder, folder, progress);
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// Number and size of the files below a folder. A segment has its full size from the start.
    static Occupied occupied(Path folder) throws IOException {
        long files = 0;
        long bytes = 0;
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files++;
                bytes += Files.size(path);
            }
        }
        return new Occupied(files, bytes);
    }

    record Occupied(long files, long bytes) {}
}
