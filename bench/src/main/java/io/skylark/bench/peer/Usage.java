package io.skylark.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process has used so far, from `/proc`.
///
/// @param cpuNanos of all its threads, in user and kernel mode; in steps of 10 ms
/// @param residentBytes at this moment
public record Usage(long cpuNanos, long residentBytes) {
    public static final Usage NONE = new Usage(0, 0);

    /// Linux counts processor time for user space in hundredths of a second on every machine.
    private static final long NANOS_PER_TICK = 10_000_000;
    /// Fields of `/proc/<pid>/stat` behind the command: state is the first, utime the 12th, stime the 13th.
    private static final int USER_TICKS = 11;
    private static final int KERNEL_TICKS = 12;
    private static final String RESIDENT = "VmRSS:";

    public static Usage of(long pid) throws IOException {
        Path folder = Path.of("/proc", Long.toString(pid));
        return parse(Files.readString(folder.resolve("stat")), Files.readString(folder.resolve("status")));
    }

    /// @param stat of `/proc/<pid>`
    /// @param status of `/proc/<pid>`
    static Usage parse(String stat, String status) throws IOException {
        // The command stands in parentheses and may itself have spaces and parentheses.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        if (fields.length <= KERNEL_TICKS) {
            throw new IOException("not what /proc/<pid>/stat looks like: " + stat);
        }
        long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[KERNEL_TICKS]);
        long residentKib = status.lines()
                .filter(line -> line.startsWith(RESIDENT))
                .mapToLong(line -> Long.parseLong(line.substring(RESIDENT.length()).replace("kB", "").strip()))
                .sum(); // a process that has just ended has no memory any more
        return new Usage(ticks * NANOS_PER_TICK, residentKib * 1024);
    }

    public Usage plus(Usage other) {
        return new Usage(cpuNanos + other.cpuNanos, residentBytes + other.residentBytes);
    }
}
