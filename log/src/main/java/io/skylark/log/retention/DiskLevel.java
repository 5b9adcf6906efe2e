package io.skylark.log.retention;

import io.skylark.log.DiskReserve;
import io.skylark.log.disk.Disk;
import io.skylark.log.disk.DiskException;

/// How full the file system is.
///
/// @param high more is used than the limit from which on expired segments are deleted at any hour
/// @param isShort less is free than is to be left free: messages are refused
/// @param text what is free, for log lines
record DiskLevel(boolean high, boolean isShort, String text) {
    private static final long MIB = 1L << 20;

    /// A file system that does not say counts as empty: what is not known deletes nothing.
    static DiskLevel of(Disk disk, DiskReserve reserve, int maxUsedPercent) {
        try {
            long usable = disk.usableBytes();
            long total = disk.totalBytes();
            boolean isShort = usable < reserve.limitBytes(total);
            boolean high = total - usable > total / 100 * maxUsedPercent;
            return new DiskLevel(high || isShort, isShort,
                    disk.folder() + " has " + usable / MIB + " MB free of " + total / MIB + " MB");
        } catch (DiskException unknown) {
            return new DiskLevel(false, false, String.valueOf(unknown.getMessage()));
        }
    }
}
