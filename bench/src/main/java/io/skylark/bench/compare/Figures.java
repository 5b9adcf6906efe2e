package io.skylark.bench.compare;

import io.skylark.bench.load.LoadResult;
import io.skylark.bench.peer.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What one row measured on one peer, or the medians of several such measurements.
///
/// @param p50 microseconds, as the other percentiles
/// @param cpuMicros of the server for each message
/// @param residentMebibytes of the server right after the row
/// @param loadPercent of one processor that the load itself used; a generator near 100 measures itself
/// @param failures of all kinds; a figure beside failures is worth little
public record Figures(double messagesPerSecond, double megabytesPerSecond, double p50, double p99, double p999,
        double cpuMicros, double residentMebibytes, double loadPercent, double failures) {
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    /// @param before usage of the server at the start of the measured interval
    /// @param after usage at its end
    /// @param loadNanos processor time of the load in between
    static Figures of(LoadResult load, Usage before, Usage after, long loadNanos) {
        double cpuMicros = (after.cpuNanos() - before.cpuNanos()) / 1e3 / Math.max(1, load.messages());
        return new Figures(load.messagesPerSecond(), load.megabytesPerSecond(), load.micros(50), load.micros(99),
                load.micros(99.9), cpuMicros, after.residentBytes() / BYTES_PER_MEBIBYTE,
                100.0 * loadNanos / load.interval().toNanos(), load.failureCount());
    }

    /// Each figure's own median; of failures the most.
    static Figures median(List<Figures> runs) {
        return new Figures(
                median(runs, Figures::messagesPerSecond),
                median(runs, Figures::megabytesPerSecond),
                median(runs, Figures::p50),
                median(runs, Figures::p99),
                median(runs, Figures::p999),
                median(runs, Figures::cpuMicros),
                median(runs, Figures::residentMebibytes),
                median(runs, Figures::loadPercent),
                runs.stream().mapToDouble(Figures::failures).max().orElse(0));
    }

    private static double median(List<Figures> runs, ToDoubleFunction<Figures> figure) {
        return median(runs.stream().mapToDouble(figure).toArray());
    }

    /// The middle value, or the mean of the two in the middle; 0 of none.
    public static double median(double... values) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
