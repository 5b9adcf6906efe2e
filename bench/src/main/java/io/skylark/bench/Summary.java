package io.skylark.bench;

import io.skylark.bench.load.LoadResult;
import io.skylark.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The result of one load command. Latencies are microseconds.
public record Summary(String work, long milliseconds, long messages, long bytes, long messagesPerSecond,
        long bytesPerSecond, double p50, double p90, double p99, double p999, double p9999, double max,
        Map<String, Long> failures) {
    static Summary of(String work, LoadResult result) {
        return new Summary(work, result.interval().toMillis(), result.messages(), result.bytes(),
                Math.round(result.messagesPerSecond()), Math.round(result.megabytesPerSecond() * 1e6),
                micros(result, 50), micros(result, 90), micros(result, 99), micros(result, 99.9),
                micros(result, 99.99), micros(result, 100), result.failures());
    }

    private static double micros(LoadResult result, double percentile) {
        return Math.round(result.micros(percentile) * 10) / 10.0;
    }

    /// One line.
    String json() {
        return new String(Json.encodeStrict(this), StandardCharsets.UTF_8) + "\n";
    }

    String text() {
        String failed = failures.isEmpty() ? "" : failures.entrySet().stream()
                .map(entry -> "failed: " + entry.getValue() + " x " + entry.getKey() + "\n")
                .collect(Collectors.joining());
        return String.format(Locale.ROOT,
                "%s: %,d messages in %.1f s: %,d msg/s, %.1f MB/s%n"
                        + "latency in us: p50 %,.0f  p90 %,.0f  p99 %,.0f  p99.9 %,.0f  p99.99 %,.0f  max %,.0f%n",
                work, messages, milliseconds / 1e3, messagesPerSecond, bytesPerSecond / 1e6, p50, p90, p99, p999,
                p9999, max) + failed;
    }
}
