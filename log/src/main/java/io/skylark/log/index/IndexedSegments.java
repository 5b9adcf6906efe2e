package io.skylark.log.index;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// The kept segments that have entries, oldest first, without a gap, each with its index.
///
/// Shared: any thread looks up without a lock; the log-applier adds, the janitor replaces and drops, under the monitor of
/// this object.
public final class IndexedSegments {
    private final long segmentBytes;
    private volatile IndexedSegment[] all = {};

    public IndexedSegments(long segmentBytes) {
        this.segmentBytes = segmentBytes;
    }

    public long segmentBytes() {
        return segmentBytes;
    }

    int number(long base) {
        return (int) (base / segmentBytes);
    }

    /// The segment in which a position lies, or null when it has no entries (any more, or yet).
    public @Nullable IndexedSegment find(long position) {
        IndexedSegment[] known = all;
        if (known.length == 0 || position < known[0].base()) {
            return null;
        }
        long ordinal = (position - known[0].base()) / segmentBytes;
        return ordinal < known.length ? known[(int) ordinal] : null;
    }

    @Nullable SealedSegment findSealed(int number) {
        return find(number * segmentBytes) instanceof SealedSegment sealed ? sealed : null;
    }

    /// The oldest segment, or null when there is none.
    public @Nullable IndexedSegment oldest() {
        IndexedSegment[] known = all;
        return known.length == 0 ? null : known[0];
    }

    /// The newest sealed segment, or null when there is none. The sealed ones come first.
    public @Nullable SealedSegment newestSealed() {
        SealedSegment newest = null;
        for (IndexedSegment segment : all) {
            if (segment instanceof SealedSegment sealed) {
                newest = sealed;
            }
        }
        return newest;
    }

    /// The newest segment that has entries, or null when there is none.
    public @Nullable IndexedSegment newest() {
        IndexedSegment[] known = all;
        return known.length == 0 ? null : known[known.length - 1];
    }

    /// Bytes of all sealed segments, each with its full size.
    public long sealedBytes() {
        IndexedSegment oldest = oldest();
        return oldest instanceof SealedSegment ? tailPosition() - oldest.base() : 0;
    }

    /// Where the sealed segments end.
    public long tailPosition() {
        SealedSegment newest = newestSealed();
        IndexedSegment oldest = oldest();
        return newest != null ? newest.base() + segmentBytes : oldest == null ? 0 : oldest.base();
    }

    public synchronized void add(IndexedSegment segment) {
        IndexedSegment[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = segment;
        if (all.length > 0 && more[all.length - 1].base() + segmentBytes != segment.base()) {
            throw new IllegalStateException("segment " + segment.base() + " does not follow "
                    + more[all.length - 1].base());
        }
        all = more;
    }

    /// Puts a segment in the place of the one with the same base.
    synchronized void replace(IndexedSegment segment) {
        IndexedSegment[] changed = all.clone();
        changed[(int) ((segment.base() - changed[0].base()) / segmentBytes)] = segment;
        all = changed;
    }

    synchronized void dropOldest() {
        all = Arrays.copyOfRange(all, 1, all.length);
    }

    /// Hands out the positions of messages that may have the key, newest first, until the visitor has enough. Segments
    /// that have nothing from between the times are left out.
    public void visitKey(int hash, long beginTime, long endTime, LongPredicate wantsMore) {
        IndexedSegment[] known = all;
        for (int i = known.length - 1; i >= 0; i--) {
            if (!known[i].visitKey(hash, beginTime, endTime, wantsMore)) {
                return;
            }
        }
    }
}
