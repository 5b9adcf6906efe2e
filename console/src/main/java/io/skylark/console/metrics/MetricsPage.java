package io.skylark.console.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.Labels;
import io.skylark.broker.BrokerView;
import io.skylark.net.http.Page;
import io.skylark.net.http.PageAnswer;
import io.skylark.net.http.PageRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// The metrics as they are now, as Prometheus text or OpenMetrics, whatever the scraper prefers.
public final class MetricsPage implements Page {
    private final Labels common;
    private final List<Consumer<Scrape>> parts;
    private final ExpositionFormats formats = ExpositionFormats.init();

    public MetricsPage(BrokerView broker, InstantSource clock) {
        common = Labels.of(
                "cluster", broker.config().now().clusterName(),
                "node_id", broker.config().now().brokerName(),
                "node_type", "broker",
                "otel_scope_name", "broker-meter");
        parts = List.of(
                new TopicMetrics(broker)::collect,
                new GroupMetrics(broker, clock)::collect,
                new RequestMetrics(broker)::collect,
                new ParkedMetrics(broker, clock)::collect,
                new StorageMetrics(broker, clock)::collect,
                new ConnectionMetrics(broker)::collect);
    }

    @Override
    public PageAnswer answer(PageRequest request) {
        Scrape scrape = new Scrape(common);
        parts.forEach(part -> part.accept(scrape));
        ExpositionFormatWriter writer = formats.findWriter(request.accept());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            writer.write(body, scrape.end());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new PageAnswer(PageAnswer.OK, writer.getContentType(), body.toByteArray());
    }
}
