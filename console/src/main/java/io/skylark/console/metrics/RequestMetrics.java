package io.skylark.console.metrics;

import io.skylark.broker.BrokerView;
import io.skylark.net.RpcSeries;
import java.util.Arrays;

/// How long requests took.
final class RequestMetrics {
    /// RocketMQ's classes; ours are finer.
    private static final long[] LIMITS = {1, 3, 5, 7, 10, 100, 1_000, 2_000, 3_000};

    private final BrokerView broker;

    RequestMetrics(BrokerView broker) {
        this.broker = broker;
    }

    void collect(Scrape scrape) {
        for (RpcSeries series : broker.times().all()) {
            long[] counts = counts(series);
            if (Arrays.stream(counts).sum() > 0) {
                scrape.add(
                        Metric.RPC_LATENCY, LIMITS, counts, series.totalMillis(),
                        "protocol_type", "remoting",
                        "request_code", Integer.toString(series.requestCode()),
                        "response_code", Integer.toString(series.responseCode()),
                        "is_long_polling", Boolean.toString(series.held()),
                        "result", series.oneway() ? "oneway" : "success");
            }
        }
    }

    private static long[] counts(RpcSeries series) {
        long[] fine = series.counts();
        int[] limits = RpcSeries.limitsMillis();
        long[] counts = new long[LIMITS.length + 1];
        int to = 0;
        for (int i = 0; i < fine.length; i++) {
            while (to < LIMITS.length && (i == limits.length || limits[i] > LIMITS[to])) {
                to++;
            }
            counts[to] += fine[i];
        }
        return counts;
    }
}
