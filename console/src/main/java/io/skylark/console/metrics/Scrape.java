package io.skylark.console.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What one scrape is answered with, while it is put together. Owned by the thread of the scrape.
final class Scrape {
    /// Series of one metric; what comes beyond is left out.
    static final int MAX_SERIES = 50_000;

    private final Labels common;
    private final Map<Metric, List<CounterDataPointSnapshot>> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, List<GaugeDataPointSnapshot>> gauges = new EnumMap<>(Metric.class);
    private final Map<Metric, List<HistogramDataPointSnapshot>> histograms = new EnumMap<>(Metric.class);

    /// @param common labels that all series have
    Scrape(Labels common) {
        this.common = common;
    }

    /// Adds a series.
    ///
    /// @param labels names and values in turn
    void add(Metric metric, long value, String... labels) {
        if (metric.kind() == Metric.Kind.COUNTER) {
            add(counters, metric, new CounterDataPointSnapshot((double) value, labels(labels), null, 0));
        } else {
            add(gauges, metric, new GaugeDataPointSnapshot((double) value, labels(labels), null));
        }
    }

    /// Adds a histogram.
    ///
    /// @param limits upper limits of the classes; the last class has none
    /// @param counts how many values each class has
    void add(Metric metric, long[] limits, long[] counts, long sum, String... labels) {
        double[] bounds = new double[counts.length];
        for (int i = 0; i < limits.length; i++) {
            bounds[i] = limits[i];
        }
        bounds[limits.length] = Double.POSITIVE_INFINITY;
        add(histograms, metric, new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(bounds, counts), (double) sum, labels(labels), null, 0));
    }

    private static <T> void add(Map<Metric, List<T>> all, Metric metric, T point) {
        List<T> points = all.computeIfAbsent(metric, any -> new ArrayList<>());
        if (points.size() < MAX_SERIES) {
            points.add(point);
        }
    }

    private Labels labels(String... own) {
        return own.length == 0 ? common : common.merge(Labels.of(own));
    }

    MetricSnapshots end() {
        List<MetricSnapshot> all = new ArrayList<>();
        counters.forEach((metric, points) -> {
            CounterSnapshot.Builder builder = CounterSnapshot.builder().name(metric.base()).help(metric.help());
            points.forEach(builder::dataPoint);
            all.add(builder.build());
        });
        gauges.forEach((metric, points) -> {
            GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(metric.base()).help(metric.help());
            points.forEach(builder::dataPoint);
            all.add(builder.build());
        });
        histograms.forEach((metric, points) -> {
            HistogramSnapshot.Builder builder = HistogramSnapshot.builder().name(metric.base()).help(metric.help());
            points.forEach(builder::dataPoint);
            all.add(builder.build());
        });
        return new MetricSnapshots(all);
    }
}
