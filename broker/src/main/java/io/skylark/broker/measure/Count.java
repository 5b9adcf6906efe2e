package io.skylark.broker.measure;

/// A count at some moment.
///
/// @param sum of what is counted, messages or bytes
/// @param times how often something was added
public record Count(long sum, long times) {
    public static final Count ZERO = new Count(0, 0);

    Count minus(Count before) {
        return new Count(sum - before.sum, times - before.times);
    }
}
