package io.skylark.log.store;

import io.skylark.log.DiskReserve;
import io.skylark.log.LogConfig;
import io.skylark.log.disk.Disk;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.index.TagFilter;
import io.skylark.log.retention.RetentionConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// A store that expires, for the tests of that: the disk, the clock that is set, and checks that are asked for.
abstract class RetainedStore {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final Instant DELETE_HOUR = Instant.parse("2026-01-05T04:30:00Z");
    static final String FILLER = "-" + "x".repeat(1000);
    static final int MESSAGES = 60;
    static final RetentionConfig CONFIG = retention(0, false);

    FaultyDisk disk = new FaultyDisk(1);
    volatile Instant now = NOON;
    final Map<String, Duration> byTopic = new ConcurrentHashMap<>();

    static RetentionConfig retention(long maxBytes, boolean force) {
        return new RetentionConfig(
                Duration.ofDays(3), Set.of(4), maxBytes, 75, force, Duration.ofDays(1));
    }

    StoreFixture open(Disk on, LogConfig log, RetentionConfig config) {
        return new StoreFixture(on, log, () -> now, storage -> storage.retain(
                config, topic -> Optional.ofNullable(byTopic.get(topic)), ZoneOffset.UTC));
    }

    StoreFixture open() {
        return open(disk, StoreFixture.CONFIG, CONFIG);
    }

    static void send(StoreFixture fixture, String topic, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(fixture.send(Drafts.draft(topic, 0, i + FILLER)).queueOffset()).isEqualTo(i);
        }
    }

    static void check(StoreFixture fixture) {
        await(fixture.storage.checkRetention());
    }

    static void await(Future<?> done) {
        try {
            done.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /// The time-out of the test bounds it.
    static void checkUntil(StoreFixture fixture, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            check(fixture);
        }
    }

    static long min(StoreFixture fixture, String topic) {
        return fixture.store.minOffset(topic, 0);
    }

    List<String> files(String suffix) {
        return disk.list().stream().filter(name -> name.endsWith(suffix)).toList();
    }

    /// Returns when everything that has ended is sealed, and the snapshot of that is there.
    void awaitSealed(StoreFixture fixture) {
        long tail = Objects.requireNonNull(fixture.store.indexed().newest()).base();
        String snapshot = String.format("%020d.snapshot", tail);
        while (fixture.store.indexed().tailPosition() < tail || !disk.list().contains(snapshot)) {
            Thread.onSpinWait();
        }
    }

    static void assertHolds(StoreFixture fixture, String topic, int from, int to) {
        List<String> found = new ArrayList<>();
        List<String> some = fixture.read(topic, 0, from, 100, TagFilter.ALL);
        while (!some.isEmpty()) {
            found.addAll(some);
            some = fixture.read(topic, 0, from + found.size(), 100, TagFilter.ALL);
        }
        assertThat(found).isEqualTo(IntStream.range(from, to).mapToObj(i -> i + FILLER).toList());
    }

    static LogConfig withReserve(long bytes) {
        return StoreFixture.CONFIG.withReserve(new DiskReserve(bytes, 0, Duration.ofMillis(2)));
    }
}
