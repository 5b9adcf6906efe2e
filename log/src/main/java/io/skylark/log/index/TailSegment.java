package io.skylark.log.index;

import io.skylark.log.sealed.IndexContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/// A segment that is not sealed: what its index will be made of.
///
/// Shared: the log-applier adds while it is the newest; after [#end()] nothing changes and the janitor takes it. Any
/// thread looks up keys.
public final class TailSegment implements IndexedSegment {
    /// A message takes more than 64 bytes, so the largest segment has fewer runs, and fewer topics, than this.
    private static final int MAX_RUNS = 1 << 24;

    private static final int NUMBER_BITS = 24;
    private static final int RANK_SHIFT = NUMBER_BITS + Short.SIZE;

    private final long base;
    private final long end;
    private final SegmentKeys keys;
    private final int[] firstFrames;
    private final List<TailRun> runs = new ArrayList<>();
    private long lastIndex;
    private long lastTerm;
    private volatile long minTime = Long.MAX_VALUE;
    private volatile long maxTime = Long.MIN_VALUE;
    private volatile boolean ended;

    public TailSegment(long base, long segmentBytes) {
        this.base = base;
        this.end = base + segmentBytes;
        this.keys = new SegmentKeys(segmentBytes);
        this.firstFrames = new int[IndexContent.blocks(segmentBytes)];
        Arrays.fill(firstFrames, -1);
    }

    @Override
    public long base() {
        return base;
    }

    /// Position behind the last byte.
    public long endPosition() {
        return end;
    }

    /// Notes an entry. Log-applier.
    public void add(long framePosition, long index, long term, long time) {
        int place = (int) (framePosition - base);
        int block = IndexContent.block(place);
        if (firstFrames[block] < 0) {
            firstFrames[block] = place;
        }
        lastIndex = index;
        lastTerm = term;
        if (time < minTime) {
            minTime = time;
        }
        if (time > maxTime) {
            maxTime = time;
        }
    }

    /// Notes a key of the message at a place. Log-applier.
    public void addKey(int hash, int place) {
        keys.add(hash, place);
    }

    void add(TailRun run) {
        runs.add(run);
    }

    /// The segment is full. Log-applier.
    public void end() {
        ended = true;
    }

    public boolean hasEnded() {
        return ended;
    }

    /// Time of the oldest entry.
    public long minTime() {
        return minTime;
    }

    public long lastIndex() {
        return lastIndex;
    }

    public long lastTerm() {
        return lastTerm;
    }

    public long lastTime() {
        return maxTime;
    }

    /// The runs that an index lists, in its order: without those of removed topics. Only when the segment has ended.
    ///
    /// There may be hundreds of thousands of them, of a few thousand topics: names are compared once for each topic.
    List<TailRun> sortedRuns() {
        List<TailRun> alive = runs.stream().filter(run -> !run.queue().isRemoved()).toList();
        Map<String, Integer> ranks = ranks(alive);
        long[] order = new long[alive.size()];
        for (int i = 0; i < order.length; i++) {
            TailRun run = alive.get(i);
            int rank = ranks.getOrDefault(run.topic(), 0);
            order[i] = (long) rank << RANK_SHIFT | (long) run.queueId() << NUMBER_BITS | i;
        }
        Arrays.sort(order);
        List<TailRun> sorted = new ArrayList<>(order.length);
        for (long key : order) {
            sorted.add(alive.get((int) (key & (MAX_RUNS - 1))));
        }
        return sorted;
    }

    private static Map<String, Integer> ranks(List<TailRun> runs) {
        Map<String, Integer> ranks = new HashMap<>();
        runs.forEach(run -> ranks.put(run.topic(), 0));
        int rank = 0;
        for (String topic : ranks.keySet().stream().sorted().toList()) {
            ranks.put(topic, rank++);
        }
        return ranks;
    }

    IndexContent content(long storeId, List<? extends IndexContent.Run> sorted) {
        return new IndexContent(
                base, storeId, lastIndex, lastTerm, minTime, maxTime, sorted, keys.sorted(), firstFrames);
    }

    @Override
    public boolean visitKey(int hash, long beginTime, long endTime, LongPredicate wantsMore) {
        return maxTime < beginTime || minTime > endTime || keys.visit(hash, place -> wantsMore.test(base + place));
    }

    /// What is not sealed was checked, or written, since this process started.
    @Override
    public void check(int place) {}
}
