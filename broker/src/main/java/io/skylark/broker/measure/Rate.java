package io.skylark.broker.measure;

/// What was added to a count during some time.
///
/// @param sum that was added
/// @param perSecond the same for each second
/// @param perTime the same for each addition; 0 when there was none
public record Rate(long sum, double perSecond, double perTime) {
    public static final Rate NOTHING = new Rate(0, 0, 0);

    private static final double MILLIS_PER_SECOND = 1_000;

    static Rate between(long fromMillis, Count from, long toMillis, Count to) {
        Count added = to.minus(from);
        long elapsed = toMillis - fromMillis;
        if (elapsed < 0 || added.sum() < 0) {
            return NOTHING; // it was made again meanwhile, and counts from zero
        }
        return new Rate(
                added.sum(),
                elapsed == 0 ? 0 : added.sum() * MILLIS_PER_SECOND / elapsed,
                added.times() > 0 ? (double) added.sum() / added.times() : 0);
    }
}
