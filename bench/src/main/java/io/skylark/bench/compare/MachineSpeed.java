package io.skylark.bench.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What the machine does without any server, in megabytes a second.
///
/// @param prepared writes of 1 MiB, each forced, into a file that was filled with zeros before
/// @param fresh the same into new files: their blocks, and the memory in front of them, are touched for the first time
/// @param loopback through one connection
record MachineSpeed(double prepared, double fresh, double loopback) {
    static MachineSpeed measure(Path folder, Duration length) throws IOException {
        return new MachineSpeed(
                DiskSpeed.megabytesPerSecond(folder, length, DiskSpeed.Pattern.STANDARD),
                DiskSpeed.megabytesPerSecond(folder, length, DiskSpeed.Pattern.NEW_FILES),
                LoopbackSpeed.megabytesPerSecond(length));
    }

    static MachineSpeed median(List<MachineSpeed> all) {
        return new MachineSpeed(
                median(all, MachineSpeed::prepared), median(all, MachineSpeed::fresh), median(all, MachineSpeed::loopback));
    }

    private static double median(List<MachineSpeed> all, ToDoubleFunction<MachineSpeed> speed) {
        return Figures.median(all.stream().mapToDouble(speed).toArray());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "disk %.0f MB/s, into new files %.0f (1 MiB writes, each forced); loopback %.0f MB/s",
                prepared, fresh, loopback);
    }
}
