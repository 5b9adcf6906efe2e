package io.skylark.broker.measure;

import java.util.concurrent.atomic.LongAdder;

/// Counts values in classes. Shared: any thread.
public final class Histogram {
    private final long[] limits;
    private final LongAdder[] classes;
    private final LongAdder sum = new LongAdder();

    /// @param limits upper limits of the classes, included in them; the last class has none
    Histogram(long... limits) {
        this.limits = limits;
        classes = new LongAdder[limits.length + 1];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = new LongAdder();
        }
    }

    void record(long value) {
        int i = 0;
        while (i < limits.length && value > limits[i]) {
            i++;
        }
        classes[i].increment();
        sum.add(value);
    }

    public long[] limits() {
        return limits.clone();
    }

    /// How many values each class has, one class more than there are limits.
    public long[] counts() {
        long[] counts = new long[classes.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = classes[i].sum();
        }
        return counts;
    }

    public long sum() {
        return sum.sum();
    }
}
