package io.skylark.broker.runtime;

import io.skylark.net.RpcSeries;
import io.skylark.net.RpcTimes;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.SendMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/// How long sends took until they were stored: in the classes that RocketMQ has names for, and the slowest of the newest
/// minute. Guarded by its monitor.
final class SendLatency {
    /// The samples of one minute, and the one before them.
    private static final int SAMPLES = 7;

    /// RocketMQ's classes, each with the last class of [RpcSeries] that belongs to it.
    private enum Named {
        UNDER_1_MS("<=0ms", 0), UNDER_10_MS("0~10ms", 4), UNDER_50_MS("10~50ms", 5), UNDER_100_MS("50~100ms", 6),
        UNDER_200_MS("100~200ms", 7), UNDER_500_MS("200~500ms", 8), UNDER_1_S("500ms~1s", 9), UNDER_2_S("1~2s", 10),
        UNDER_3_S("2~3s", 11), UNDER_4_S("3~4s", 12), UNDER_5_S("4~5s", 13), UNDER_10_S("5~10s", 14),
        LONGER("10s~", 15);

        private final String text;
        private final int last;

        Named(String text, int last) {
            this.text = text;
            this.last = last;
        }
    }

    private final RpcTimes times;
    private final Deque<long[]> samples = new ArrayDeque<>();

    SendLatency(RpcTimes times) {
        this.times = times;
        samples.add(counts());
    }

    /// Once in [io.skylark.broker.measure.Statistics#INTERVAL].
    synchronized void sample() {
        samples.add(counts());
        if (samples.size() > SAMPLES) {
            samples.remove();
        }
    }

    private List<RpcSeries> series(Predicate<RpcSeries> wanted) {
        return times.all().stream().filter(wanted).toList();
    }

    private static boolean isSend(RpcSeries series) {
        int code = series.requestCode();
        return code == SendMessage.V1 || code == SendMessage.V2 || code == SendMessage.BATCH;
    }

    private static boolean isStored(RpcSeries series) {
        return isSend(series) && series.responseCode() == ResponseCode.SUCCESS;
    }

    private long[] counts() {
        long[] sum = new long[RpcSeries.limitsMillis().length + 1];
        for (RpcSeries one : series(SendLatency::isStored)) {
            long[] counts = one.counts();
            Arrays.setAll(sum, i -> sum[i] + counts[i]);
        }
        return sum;
    }

    /// Sends that were not stored, for whatever reason.
    long failed() {
        return series(one -> isSend(one) && !isStored(one)).stream()
                .mapToLong(one -> Arrays.stream(one.counts()).sum())
                .sum();
    }

    long longestSendMillis() {
        return series(SendLatency::isStored).stream().mapToLong(RpcSeries::longestMillis).max().orElse(0);
    }

    /// The slowest pull that found something at once.
    long longestPullMillis() {
        return series(one -> one.requestCode() == PullMessage.CODE
                        && one.responseCode() == ResponseCode.SUCCESS && !one.held()).stream()
                .mapToLong(RpcSeries::longestMillis).max().orElse(0);
    }

    /// Each class and how many sends it had since the start.
    String distribution() {
        long[] counts = counts();
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (Named named : Named.values()) {
            long count = Arrays.stream(counts, from, named.last + 1).sum();
            text.append('[').append(named.text).append("]:").append(count).append(' ');
            from = named.last + 1;
        }
        return text.toString();
    }

    /// The time in ms within which this share of the newest minute's sends was stored, as exactly as the classes are.
    synchronized double percentile(double share) {
        long[] newest = counts();
        long[] oldest = samples.getFirst();
        long all = 0;
        for (int i = 0; i < newest.length; i++) {
            newest[i] -= oldest[i];
            all += newest[i];
        }
        int[] limits = RpcSeries.limitsMillis();
        double wanted = all * share;
        long below = 0;
        for (int i = 0; i < limits.length; i++) {
            if (below + newest[i] >= wanted && newest[i] > 0) {
                double from = i == 0 ? 0 : limits[i - 1];
                return from + (limits[i] - from) * (wanted - below) / newest[i];
            }
            below += newest[i];
        }
        return all == 0 ? 0 : Duration.ofMillis(limits[limits.length - 1]).toMillis();
    }
}
