package io.skylark.log.store;

import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.index.TagFilter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/// What restarts, power cuts, readers and a disk that refuses find while segments go.
@Timeout(120)
final class RetentionSafetyTest extends RetainedStore {
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
