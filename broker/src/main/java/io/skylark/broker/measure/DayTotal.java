package io.skylark.broker.measure;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// A total, and what it was at the last two midnights. Guarded by its monitor.
public final class DayTotal {
    private final ZoneId zone;
    private LocalDate day;
    private long yesterdayMorning;
    private long todayMorning;

    public DayTotal(ZoneId zone, long now) {
        this.zone = zone;
        this.day = day(now);
    }

    private LocalDate day(long now) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(now), zone);
    }

    /// To be called often: the first call of a day says what the total was at midnight. A clock that goes back over
    /// midnight changes nothing.
    public synchronized void look(long now, long total) {
        LocalDate today = day(now);
        if (today.isAfter(day)) {
            yesterdayMorning = today.minusDays(1).equals(day) ? todayMorning : total;
            todayMorning = total;
            day = today;
        }
    }

    /// The total when yesterday began; 0 when the broker was not there yet.
    public synchronized long yesterdayMorning() {
        return yesterdayMorning;
    }

    /// The total when today began; 0 when the broker was not there yet.
    public synchronized long todayMorning() {
        return todayMorning;
    }
}
