package io.skylark.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// How long requests of one code took that were answered with one code. Shared: any thread records and reads.
///
/// Resolve it once and keep it where one kind of request comes very often.
public final class RpcSeries {
    /// Upper limits of the classes in ms; the last class has none. Below 1 ms there is one class only: finer ones would
    /// be noise of the event loops.
    private static final int[] LIMITS_MILLIS = {1, 3, 5, 7, 10, 50, 100, 200, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 10_000};

    private final int requestCode;
    private final int responseCode;
    private final boolean held;
    private final boolean oneway;
    private final LongAdder[] classes = new LongAdder[LIMITS_MILLIS.length + 1];
    private final LongAdder nanos = new LongAdder();
    private volatile long longestNanos;

    /// @param requestCode -1 for those that are not told apart any more
    /// @param responseCode the same
    RpcSeries(int requestCode, int responseCode, boolean held, boolean oneway) {
        this.requestCode = requestCode;
        this.responseCode = responseCode;
        this.held = held;
        this.oneway = oneway;
        for (int i = 0; i < classes.length; i++) {
            classes[i] = new LongAdder();
        }
    }

    /// Upper limits of the classes in ms, without that of the last class, which has none.
    public static int[] limitsMillis() {
        return LIMITS_MILLIS.clone();
    }

    public int requestCode() {
        return requestCode;
    }

    public int responseCode() {
        return responseCode;
    }

    /// Whether the answer was held back until there was something to say.
    public boolean held() {
        return held;
    }

    public boolean oneway() {
        return oneway;
    }

    /// One more request that took so long.
    public void record(long tookNanos) {
        int limit = 0;
        long millis = tookNanos / TimeUnit.MILLISECONDS.toNanos(1);
        while (limit < LIMITS_MILLIS.length && millis >= LIMITS_MILLIS[limit]) {
            limit++;
        }
        classes[limit].increment();
        nanos.add(tookNanos);
        if (tookNanos > longestNanos) {
            longestNanos = tookNanos; // two at once: the smaller one may win, which the next long one corrects
        }
    }

    /// How many were in each class, shortest first.
    public long[] counts() {
        long[] counts = new long[classes.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = classes[i].sum();
        }
        return counts;
    }

    public long totalMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.sum());
    }

    public long longestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestNanos);
    }
}
