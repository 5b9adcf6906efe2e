package io.skylark.bench.load;

import java.time.Duration;

/// How long a run takes.
///
/// @param warmUp before anything counts
/// @param measured what counts
/// @param drain how long the last answers may take; what is missing then is a failure
public record Interval(Duration warmUp, Duration measured, Duration drain) {
    private static final Duration DRAIN = Duration.ofSeconds(10);

    public Interval {
        if (warmUp.isNegative() || !measured.isPositive() || drain.isNegative()) {
            throw new IllegalArgumentException("an interval takes time: " + warmUp + ", " + measured + ", " + drain);
        }
    }

    public static Interval of(Duration warmUp, Duration measured) {
        return new Interval(warmUp, measured, DRAIN);
    }
}
