package io.skylark.log.sealed;

import java.util.List;

/// What goes into an index: everything about one segment that is complete.
///
/// @param lastIndex index of the last entry in the segment
/// @param minTime of all entries, ms
/// @param runs sorted by topic and queue id, the runs of a topic next to each other
/// @param keys `hash << 32 | place`, sorted
/// @param firstFrames for each 64 KiB of the segment the place of the first frame that starts there, or -1
public record IndexContent(
        long base,
        long storeId,
        long lastIndex,
        long lastTerm,
        long minTime,
        long maxTime,
        List<? extends Run> runs,
        long[] keys,
        int[] firstFrames) {

    /// The messages of one queue in the segment, in order, numbered from 0.
    public interface Run {
        String topic();

        /// Where a topic of this name was last removed; 0 for never.
        long born();

        int queueId();

        long firstOffset();

        int count();

        int placeAt(int number);

        int sizeAt(int number);

        int tagHashAt(int number);

        long minTime();

        long maxTime();
    }

    /// Number of 64 KiB blocks of a segment.
    public static int blocks(long segmentBytes) {
        return IndexLayout.blocks(segmentBytes);
    }

    /// The block in which a place lies.
    public static int block(int place) {
        return place >>> IndexLayout.BLOCK_SHIFT;
    }
}
