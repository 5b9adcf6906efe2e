package io.skylark.log.retention;

import java.time.Duration;
import java.util.Set;

/// How long messages are kept. Names in parentheses are the keys of `broker.conf`.
///
/// @param keep how long messages are kept whose topic says nothing else (fileReservedTime)
/// @param deleteHours hours of the day, 0 to 23, in which expired segments are deleted (deleteWhen)
/// @param maxBytes most bytes of sealed segments, older ones are deleted even if they have not expired; 0 for no limit
///        (storeMaxBytes)
/// @param maxUsedPercent of the file system; above, expired segments are deleted at any hour (diskMaxUsedSpaceRatio)
/// @param deleteUnexpired whether segments that have not expired are deleted while less is free than is to be left free
///        (cleanFileForciblyEnable)
/// @param checkInterval from the end of one check to the beginning of the next
public record RetentionConfig(
        Duration keep,
        Set<Integer> deleteHours,
        long maxBytes,
        int maxUsedPercent,
        boolean deleteUnexpired,
        Duration checkInterval) {
    public static final Duration MIN_KEEP = Duration.ofMinutes(1);
    public static final Duration MAX_KEEP = Duration.ofDays(36_500);

    /// Three days; deleted from four to five in the morning.
    public static final RetentionConfig STANDARD =
            new RetentionConfig(Duration.ofDays(3), Set.of(4), 0, 75, false, Duration.ofSeconds(10));

    private static final Duration MIN_ROLL_AGE = Duration.ofHours(1);
    private static final Duration MAX_ROLL_AGE = Duration.ofDays(1);
    private static final int ROLLS_PER_KEEP = 4;

    public RetentionConfig {
        deleteHours = Set.copyOf(deleteHours);
        check(keep.compareTo(MIN_KEEP) >= 0 && keep.compareTo(MAX_KEEP) <= 0, "keep", keep,
                MIN_KEEP + " to " + MAX_KEEP);
        check(!deleteHours.isEmpty() && deleteHours.stream().allMatch(hour -> hour >= 0 && hour <= 23), "deleteHours",
                deleteHours, "hours from 0 to 23");
        check(maxBytes >= 0, "maxBytes", maxBytes, "0 or more");
        check(maxUsedPercent >= 1 && maxUsedPercent <= 100, "maxUsedPercent", maxUsedPercent, "1 to 100");
        check(!checkInterval.isNegative() && !checkInterval.isZero(), "checkInterval", checkInterval, "above zero");
    }

    /// How old the first entry of a segment may become before the segment is ended, full or not: only what has ended can be
    /// deleted.
    public Duration rollAge() {
        Duration age = keep.dividedBy(ROLLS_PER_KEEP);
        if (age.compareTo(MIN_ROLL_AGE) < 0) {
            return MIN_ROLL_AGE;
        }
        return age.compareTo(MAX_ROLL_AGE) > 0 ? MAX_ROLL_AGE : age;
    }

    private static void check(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("retention." + name + " is " + value + " but must be " + expected);
        }
    }
}
