package io.skylark.bench.load;

import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// What one run measured.
///
/// @param interval that the counts belong to
/// @param requests answered well
/// @param bytes of bodies
/// @param latency in nanoseconds
/// @param failures of the whole run, warm-up included: what happened and how often
public record LoadResult(Duration interval, long requests, long messages, long bytes, Histogram latency,
        Map<String, Long> failures) {

    public double messagesPerSecond() {
        return messages / seconds();
    }

    public double megabytesPerSecond() {
        return bytes / 1e6 / seconds();
    }

    private double seconds() {
        return interval.toNanos() / 1e9;
    }

    public long failureCount() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Microseconds that the given share of latencies does not exceed; 0 when none was measured.
    public double micros(double percentile) {
        return latency.getTotalCount() == 0 ? 0 : latency.getValueAtPercentile(percentile) / 1e3;
    }
}
