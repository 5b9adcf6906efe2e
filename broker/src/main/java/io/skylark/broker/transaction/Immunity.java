package io.skylark.broker.transaction;

/// How long a producer wants not to be asked about a transaction, as its message says it.
final class Immunity {
    /// A year: more would overflow somewhere sooner or later.
    private static final long MAX_SECONDS = 366L * 24 * 60 * 60;

    private Immunity() {}

    /// 0 for what is no positive number.
    static long millis(String seconds) {
        try {
            long value = Long.parseLong(seconds.strip());
            return value <= 0 ? 0 : Math.min(value, MAX_SECONDS) * 1_000;
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }
}
