package io.skylark.broker.measure;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DayTotalTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final long EVENING = Instant.parse("2026-03-01T15:59:50Z").toEpochMilli();
    private static final long MIDNIGHT = Instant.parse("2026-03-01T16:00:00Z").toEpochMilli();

    private final DayTotal total = new DayTotal(ZONE, EVENING);

    @Test
    void beginsAtZero() {
        total.look(EVENING + 5_000, 70);

        assertThat(total.yesterdayMorning()).isZero();
        assertThat(total.todayMorning()).isZero();
    }

    @Test
    void remembersTheTotalOfTwoMidnights() {
        total.look(EVENING, 70);
        total.look(MIDNIGHT, 100);
        total.look(MIDNIGHT + 1, 110);
        assertThat(total.yesterdayMorning()).isZero();
        assertThat(total.todayMorning()).isEqualTo(100);

        total.look(MIDNIGHT + Duration.ofDays(1).toMillis(), 300);
        assertThat(total.yesterdayMorning()).isEqualTo(100);
        assertThat(total.todayMorning()).isEqualTo(300);
    }

    @Test
    void aDayThatWasSleptThroughHadNothing() {
        total.look(MIDNIGHT, 100);
        total.look(MIDNIGHT + Duration.ofDays(3).toMillis(), 150);

        assertThat(total.yesterdayMorning()).isEqualTo(150);
        assertThat(total.todayMorning()).isEqualTo(150);
    }

    @Test
    void aClockThatGoesBackOverMidnightChangesNothing() {
        total.look(MIDNIGHT, 100);
        total.look(EVENING, 120);
        total.look(MIDNIGHT + 1, 130);

        assertThat(total.todayMorning()).isEqualTo(100);
    }
}
