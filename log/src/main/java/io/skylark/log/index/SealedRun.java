package io.skylark.log.index;

import io.skylark.log.sealed.SealedIndex;

/// The messages of one queue in one sealed segment: a view, made for each read.
final class SealedRun implements Run {
    /// Messages closer together than this are looked at together.
    private static final int MAX_GAP_BYTES = 64 << 10;

    private final SealedSegment segment;
    private final SealedIndex index;
    private final int slot;
    private final long firstOffset;
    private final int firstEntry;

    SealedRun(SealedSegment segment, int slot) {
        this.segment = segment;
        this.index = segment.index();
        this.slot = slot;
        this.firstOffset = index.firstOffset(slot);
        this.firstEntry = index.firstEntry(slot);
    }

    private int entry(long offset) {
        return firstEntry + (int) (offset - firstOffset);
    }

    @Override
    public long base() {
        return segment.base();
    }

    @Override
    public long firstOffset() {
        return firstOffset;
    }

    @Override
    public long endOffset() {
        return firstOffset + index.count(slot);
    }

    @Override
    public int place(long offset) {
        return index.place(entry(offset));
    }

    @Override
    public int size(long offset) {
        return index.size(entry(offset));
    }

    @Override
    public int tagHash(long offset) {
        return index.tagHash(entry(offset));
    }

    @Override
    public long minTime() {
        return index.minTime(slot);
    }

    @Override
    public long maxTime() {
        return index.maxTime(slot);
    }

    @Override
    public void check(long offset) {
        segment.check(place(offset));
    }

    /// Whether the bytes of some messages are not in memory: a guess that costs about a microsecond.
    boolean isCold(long offset, int count) {
        int last = (int) Math.min(count, endOffset() - offset);
        int from = place(offset);
        int to = from + size(offset);
        for (int i = 1; i < last; i++) {
            int next = place(offset + i);
            if (next - to > MAX_GAP_BYTES) {
                if (segment.isCold(from, to)) {
                    return true;
                }
                from = next;
            }
            to = next + size(offset + i);
        }
        return segment.isCold(from, to);
    }
}
