package io.skylark.bench.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// Counts of one run. Before [#open] and after [#close] only failures count: they are never forgotten. Owned by the
/// loop's thread.
public final class Tally {
    /// Latencies above this are recorded as this.
    public static final long MAX_LATENCY_NANOS = 600_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;
    /// Different failures that are told apart.
    private static final int MAX_FAILURES = 32;
    private static final String OTHER = "other failures";

    private final Histogram latency = new Histogram(MAX_LATENCY_NANOS, SIGNIFICANT_DIGITS);
    private final Map<String, Long> failures = new TreeMap<>();
    private boolean open;
    private long from = Long.MAX_VALUE;
    private long until = Long.MAX_VALUE;
    private long messages;
    private long bytes;
    private long requests;

    /// Begins the measured interval.
    void open(long now) {
        open = true;
        from = now;
    }

    void close(long now) {
        open = false;
        until = now;
    }

    boolean isOpen() {
        return open;
    }

    /// A request that was answered well.
    ///
    /// @param payload bytes of bodies
    public void answered(int messageCount, long payload) {
        if (open) {
            requests++;
            messages += messageCount;
            bytes += payload;
        }
    }

    /// Records a latency that began at `since`, if that lies in the measured interval. What begins in the interval
    /// counts even when it ends behind it, so that the slowest are not left out.
    public void latency(long since, long now) {
        if (since >= from && since < until) {
            latency.recordValue(Math.clamp(now - since, 0, MAX_LATENCY_NANOS));
        }
    }

    public void failed(String what) {
        failed(what, 1);
    }

    public void failed(String what, long count) {
        if (count > 0) {
            boolean known = failures.containsKey(what) || failures.size() < MAX_FAILURES;
            failures.merge(known ? what : OTHER, count, Long::sum);
        }
    }

    long requests() {
        return requests;
    }

    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    Histogram latencies() {
        return latency;
    }

    Map<String, Long> failures() {
        return failures;
    }
}
