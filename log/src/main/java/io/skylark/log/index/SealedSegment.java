package io.skylark.log.index;

import io.skylark.log.sealed.DamagedIndexException;
import io.skylark.log.sealed.IndexContent;
import io.skylark.log.sealed.SealedIndex;
import io.skylark.log.segment.CorruptLogException;
import io.skylark.log.segment.FrameReader;
import io.skylark.log.segment.Segment;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.function.LongPredicate;

/// A sealed segment and its index.
///
/// A start trusts sealed segments without reading them. So their bytes are checked when they are first wanted: the frames
/// that start in one block of 64 KiB at a time, once in the life of the process.
///
/// Shared; immutable but for what was checked, and for an index that turns out damaged and is made again.
public final class SealedSegment implements IndexedSegment {
    private final Segment segment;
    private final Function<SealedIndex, SealedIndex> rebuild;
    private final AtomicLongArray checked;
    private volatile SealedIndex index;
    private volatile boolean indexChecked;

    /// @param rebuild makes a damaged index again; queues keep their slots
    public SealedSegment(Segment segment, SealedIndex index, Function<SealedIndex, SealedIndex> rebuild) {
        this.segment = segment;
        this.index = index;
        this.rebuild = rebuild;
        this.checked = new AtomicLongArray(index.blocks() / Long.SIZE + 1);
    }

    @Override
    public long base() {
        return segment.base();
    }

    /// The index, checked as a whole.
    SealedIndex index() {
        if (!indexChecked) {
            checkIndex();
        }
        return index;
    }

    /// Whether the index would have to be read from the disk first.
    boolean isIndexCold() {
        return !indexChecked;
    }

    /// Whether some of the bytes are not in memory.
    boolean isCold(int from, int to) {
        MemorySegment memory = MemorySegment.ofBuffer(segment.buffer());
        return memory.isMapped() && !memory.asSlice(from, to - from).isLoaded();
    }

    /// The index as it was opened: only its directory is checked.
    public SealedIndex directory() {
        return index;
    }

    private synchronized void checkIndex() {
        if (!indexChecked) {
            try {
                index.checkAll();
            } catch (DamagedIndexException damaged) {
                index = rebuild.apply(index);
            }
            indexChecked = true;
        }
    }

    @Override
    public boolean visitKey(int hash, long beginTime, long endTime, LongPredicate wantsMore) {
        SealedIndex opened = index;
        return opened.maxTime() < beginTime
                || opened.minTime() > endTime
                || index().visitKey(hash, place -> wantsMore.test(segment.base() + place));
    }

    @Override
    public void check(int place) {
        SealedIndex known = index();
        int block = IndexContent.block(place);
        int first = known.firstFrame(block);
        while (block >= 0 && (first < 0 || first > place)) {
            block--;
            first = block < 0 ? -1 : known.firstFrame(block);
        }
        if (block >= 0 && (checked.get(block / Long.SIZE) & 1L << block) == 0) {
            checkFrames(known, block, first);
            checked.getAndAccumulate(block / Long.SIZE, 1L << block, (a, b) -> a | b);
        }
    }

    /// Checks the frames that start in a block.
    private void checkFrames(SealedIndex known, int block, int first) {
        ByteBuffer source = segment.buffer().duplicate();
        FrameReader reader = new FrameReader();
        int end = nextFrame(known, block, source.limit());
        int at = first;
        while (at < end) {
            long position = segment.base() + at;
            String fault = reader.fault(source, at, position);
            if (fault != null) {
                throw new CorruptLogException(segment.path(), position, fault);
            }
            at = FrameReader.next(source, at);
        }
    }

    private static int nextFrame(SealedIndex known, int block, int end) {
        for (int next = block + 1; next < known.blocks(); next++) {
            int place = known.firstFrame(next);
            if (place >= 0) {
                return place;
            }
        }
        return end;
    }
}
