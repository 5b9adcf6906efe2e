package io.skylark.log.index;

import io.skylark.log.sealed.IndexContent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The messages of one queue in one segment that is not sealed: 12 bytes each, in chunks that double from 2 to
/// [#MAX_CHUNK_ENTRIES], so that a queue with a handful of messages takes little and a long one wastes little.
///
/// Shared: the log-applier appends, any thread reads without a lock: an entry is written before the queue publishes its
/// new maximum, and never changed after. Nothing is appended any more when the segment has ended.
final class TailRun implements Run, IndexContent.Run {
    static final int MAX_CHUNK_ENTRIES = 4096;

    private static final int MAX_CHUNK_SHIFT = Integer.numberOfTrailingZeros(MAX_CHUNK_ENTRIES);
    private static final int ENTRY_INTS = 3;
    private static final int[][] NO_CHUNKS = {};

    private final LogQueue queue;
    private final TailSegment segment;
    private final long firstOffset;
    private volatile @Nullable TailRun older;
    private volatile long endOffset = Long.MAX_VALUE;
    private int[][] chunks = NO_CHUNKS;
    private int count;
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;

    TailRun(LogQueue queue, TailSegment segment, long firstOffset, @Nullable TailRun older) {
        this.queue = queue;
        this.segment = segment;
        this.firstOffset = firstOffset;
        this.older = older;
    }

    /// Log-applier.
    void add(int place, int size, int tagHash, long time) {
        int number = chunkNumber(count);
        if (number >= chunks.length || chunks[number] == null) {
            addChunk(number);
        }
        int[] chunk = chunks[number];
        int at = slot(count) * ENTRY_INTS;
        chunk[at] = place;
        chunk[at + 1] = size;
        chunk[at + 2] = tagHash;
        count++;
        minTime = Math.min(minTime, time);
        maxTime = Math.max(maxTime, time);
    }

    /// Readers that see the new array see at least the chunks of the old one.
    private void addChunk(int number) {
        if (number >= chunks.length) {
            chunks = Arrays.copyOf(chunks, number + Math.max(1, number / 2));
        }
        int entries = number < MAX_CHUNK_SHIFT ? Math.max(2, 1 << number) : MAX_CHUNK_ENTRIES;
        chunks[number] = new int[ENTRY_INTS * entries];
    }

    /// Chunk 0 has the entries 0 and 1, chunk k those from 2^k to 2^(k+1), until chunks have their full size.
    private static int chunkNumber(int entry) {
        if (entry >= MAX_CHUNK_ENTRIES) {
            return MAX_CHUNK_SHIFT - 1 + (entry >>> MAX_CHUNK_SHIFT);
        }
        return entry < 2 ? 0 : Integer.SIZE - 1 - Integer.numberOfLeadingZeros(entry);
    }

    private static int slot(int entry) {
        if (entry >= MAX_CHUNK_ENTRIES) {
            return entry & (MAX_CHUNK_ENTRIES - 1);
        }
        return entry < 2 ? entry : entry - Integer.highestOneBit(entry);
    }

    private int value(int entry, int field) {
        return chunks[chunkNumber(entry)][slot(entry) * ENTRY_INTS + field];
    }

    /// The queue has a newer run: this one is complete.
    void end(long offset) {
        endOffset = offset;
    }

    LogQueue queue() {
        return queue;
    }

    TailSegment segment() {
        return segment;
    }

    @Nullable TailRun older() {
        return older;
    }

    void forgetOlder() {
        older = null;
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
        return endOffset;
    }

    @Override
    public int place(long offset) {
        return value((int) (offset - firstOffset), 0);
    }

    @Override
    public int size(long offset) {
        return value((int) (offset - firstOffset), 1);
    }

    @Override
    public int tagHash(long offset) {
        return value((int) (offset - firstOffset), 2);
    }

    /// What is not sealed was checked, or written, since this process started.
    @Override
    public void check(long offset) {}

    @Override
    public String topic() {
        return queue.topic();
    }

    @Override
    public long born() {
        return queue.born();
    }

    @Override
    public int queueId() {
        return queue.queueId();
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int placeAt(int number) {
        return value(number, 0);
    }

    @Override
    public int sizeAt(int number) {
        return value(number, 1);
    }

    @Override
    public int tagHashAt(int number) {
        return value(number, 2);
    }

    /// Known once the run is complete.
    @Override
    public long minTime() {
        return segment.hasEnded() ? minTime : Long.MIN_VALUE;
    }

    @Override
    public long maxTime() {
        return segment.hasEnded() ? maxTime : Long.MAX_VALUE;
    }
}
