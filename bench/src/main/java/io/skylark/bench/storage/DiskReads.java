package io.skylark.bench.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What processes have fetched from the disk so far, by reading or by touching mapped pages: the proof that something
/// was cold.
final class DiskReads {
    private static final String READ = "read_bytes:";

    private DiskReads() {}

    static long ofThisProcess() throws IOException {
        return of(List.of(ProcessHandle.current().pid()));
    }

    static long of(List<Long> pids) throws IOException {
        long sum = 0;
        for (long pid : pids) {
            sum += parse(Files.readString(Path.of("/proc", Long.toString(pid), "io")));
        }
        return sum;
    }

    /// @param text of `/proc/<pid>/io`
    static long parse(String text) throws IOException {
        return text.lines()
                .filter(line -> line.startsWith(READ))
                .mapToLong(line -> Long.parseLong(line.substring(READ.length()).strip()))
                .findFirst()
                .orElseThrow(() -> new IOException("not what /proc/<pid>/io looks like: " + text));
    }
}
