package io.skylark.broker.measure;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Named counts and what they were up to a day ago. Guarded by its monitor; sampled by the broker's timer every
/// [#INTERVAL].
public final class Statistics {
    /// Between two samples.
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    /// Counts that are kept; those beyond have no history.
    static final int MAX_SERIES = 20_000;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR_STEP = Duration.ofMinutes(10);

    /// Where the counts come from.
    public interface Source {
        /// The count now; empty when nothing was counted yet.
        Optional<Count> find(String name, String key);

        /// Hands over every count that is not zero.
        void forEach(Sink sink);
    }

    /// Receives counts.
    @FunctionalInterface
    public interface Sink {
        void count(String name, String key, Count count);
    }

    /// What was added in the last minute, hour and day.
    public record Reading(Rate minute, Rate hour, Rate day) {}

    private record Key(String name, String key) {}

    private static final class Series {
        private final Window minute = new Window(MINUTE, INTERVAL);
        private final Window hour = new Window(HOUR, HOUR_STEP);
        private final Window day = new Window(DAY, HOUR);
        private long seen;

        private void sample(long now, Count count) {
            minute.sample(now, count);
            hour.sample(now, count);
            day.sample(now, count);
        }
    }

    private final Source source;
    private final Map<Key, Series> series = new HashMap<>();
    private long lastSample;
    private long round;

    /// @param now when counting began, ms
    public Statistics(Source source, long now) {
        this.source = source;
        this.lastSample = now;
    }

    /// Remembers what everything is now, and forgets what is gone.
    public synchronized void sample(long now) {
        long before = lastSample;
        round++;
        source.forEach((name, key, count) -> {
            Key place = new Key(name, key);
            Series known = series.get(place);
            if (known == null && series.size() < MAX_SERIES) {
                known = new Series();
                known.sample(before, Count.ZERO);
                series.put(place, known);
            }
            if (known != null) {
                known.sample(now, count);
                known.seen = round;
            }
        });
        series.values().removeIf(one -> one.seen != round);
        lastSample = now;
    }

    /// The statistics of one name and key; empty when nothing was counted yet.
    public synchronized Optional<Reading> read(String name, String key, long now) {
        Count count = source.find(name, key).orElse(null);
        if (count == null) {
            return Optional.empty();
        }
        Series known = series.get(new Key(name, key));
        if (known == null) {
            // a single message a moment after the last sample is not a thousand a second
            long since = Math.min(lastSample, now - INTERVAL.toMillis());
            Rate young = Rate.between(since, Count.ZERO, now, count);
            return Optional.of(new Reading(young, young, young));
        }
        return Optional.of(new Reading(
                known.minute.rate(now, count), known.hour.rate(now, count), known.day.rate(now, count)));
    }
}
