package io.skylark.bench.storage;

import io.skylark.bench.compare.DiskSpeed;
import io.skylark.log.LogConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// Appends through the log with a force before every acknowledgement, between two measurements of the bare disk.
final class AppendWork implements Work {
    private static final double GOAL = 0.80;
    private static final String GOAL_TEXT = "at least 80 %";
    private static final int QUEUES = 8;
    /// More than a disk of this class takes, to see whether there is room.
    private static final long BYTES_PER_SECOND = 1_000_000_000;

    /// The bare disk, in both states that a file can be in.
    private record Disk(double fresh, double zeros) {
        private Disk mean(Disk other) {
            return new Disk((fresh + other.fresh) / 2, (zeros + other.zeros) / 2);
        }
    }

    @Override
    public void run(Site site, Scale scale, Findings findings) throws IOException {
        long seconds = scale.measured().plus(scale.interval().warmUp()).toSeconds() + 1;
        Path folder = site.fresh("append", 2 * scale.segmentBytes() + seconds * BYTES_PER_SECOND / 2);
        try {
            Disk before = disk(folder, scale);
            findings.add("bare disk before",
                    String.format(Locale.ROOT, "%.0f MB/s new file, %.0f MB/s file written before",
                            before.fresh, before.zeros));
            AppendLoad.Result appended = append(folder.resolve("log"), site, scale);
            findings.add("appended and forced",
                    String.format(Locale.ROOT, "%.0f MB/s, %,.0f msg/s",
                            appended.megabytesPerSecond(), appended.messagesPerSecond()));
            Disk after = disk(folder, scale);
            findings.add("bare disk after",
                    String.format(Locale.ROOT, "%.0f MB/s new file, %.0f MB/s file written before",
                            after.fresh, after.zeros));
            Disk disk = before.mean(after);
            double share = appended.megabytesPerSecond() / disk.fresh;
            findings.goal("share of the disk, new file as the log's", GOAL_TEXT, share >= GOAL, percent(share));
            findings.add("share of the disk, file written before",
                    percent(appended.megabytesPerSecond() / disk.zeros));
            findings.add("CPU of the log's threads",
                    String.format(Locale.ROOT, "%.2f us/msg", appended.micros(appended.logCpuNanos())));
            findings.add("CPU of the process, load included",
                    String.format(Locale.ROOT, "%.2f us/msg", appended.micros(appended.allCpuNanos())));
        } finally {
            Site.delete(folder);
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    /// The same pieces as the log's: rounds of staging memory, at most half of them forced together, in files of a
    /// segment's size.
    private static Disk disk(Path folder, Scale scale) throws IOException {
        return new Disk(disk(folder, scale, DiskSpeed.FileState.NEW), disk(folder, scale, DiskSpeed.FileState.ZEROS));
    }

    private static double disk(Path folder, Scale scale, DiskSpeed.FileState state) throws IOException {
        LogConfig log = scale.log();
        int blocks = (int) Math.max(log.rounds() / 2, scale.segmentBytes() / log.roundBytes());
        return DiskSpeed.megabytesPerSecond(folder, scale.measured(),
                new DiskSpeed.Pattern(log.roundBytes(), log.rounds() / 2, blocks, state));
    }

    private static AppendLoad.Result append(Path folder, Site site, Scale scale) throws IOException {
        try (OpenStore store = OpenStore.open(folder, scale.log(), site.progress())) {
            return new AppendLoad(store.log(), scale.proposers(), QUEUES, Scale.MESSAGE_BYTES, Long.MAX_VALUE)
                    .run(scale.interval());
        }
    }
}
