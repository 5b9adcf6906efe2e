package io.skylark.bench.clients;

import io.skylark.bench.compare.Figures;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What one run of a client measured, or the medians of several.
///
/// @param cpuMicros of the client for each message
/// @param allocatedBytes by the client for each message
/// @param serverMicros processor time of the server for each message
/// @param p50 microseconds, as p99; 0 when the work has no latencies
/// @param failures of all kinds; a figure beside failures is worth little
record Sample(double messagesPerSecond, double cpuMicros, double allocatedBytes, double serverMicros, double p50,
        double p99, double failures) {
    /// Each figure's own median, and the most failures.
    static Sample median(List<Sample> runs) {
        return new Sample(median(runs, Sample::messagesPerSecond), median(runs, Sample::cpuMicros),
                median(runs, Sample::allocatedBytes), median(runs, Sample::serverMicros), median(runs, Sample::p50),
                median(runs, Sample::p99), runs.stream().mapToDouble(Sample::failures).max().orElse(0));
    }

    private static double median(List<Sample> runs, ToDoubleFunction<Sample> figure) {
        return Figures.median(runs.stream().mapToDouble(figure).toArray());
    }
}
