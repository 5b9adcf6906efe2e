package io.skylark.bench.load;

/// When requests are due at a fixed rate: the n-th at `start + n / rate`, whether or not the ones before are answered.
/// Owned by one thread.
public final class Pace {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long start;
    private final double perSecond;
    private final int step;
    private long count;

    /// @param step how much each request counts towards the rate: the messages of a batch
    public Pace(long start, double perSecond, int step) {
        if (!(perSecond > 0) || step < 1) {
            throw new IllegalArgumentException("a rate is above 0: " + perSecond + " in steps of " + step);
        }
        this.start = start;
        this.perSecond = perSecond;
        this.step = step;
    }

    /// When the next request is due, possibly in the past.
    public long due() {
        return start + (long) (count * (double) step / perSecond * NANOS_PER_SECOND);
    }

    public void advance() {
        count++;
    }
}
