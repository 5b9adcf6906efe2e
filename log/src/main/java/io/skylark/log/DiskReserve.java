package io.skylark.log;

import java.time.Duration;

/// How much of the file system a log leaves free: the larger of a number of bytes and a share of the whole, but never more
/// than half, so that a small volume can be used at all.
///
/// @param bytes 0 for no limit of this kind
/// @param percent of the file system, 0 for no limit of this kind
/// @param checkInterval longest time between two looks at the file system
public record DiskReserve(long bytes, int percent, Duration checkInterval) {
    public static final int MAX_PERCENT = 50;

    /// The larger of 2 GB and 5 %.
    public static final DiskReserve STANDARD = new DiskReserve(2L << 30, 5, Duration.ofSeconds(1));

    /// For one small process on a laptop, whose disk may well be nearly full.
    public static final DiskReserve SMALL = new DiskReserve(256L << 20, 0, Duration.ofSeconds(1));

    public DiskReserve {
        if (bytes < 0) {
            throw new IllegalArgumentException("reserve.bytes is " + bytes + " but must not be negative");
        }
        if (percent < 0 || percent > MAX_PERCENT) {
            throw new IllegalArgumentException("reserve.percent is " + percent + " but must be 0 to " + MAX_PERCENT);
        }
        if (checkInterval.isNegative() || checkInterval.isZero()) {
            throw new IllegalArgumentException("reserve.checkInterval is " + checkInterval + " but must be above zero");
        }
    }

    /// What must stay free of a file system of this size.
    public long limitBytes(long totalBytes) {
        return Math.min(totalBytes / 2, Math.max(bytes, totalBytes / 100 * percent));
    }
}
