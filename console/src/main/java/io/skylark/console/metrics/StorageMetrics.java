package io.skylark.console.metrics;

import io.skylark.broker.BrokerView;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.store.Storage;
import java.time.InstantSource;

/// The log, and how many topics and groups are in it.
final class StorageMetrics {
    private static final String[] MEDIUM = {"storage_type", "local", "storage_medium", "disk"};

    private final BrokerView broker;
    private final InstantSource clock;

    StorageMetrics(BrokerView broker, InstantSource clock) {
        this.broker = broker;
        this.clock = clock;
    }

    void collect(Scrape scrape) {
        ReplicatedLog log = broker.log().get();
        Storage storage = broker.storage();
        long last = log.lastPosition();
        scrape.add(Metric.STORAGE_SIZE, last - log.firstPosition(), MEDIUM);
        scrape.add(Metric.FLUSH_BEHIND, storage.unforcedBytes(), MEDIUM);
        scrape.add(Metric.DISPATCH_BEHIND, Math.max(0, last - log.appliedPosition()), MEDIUM);
        long oldest = storage.messages().earliestStoreTime().orElse(clock.millis());
        scrape.add(Metric.RESERVE_TIME, Math.max(0, clock.millis() - oldest), MEDIUM);
        scrape.add(Metric.DISK_WRITABLE, storage.refusal().isEmpty() ? 1 : 0);
        scrape.add(Metric.BROKER_PERMISSION, broker.config().now().permission());
        scrape.add(Metric.TOPIC_NUMBER, broker.topics().all().size());
        scrape.add(Metric.GROUP_NUMBER, broker.groups().all().size());
        scrape.add(Metric.PROCESSOR_WATERMARK, broker.coldReads().getAsInt(), "processor", "pull");
    }
}
