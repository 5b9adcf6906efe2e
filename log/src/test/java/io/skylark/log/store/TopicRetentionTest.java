package io.skylark.log.store;

import io.skylark.log.LogConfig;
import io.skylark.log.disk.FaultyDisk;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What topics of their own time, and topics that are removed, mean for the segments they share with others.
@Timeout(120)
final class TopicRetentionTest extends RetainedStore {
    @Test
    void keepsASegmentForATopicThatIsKeptLonger() {
        byTopic.put("LONG", Duration.ofDays(30));
        try (StoreFixture fixture = open()) {
            send(fixture, "LONG", 0, 1);
            send(fixture, "T", 0, MESSAGES);
            awaitSealed(fixture);
            now = DELETE_HOUR;
            check(fixture);
            assertHolds(fixture, "LONG", 0, 1);
            assertHolds(fixture, "T", 0, MESSAGES);
            now = DELETE_HOUR.plus(Duration.ofDays(27));
            check(fixture);
            assertThat(min(fixture, "LONG")).isEqualTo(1);
        }
    }

    @Test
    void doesNotKeepASegmentForATopicThatIsGone() {
        byTopic.put("LONG", Duration.ofDays(30));
        try (StoreFixture fixture = open()) {
            send(fixture, "LONG", 0, 1);
            send(fixture, "T", 0, MESSAGES);
            fixture.removeTopic("LONG");
            awaitSealed(fixture);
            now = DELETE_HOUR;
            check(fixture);
            assertThat(min(fixture, "T")).isPositive();
        }
    }

    /// With asynchronous flushing the power may fail between the removal of a topic and its force, which is held up here.
    @Test
    void deletesSegmentsOfARemovedTopicOnlyWhenTheRemovalIsDurable() throws Exception {
        byTopic.put("LONG", Duration.ofDays(30));
        FaultyDisk before = disk;
        CountDownLatch forces = new CountDownLatch(1);
        AtomicBoolean held = new AtomicBoolean();
        AtomicReference<FaultyDisk> after = new AtomicReference<>();
        before.onCall((call, name) -> {
            if (call == FaultyDisk.Call.FORCE && name.endsWith(".log") && held.get()) {
                await(forces);
            } else if (call == FaultyDisk.Call.DELETE && name.endsWith(".index") && after.get() == null) {
                after.set(before.crash(FaultyDisk.Loss.EVERYTHING));
            }
        });
        LogConfig config = StoreFixture.CONFIG.withFlushMode(LogConfig.FlushMode.ASYNC);
        try (StoreFixture fixture = open(disk, config, CONFIG)) {
            send(fixture, "LONG", 0, MESSAGES);
            send(fixture, "T", 0, MESSAGES);
            awaitSealed(fixture);
            now = DELETE_HOUR;
            check(fixture);
            assertHolds(fixture, "LONG", 0, MESSAGES);
            held.set(true);
            fixture.removeTopic("LONG");
            Future<?> look = fixture.storage.checkRetention();
            try {
                assertThatThrownBy(() -> look.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            } finally {
                forces.countDown();
            }
            await(look);
        }
        disk = Objects.requireNonNull(after.get());
        try (StoreFixture fixture = open()) {
            assertThat(fixture.store.maxOffset("LONG", 0)).isZero();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The segment with the removal goes; the topic made after it must not be taken for the one before.
    @Test
    void keepsASegmentForATopicThatWasMadeAgain() {
        byTopic.put("LONG", Duration.ofDays(30));
        try (StoreFixture fixture = open()) {
            send(fixture, "LONG", 0, 1);
            fixture.removeTopic("LONG");
            send(fixture, "T", 0, 30);
            send(fixture, "LONG", 0, 1);
            send(fixture, "T", 30, MESSAGES);
            awaitSealed(fixture);
            now = DELETE_HOUR;
            check(fixture);
            assertThat(min(fixture, "T")).isPositive().isLessThan(30);
            assertHolds(fixture, "LONG", 0, 1);
        }
        try (StoreFixture fixture = open()) {
            check(fixture);
            assertHolds(fixture, "LONG", 0, 1);
        }
    }

    @Test
    void hidesMessagesOfTopicsThatAreKeptForAShorterTimeAndDeletesTheirSegmentsEarlier() {
        byTopic.put("SHORT", Duration.ofHours(1));
        try (StoreFixture fixture = open()) {
            send(fixture, "SHORT", 0, 30);
            now = NOON.plus(Duration.ofMinutes(50));
            send(fixture, "SHORT", 30, MESSAGES);
            send(fixture, "T", 0, 1);
            awaitSealed(fixture);
            now = NOON.plus(Duration.ofMinutes(70));
            check(fixture);
            assertThat(min(fixture, "SHORT")).isEqualTo(30);
            assertHolds(fixture, "SHORT", 30, MESSAGES);
            assertThat(fixture.store.query("SHORT", "k0", 1, 0, Long.MAX_VALUE)).isEmpty();
            now = NOON.plus(Duration.ofMinutes(111));
            check(fixture);
            assertThat(min(fixture, "SHORT")).isEqualTo(MESSAGES);
            assertThat(files(".log")).contains("00000000000000000000.log");
        }
        try (StoreFixture fixture = open()) {
            assertThat(min(fixture, "SHORT")).isEqualTo(MESSAGES);
            assertHolds(fixture, "T", 0, 1);
            now = Instant.parse("2026-01-02T04:30:00Z");
            check(fixture);
            assertThat(files(".log")).doesNotContain("00000000000000000000.log");
            assertHolds(fixture, "T", 0, 1);
        }
    }
}
