package io.skylark.log.store;

import io.skylark.log.disk.SmallDisk;
import io.skylark.log.index.TagFilter;
import io.skylark.log.retention.RetentionConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/// What is deleted, when, and above all what is not: with segments of 16 KiB, a clock that is set, and checks that are asked
/// for.
@Timeout(120)
final class RetentionTest extends RetainedStore {
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
    void goesByOtherLimitsFromTheNextCheckOn() {
        try (StoreFixture fixture = open()) {
            send(fixture, "T", 0, MESSAGES);
            awaitSealed(fixture);
            now = NOON.plus(Duration.ofHours(1));
            check(fixture);
            assertThat(min(fixture, "T")).isZero();

            fixture.storage.change(
                    new RetentionConfig(
                            Duration.ofMinutes(30), Set.of(NOON.atZone(ZoneOffset.UTC).getHour() + 1), 0, 75, false,
                            CONFIG.checkInterval()),
                    StoreFixture.CONFIG.reserve());
            checkUntil(fixture, () -> min(fixture, "T") > 0);
        }
    }

    @Test
    void deletesTheLastMessageOfABrokerThatNobodyWritesToAndThenRests() {
        try (StoreFixture fixture = open()) {
            send(fixture, "T", 0, 3);
            assertThat(files(".index")).isEmpty();
            now = NOON.plus(CONFIG.rollAge());
            checkUntil(fixture, () -> !files(".index").isEmpty());
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
            // The next one may be made meanwhile.
            List<String> before = files(".log");
            check(fixture);
            assertThat(min(fixture, "T")).isZero();
            small.leave(900 << 10);
            check(fixture);
            assertThat(files(".log")).doesNotContain(before.get(0)).contains(before.get(1));
            small.leave(2 << 20);
            check(fixture);
            assertThat(files(".log")).doesNotContain(before.get(0)).contains(before.get(1));
            assertHolds(fixture, "T", (int) min(fixture, "T"), MESSAGES);
        }
    }
}
