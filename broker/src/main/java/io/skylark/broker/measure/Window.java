package io.skylark.broker.measure;

import java.time.Duration;
import java.util.Arrays;

/// What a count was at regular moments, as far back as is asked about: the newest samples of a ring. Guarded by its user.
final class Window {
    private static final int FIRST_SAMPLES = 2;

    private final long intervalMillis;
    private final int maxSamples;
    private long[] millis = new long[FIRST_SAMPLES];
    private Count[] counts = new Count[FIRST_SAMPLES];
    private int size;

    /// @param span how far back it reaches
    /// @param interval between two samples
    Window(Duration span, Duration interval) {
        this.intervalMillis = interval.toMillis();
        this.maxSamples = Math.toIntExact(span.dividedBy(interval)) + 1;
    }

    /// Keeps a count, unless the one before is too young. Times go forward; when a clock went back all that is known is
    /// forgotten.
    void sample(long now, Count count) {
        if (size > 0 && now < millis[size - 1]) {
            size = 0;
        }
        if (size > 0 && now - millis[size - 1] < intervalMillis - intervalMillis / 10) {
            return;
        }
        if (size == maxSamples) {
            System.arraycopy(millis, 1, millis, 0, size - 1);
            System.arraycopy(counts, 1, counts, 0, size - 1);
            size--;
        } else if (size == millis.length) {
            int length = Math.min(2 * size, maxSamples);
            millis = Arrays.copyOf(millis, length);
            counts = Arrays.copyOf(counts, length);
        }
        millis[size] = now;
        counts[size] = count;
        size++;
    }

    /// What was added since the oldest sample.
    Rate rate(long now, Count count) {
        return size == 0 ? Rate.NOTHING : Rate.between(millis[0], counts[0], now, count);
    }

    /// What was added since the newest sample that is so old; since the oldest one when none is.
    Rate rate(Duration since, long now, Count count) {
        if (size == 0) {
            return Rate.NOTHING;
        }
        int from = size - 1;
        while (from > 0 && now - millis[from] < since.toMillis()) {
            from--;
        }
        return Rate.between(millis[from], counts[from], now, count);
    }
}
