package io.skylark.log;

import java.time.Duration;

/// Settings and limits of the local log.
///
/// @param segmentBytes size of a segment file; the one recorded in the folder wins
/// @param maxEntryBytes largest body of an entry
/// @param maxWaitingBytes bytes of proposals that may wait for their outcome; more are refused as busy
/// @param roundBytes staging memory of one round; a larger entry gets memory of its own for as long as it waits
/// @param rounds how many rounds of staging memory there are; at most half of them are forced together
/// @param flushMode when an entry counts as committed
/// @param flushInterval with [FlushMode#ASYNC], the longest time between a write and its force
/// @param maxUnforcedBytes with [FlushMode#ASYNC], the most bytes that may be written but not forced
/// @param reserve what the log leaves free of the file system
public record LogConfig(
        long segmentBytes,
        int maxEntryBytes,
        long maxWaitingBytes,
        int roundBytes,
        int rounds,
        FlushMode flushMode,
        Duration flushInterval,
        long maxUnforcedBytes,
        DiskReserve reserve) {
    public static final long MIN_SEGMENT_BYTES = 4096;
    public static final long MAX_SEGMENT_BYTES = 1L << 30;

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    /// When an entry counts as committed.
    public enum FlushMode {
        /// After it was forced to the disk.
        SYNC,
        /// After it was given to the operating system; a power cut may take the last flush interval.
        ASYNC
    }

    public LogConfig {
        check(segmentBytes % 4096 == 0 && segmentBytes >= MIN_SEGMENT_BYTES && segmentBytes <= MAX_SEGMENT_BYTES,
                "segmentBytes", segmentBytes, "a multiple of 4096 from " + MIN_SEGMENT_BYTES + " to "
                        + MAX_SEGMENT_BYTES);
        check(maxEntryBytes > 0 && maxEntryBytes <= segmentBytes / 2, "maxEntryBytes", maxEntryBytes,
                "1 to half of segmentBytes (" + segmentBytes / 2 + ")");
        check(maxWaitingBytes >= maxEntryBytes, "maxWaitingBytes", maxWaitingBytes,
                "at least maxEntryBytes (" + maxEntryBytes + ")");
        check(roundBytes >= 256 && roundBytes % 8 == 0, "roundBytes", roundBytes, "a multiple of 8, at least 256");
        check(rounds >= 2, "rounds", rounds, "at least 2");
        check(!flushInterval.isNegative() && !flushInterval.isZero(), "flushInterval", flushInterval, "above zero");
        check(maxUnforcedBytes >= (long) rounds * roundBytes, "maxUnforcedBytes", maxUnforcedBytes,
                "at least the staging memory (" + (long) rounds * roundBytes + ")");
    }

    /// With the standard reserve.
    public LogConfig(
            long segmentBytes,
            int maxEntryBytes,
            long maxWaitingBytes,
            int roundBytes,
            int rounds,
            FlushMode flushMode,
            Duration flushInterval,
            long maxUnforcedBytes) {
        this(segmentBytes, maxEntryBytes, maxWaitingBytes, roundBytes, rounds, flushMode, flushInterval,
                maxUnforcedBytes, DiskReserve.STANDARD);
    }

    /// One small process on a laptop.
    public static LogConfig dev() {
        return new LogConfig(
                64L * MIB, 8 * MIB, 32L * MIB, 512 * KIB, 4, FlushMode.SYNC, Duration.ofMillis(500), 16L * MIB,
                DiskReserve.SMALL);
    }

    /// A machine of its own. What is not sealed yet is indexed in memory and read again by a start, so segments are not
    /// larger than files can well be handled: about 10 MB of memory and half a second for messages of 1 KiB.
    public static LogConfig server() {
        return new LogConfig(
                256L * MIB, 20 * MIB, 128L * MIB, MIB, 8, FlushMode.SYNC, Duration.ofMillis(500), 256L * MIB);
    }

    public LogConfig withFlushMode(FlushMode mode) {
        return new LogConfig(
                segmentBytes, maxEntryBytes, maxWaitingBytes, roundBytes, rounds, mode, flushInterval, maxUnforcedBytes,
                reserve);
    }

    public LogConfig withReserve(DiskReserve other) {
        return new LogConfig(
                segmentBytes, maxEntryBytes, maxWaitingBytes, roundBytes, rounds, flushMode, flushInterval,
                maxUnforcedBytes, other);
    }

    /// The same for segments of another size. Entries then get no larger than what fits.
    public LogConfig withSegmentBytes(long bytes) {
        return new LogConfig(bytes, (int) Math.min(maxEntryBytes, bytes / 2), maxWaitingBytes, roundBytes, rounds,
                flushMode, flushInterval, maxUnforcedBytes, reserve);
    }

    private static void check(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("log." + name + " is " + value + " but must be " + expected);
        }
    }
}
