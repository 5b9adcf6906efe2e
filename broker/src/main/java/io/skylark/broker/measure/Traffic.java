package io.skylark.broker.measure;

import java.time.Duration;

/// A broker-wide count with its newest ten minutes. Guarded by its monitor.
public final class Traffic {
    private static final Duration SPAN = Duration.ofMinutes(10);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Window window = new Window(SPAN, Statistics.INTERVAL);

    /// @param now when counting began, ms
    public Traffic(long now) {
        window.sample(now, Count.ZERO);
    }

    public synchronized void sample(long now, long total) {
        window.sample(now, new Count(total, 0));
    }

    /// For each second of the last 10 s, 60 s and 600 s, or of the time since the start when that is less.
    public synchronized double[] perSecond(long now, long total) {
        Count count = new Count(total, 0);
        return new double[] {
            window.rate(TEN_SECONDS, now, count).perSecond(),
            window.rate(MINUTE, now, count).perSecond(),
            window.rate(now, count).perSecond()
        };
    }
}
