package io.skylark.log.store;

import io.skylark.log.DiskReserve;
import io.skylark.log.LogConfig;
import io.skylark.log.disk.Disk;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.disk.SmallDisk;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What is deleted, when, and above all what is not: with segments of 16 KiB, a clock that is set, and checks that are asked
/// for.
@Timeout(120)
final class RetentionTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant DELETE_HOUR = Instant.parse("2026-01-05T04:30:00Z");
    private static final String FILLER = "-" + "x".repeat(1000);
    private static final int MESSAGES = 60;
    private static final RetentionConfig CONFIG = retention(0, false);

    private FaultyDisk disk = new FaultyDisk(1);
    private volatile Instant now = NOON;
    private final Map<String, Duration> byTopic = new ConcurrentHashMap<>();

    private static RetentionConfig retention(long maxBytes, boolean force) {
        return new RetentionConfig(
                Duration.ofDays(3), Set.of(4), maxBytes, 75, force, Duration.ofDays(1));
    }

    private StoreFixture open(Disk on, LogConfig log, RetentionConfig config) {
        return new StoreFixture(on, log, () -> now, storage -> storage.retain(
                config, topic -> Optional.ofNullable(byTopic.get(topic)), ZoneOffset.UTC));
    }

    private StoreFixture open() {
        return open(disk, StoreFixture.CONFIG, CONFIG);
    }

    private static void send(StoreFixture fixture, String topic, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(fixture.send(Drafts.draft(topic, 0, i + FILLER)).queueOffset()).isEqualTo(i);
        }
    }

    private static void check(StoreFixture fixture) {
        await(fixture.storage.checkRetention());
    }

    private static void await(Future<?> done) {
        try {
            done.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /// The time-out of the test bounds it.
    private static void checkUntil(StoreFixture fixture, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            check(fixture);
        }
    }

    private static long min(StoreFixture fixture, String topic) {
        return fixture.store.minOffset(topic, 0);
    }

    private List<String> files(String suffix) {
        return disk.list().stream().filter(name -> name.endsWith(suffix)).toList();
    }

    /// Returns when everything that has ended is sealed, and the snapshot of that is there.
    private void awaitSealed(StoreFixture fixture) {
        long tail = Objects.requireNonNull(fixture.store.indexed().newest()).base();
        String snapshot = String.format("%020d.snapshot", tail);
        while (fixture.store.indexed().tailPosition() < tail || !disk.list().contains(snapshot)) {
            Thread.onSpinWait();
        }
    }

    private static void assertHolds(StoreFixture fixture, String topic, int from, int to) {
        List<String> found = new ArrayList<>();
        List<String> some = fixture.read(topic, 0, from, 100, TagFilter.ALL);
        while (!some.isEmpty()) {
            found.addAll(some);
            some = fixture.read(topic, 0, from + found.size(), 100, TagFilter.ALL);
        }
        assertThat(found).isEqualTo(IntStream.range(from, to).mapToObj(i -> i + FILLER).toList());
    }

    @Test
    void deletesWhatHasExpiredButOnlyInTheHourForIt() {
        try (StoreFixture fixture = open()) {
            send(fixture, "T", 0, MESSAGES);
            awaitSealed(fixture);
            now = DELETE_HOUR.minus(Duration.ofHours(1));
            check(fixture);
            assertHolds(fixture, "T", 0, MESSAGES);
            now = DELETE_HOUR;
            check(fixture);
            assertThat(min(fixture, "T")).isPositive();
            assertHolds(fixture, "T", (int) min(fixture, "T"), MESSAGES);
            assertThat(fixture.read("T", 0, 0, 1, TagFilter.ALL)).isEmpty();
        }
    }

    @Test
    void keepsWhatHasNotExpired() {
        try (StoreFixture fixture = open()) {
            send(fixture, "T", 0, MESSAGES);
            awaitSealed(fixture);
            now = Instant.parse("2026-01-04T04:00:00Z"); // 64 hours old
            for (int i = 0; i < 5; i++) {
                check(fixture);
            }
            assertHolds(fixture, "T", 0, MESSAGES);
        }
    }

    @Test
    void deletesAtAnyHourWhenAsked() {
        try (StoreFixture fixture = open()) {
            send(fixture, "T", 0, MESSAGES);
            awaitSealed(fixture);
            now = NOON.plus(Duration.ofHours(73));
            check(fixture);
            assertThat(min(fixture, "T")).isZero();
            await(fixture.storage.expireSoon());
            assertThat(min(fixture, "T")).isPositive();
            // one request is good for some checks only, and sealing may take longer than those here
            while (min(fixture, "T") < MESSAGES) {
                await(fixture.storage.expireSoon());
            }
        }
    }

    @Test
    void deletesTheLastMessageOfABrokerThatNobodyWritesToAndThenRests() {
        try (StoreFixture fixture = open()) {
            send(fixture, "T", 0, 3);
            assertThat(files(".index")).isEmpty();
            now = NOON.plus(CONFIG.rollAge());
            checkUntil(fixture, () -> files(".index").size() == 1);
            assertHolds(fixture, "T", 0, 3);
            now = DELETE_HOUR;
            checkUntil(fixture, () -> min(fixture, "T") == 3);
            for (int i = 0; i < 30; i++) {
                check(fixture);
            }
            assertThat(files(".log")).hasSizeLessThanOrEqualTo(3);
            send(fixture, "T", 3, 5);
        }
        try (StoreFixture fixture = open()) {
            assertThat(min(fixture, "T")).isEqualTo(3);
            assertHolds(fixture, "T", 3, 5);
        }
    }

    @Test
    void holdsTheSizeOfTheSealedSegments() {
        try (StoreFixture fixture = open(disk, StoreFixture.CONFIG, retention(2 * 16384, false))) {
            send(fixture, "T", 0, MESSAGES);
            awaitSealed(fixture);
            int before = files(".index").size();
            check(fixture);
            assertThat(before).isGreaterThan(3);
            checkUntil(fixture, () -> files(".index").size() == 2);
            long min = min(fixture, "T");
            assertHolds(fixture, "T", (int) min, MESSAGES);
            check(fixture);
            assertThat(min(fixture, "T")).isEqualTo(min);
        }
    }

    @Test
    void deletesExpiredSegmentsAtAnyHourWhenTheDiskIsRatherFull() {
        SmallDisk small = new SmallDisk(disk, 10 << 20);
        try (StoreFixture fixture = open(small, withReserve(1 << 20), CONFIG)) {
            send(fixture, "T", 0, MESSAGES);
            awaitSealed(fixture);
            now = NOON.plus(Duration.ofHours(73));
            check(fixture);
            assertThat(min(fixture, "T")).isZero();
            small.leave(2 << 20);
            check(fixture);
            assertThat(min(fixture, "T")).isPositive();
        }
    }

    private static LogConfig withReserve(long bytes) {
        return StoreFixture.CONFIG.withReserve(new DiskReserve(bytes, 0, Duration.ofMillis(2)));
    }

    @Test
    void neverDeletesWhatHasNotExpiredBecauseTheDiskIsFull() {
        SmallDisk small = new SmallDisk(disk, 10 << 20);
        try (StoreFixture fixture = open(small, withReserve(1 << 20), CONFIG)) {
            send(fixture, "T", 0, MESSAGES);
            awaitSealed(fixture);
            small.leave(512 << 10);
            for (int i = 0; i < 5; i++) {
                check(fixture);
            }
            assertHolds(fixture, "T", 0, MESSAGES);
        }
    }

    @Test
    void deletesOneSegmentInACheckWhenThatIsForced() {
        SmallDisk small = new SmallDisk(disk, 10 << 20);
        try (StoreFixture fixture = open(small, withReserve(1 << 20), retention(0, true))) {
            send(fixture, "T", 0, MESSAGES);
            awaitSealed(fixture);
            int before = files(".log").size();
            check(fixture);
            assertThat(min(fixture, "T")).isZero();
            small.leave(900 << 10);
            check(fixture);
            assertThat(files(".log")).hasSize(before - 1);
            small.leave(2 << 20);
            check(fixture);
            assertThat(files(".log")).hasSize(before - 1);
            assertHolds(fixture, "T", (int) min(fixture, "T"), MESSAGES);
        }
    }

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

    @Test
    void keepsMinimumsOverARestartAndAKill() {
        long min;
        FaultyDisk killed;
        try (StoreFixture fixture = open()) {
            send(fixture, "T", 0, MESSAGES);
            awaitSealed(fixture);
            now = DELETE_HOUR;
            check(fixture);
            min = min(fixture, "T");
            assertThat(min).isPositive();
            killed = disk.kill();
            assertThat(min(fixture, "T")).isEqualTo(min);
        }
        for (FaultyDisk found : List.of(disk, killed)) {
            disk = found;
            try (StoreFixture fixture = open()) {
                assertThat(min(fixture, "T")).isEqualTo(min);
                assertHolds(fixture, "T", (int) min, MESSAGES);
                send(fixture, "T", MESSAGES, MESSAGES + 3);
            }
        }
    }

    @Test
    void needsOnlyOneOfTheTwoSnapshotsAfterSegmentsWent() {
        for (int damaged = 0; damaged < 2; damaged++) {
            disk = new FaultyDisk(damaged);
            now = NOON;
            long min;
            FaultyDisk before = disk;
            AtomicReference<FaultyDisk> killed = new AtomicReference<>();
            AtomicBoolean writing = new AtomicBoolean();
            try (StoreFixture fixture = open()) {
                send(fixture, "T", 0, MESSAGES);
                awaitSealed(fixture);
                // right behind the last deletion, before the newest segment is ended because of its age
                before.onCall((call, name) -> {
                    if (call == FaultyDisk.Call.WRITE && Thread.currentThread().getName().equals("log-writer")) {
                        writing.set(true);
                    } else if (call == FaultyDisk.Call.SYNC_DIRECTORY && !writing.get()) {
                        killed.set(before.kill());
                    }
                });
                now = DELETE_HOUR;
                check(fixture);
                min = min(fixture, "T");
            }
            disk = Objects.requireNonNull(killed.get());
            disk.flip(files(".snapshot").get(damaged), 100, 1);
            try (StoreFixture fixture = open()) {
                assertThat(min(fixture, "T")).isEqualTo(min).isPositive();
                assertHolds(fixture, "T", (int) min, MESSAGES);
            }
        }
    }

    @Test
    void keepsReadersGoingWhileSegmentsGo() throws InterruptedException {
        AtomicReference<Throwable> error = new AtomicReference<>();
        AtomicInteger read = new AtomicInteger();
        try (StoreFixture fixture = open(disk, StoreFixture.CONFIG, retention(16384, false))) {
            send(fixture, "T", 0, 20);
            Thread reader = Thread.ofPlatform().start(() -> {
                try {
                    follow(fixture, read);
                } catch (RuntimeException | AssertionError e) {
                    error.set(e);
                }
            });
            for (int i = 20; i < 600; i += 5) {
                send(fixture, "T", i, i + 5);
                check(fixture);
            }
            reader.join();
            assertThat(min(fixture, "T")).isPositive();
        }
        assertThat(error.get()).isNull();
        assertThat(read.get()).isPositive();
    }

    /// Reads from the beginning again and again, and never sees anything but the message that belongs at its offset.
    private static void follow(StoreFixture fixture, AtomicInteger read) {
        long end = 0;
        while (end < 600) {
            long from = min(fixture, "T");
            AtomicInteger next = new AtomicInteger((int) from);
            ReadOutcome outcome = fixture.store.read("T", 0, from, 10, 1 << 20, TagFilter.ALL,
                    (source, at, size, offset, position) -> {
                        String body = StoreFixture.body(StoreFixture.decode(
                                new FoundMessage(source, at, size, offset, position)));
                        assertThat(offset).isEqualTo(next.getAndIncrement());
                        assertThat(body).isEqualTo(offset + FILLER);
                        read.incrementAndGet();
                    });
            assertThat(outcome.status()).isIn(ReadStatus.FOUND, ReadStatus.OFFSET_TOO_SMALL);
            end = fixture.store.maxOffset("T", 0);
        }
    }

    /// Messages from 40 on have not expired; the power fails at each call of the disk while the others go.
    @Test
    void losesNothingThatHasNotExpiredInAPowerCutAtAnyCall() {
        int expiredAtLeastOnce = 0;
        for (int number = 0; number < 200; number++) {
            disk = new FaultyDisk(number);
            FaultyDisk before = disk;
            now = NOON;
            AtomicReference<FaultyDisk> after = new AtomicReference<>();
            AtomicInteger left = new AtomicInteger(number);
            try (StoreFixture fixture = open()) {
                send(fixture, "T", 0, 40);
                now = NOON.plus(Duration.ofHours(60));
                send(fixture, "T", 40, MESSAGES);
                awaitSealed(fixture);
                before.onCall((call, name) -> {
                    if (!name.endsWith(".mark") && left.getAndDecrement() == 0) {
                        after.set(before.crash());
                    }
                });
                now = DELETE_HOUR;
                for (int i = 0; i < 4; i++) {
                    check(fixture);
                }
            }
            if (after.get() == null) {
                assertThat(expiredAtLeastOnce).isPositive();
                assertThat(number).isGreaterThan(10);
                return;
            }
            disk = after.get();
            for (int life = 0; life < 2; life++) {
                try (StoreFixture fixture = open()) {
                    long min = min(fixture, "T");
                    assertThat(min).as("call %d", number).isLessThanOrEqualTo(40);
                    assertHolds(fixture, "T", (int) min, MESSAGES);
                    expiredAtLeastOnce += min > 0 ? 1 : 0;
                    check(fixture);
                    assertHolds(fixture, "T", 40, MESSAGES);
                }
            }
        }
        throw new AssertionError("the workload has more calls than were tried");
    }

    @Test
    void deletesLaterWhatTheDiskDoesNotDeleteNow() {
        for (String suffix : List.of(".log", ".index")) {
            for (int number = 0; number < 3; number++) {
                disk = new FaultyDisk(number);
                now = NOON;
                try (StoreFixture fixture = open()) {
                    send(fixture, "T", 0, MESSAGES);
                    awaitSealed(fixture);
                    now = DELETE_HOUR;
                    disk.failOn(FaultyDisk.Call.DELETE, suffix, number);
                    check(fixture);
                    FaultyDisk killed = disk.kill();
                    try (StoreFixture again = new StoreFixture(killed, StoreFixture.CONFIG, () -> now)) {
                        assertHolds(again, "T", (int) min(again, "T"), MESSAGES);
                    }
                    checkUntil(fixture, () -> min(fixture, "T") == MESSAGES);
                }
                assertThat(files(".log")).hasSizeLessThanOrEqualTo(3);
                try (StoreFixture fixture = open()) {
                    assertThat(min(fixture, "T")).isEqualTo(MESSAGES);
                    send(fixture, "T", MESSAGES, MESSAGES + 1);
                }
            }
        }
    }
}
