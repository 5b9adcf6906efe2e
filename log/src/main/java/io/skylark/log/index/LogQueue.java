package io.skylark.log.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One queue of one topic: an ordered list of messages in the log, as one [Run] for each segment that has some of them.
/// Resolve it once and keep it; when its topic was removed ([#isRemoved()]) resolve it again.
///
/// Runs of segments that are not sealed are a linked list, newest first. Of a sealed run only 16 bytes are in memory: its
/// first offset, and which segment and which slot of that segment's directory it is in.
///
/// Shared: the log-applier appends, the janitor seals and expires, any thread reads without a lock. An entry is written
/// before the maximum is published, and never changed after; a sealed run is there before its tail run goes. The lists
/// and the waiters are changed under the monitor of this object.
public final class LogQueue {
    private static final VarHandle MAX_OFFSET = maxOffsetHandle();
    private static final long[] NO_RUNS = {};

    private final TopicQueues topic;
    private final int queueId;
    private volatile long minOffset;
    private volatile long maxOffset;
    private volatile boolean removed;
    private volatile @Nullable TailRun newest;

    /// For each sealed run its first offset, then `number of the segment << 32 | slot`.
    private volatile long[] sealed = NO_RUNS;

    private volatile @Nullable Waiter firstWaiter;
    private boolean touched;

    LogQueue(TopicQueues topic, int queueId) {
        this.topic = topic;
        this.queueId = queueId;
    }

    public String topic() {
        return topic.name();
    }

    /// What the hashes of the keys of its messages begin with, see [Keys].
    int topicHash() {
        return topic.keysHash();
    }

    /// Where a topic of this name was last removed before this one; 0 for never.
    long born() {
        return topic.born();
    }

    public int queueId() {
        return queueId;
    }

    /// Offset of the oldest message that is kept; equal to [#maxOffset()] when there is none.
    public long minOffset() {
        return minOffset;
    }

    /// Offset that the next message will get.
    public long maxOffset() {
        return maxOffset;
    }

    /// True when the topic was removed after this object was resolved.
    public boolean isRemoved() {
        return removed;
    }

    /// The run in which an offset from minimum to maximum lies, or null when it expired just now: ask for the minimum again.
    public @Nullable Run run(long offset) {
        TailRun tail = tailRun(offset);
        if (tail != null) {
            return tail;
        }
        long place = sealedPlace(offset);
        return place < 0 ? null : sealedRun(place);
    }

    private @Nullable TailRun tailRun(long offset) {
        TailRun run = newest;
        while (run != null && run.firstOffset() > offset) {
            run = run.older();
        }
        return run;
    }

    /// Segment and slot of the sealed run in which an offset lies, or -1.
    private long sealedPlace(long offset) {
        long[] runs = sealed;
        int low = 0;
        int high = runs.length / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (runs[2 * middle] <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? -1 : runs[2 * low - 1];
    }

    /// Whether reading from an offset on would have to wait for the disk: then do it on a thread that may.
    ///
    /// @param count how many messages are wanted, from 1
    public boolean isCold(long offset, int count) {
        if (offset < minOffset || offset >= maxOffset || tailRun(offset) != null) {
            return false;
        }
        long place = sealedPlace(offset);
        SealedSegment segment = place < 0 ? null : topic.segments().findSealed(segmentNumber(place));
        return segment != null
                && (segment.isIndexCold() || new SealedRun(segment, (int) place).isCold(offset, count));
    }

    /// The run in the segment with this number, or null.
    private @Nullable Run runIn(int segment) {
        for (TailRun run = newest; run != null; run = run.older()) {
            if (topic.segments().number(run.base()) == segment) {
                return run;
            }
        }
        long[] runs = sealed;
        int low = 0;
        int high = runs.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int number = segmentNumber(runs[2 * middle + 1]);
            if (number == segment) {
                return sealedRun(runs[2 * middle + 1]);
            }
            if (number < segment) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    private @Nullable Run sealedRun(long place) {
        SealedSegment segment = topic.segments().findSealed(segmentNumber(place));
        return segment == null ? null : new SealedRun(segment, (int) place);
    }

    private static int segmentNumber(long place) {
        return (int) (place >>> Integer.SIZE);
    }

    /// The offset of the message at a position, or -1 when no message of this queue starts there.
    public long offsetOf(long position) {
        Run run = runIn(topic.segments().number(position));
        if (run == null) {
            return -1;
        }
        int place = (int) (position - run.base());
        long low = Math.max(minOffset, run.firstOffset());
        long high = Math.min(maxOffset, run.endOffset()) - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            int found = run.place(middle);
            if (found == place) {
                return middle;
            }
            if (found < place) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /// Whether the message at an offset below the maximum is wanted; true when it is not kept any more.
    boolean matches(TagFilter filter, long offset) {
        Run run = run(offset);
        return run == null || filter.matches(run.tagHash(offset));
    }

    /// Appends a message and returns its offset. Log-applier.
    long append(TailSegment segment, int place, int size, int tagHash, long time) {
        long offset = maxOffset;
        TailRun run = newest;
        if (run == null || run.segment() != segment) {
            run = begin(segment, offset);
        }
        run.add(place, size, tagHash, time);
        topic.volume().add(size);
        MAX_OFFSET.setRelease(this, offset + 1);
        return offset;
    }

    private synchronized TailRun begin(TailSegment segment, long offset) {
        TailRun older = newest;
        if (older != null) {
            older.end(offset);
        }
        TailRun run = new TailRun(this, segment, offset, older);
        segment.add(run);
        newest = run;
        return run;
    }

    /// A tail run, the oldest one, is in a sealed index now. Janitor.
    synchronized void seal(TailRun run, int segment, int slot) {
        addSealed(run.firstOffset(), segment, slot);
        TailRun newer = newest;
        if (newer == run) {
            newest = null;
            return;
        }
        while (newer != null && newer.older() != run) {
            newer = newer.older();
        }
        if (newer != null) {
            newer.forgetOlder();
        }
    }

    /// Adds a sealed run behind the others.
    synchronized void addSealed(long firstOffset, int segment, int slot) {
        long[] more = Arrays.copyOf(sealed, sealed.length + 2);
        more[sealed.length] = firstOffset;
        more[sealed.length + 1] = (long) segment << Integer.SIZE | slot;
        sealed = more;
    }

    /// Sets what a snapshot says. Starting thread, before anything else.
    void restore(long minOffset, long maxOffset) {
        this.minOffset = minOffset;
        this.maxOffset = maxOffset;
    }

    /// Everything was replayed: what was hidden when the snapshot was made must be there now. Starting thread.
    synchronized void restored() {
        minOffset = Math.min(minOffset, maxOffset);
    }

    /// Forgets the runs of a segment and of those before it. Janitor.
    synchronized void expire(int segment) {
        int kept = 0;
        while (kept < sealed.length && segmentNumber(sealed[kept + 1]) <= segment) {
            kept += 2;
        }
        long[] rest = Arrays.copyOfRange(sealed, kept, sealed.length);
        // The minimum first: a reader who finds no run looks at it again.
        minOffset = Math.max(minOffset, rest.length > 0 ? rest[0] : tailOffset());
        sealed = rest;
    }

    /// Hides messages before an offset. Janitor.
    public synchronized void expireBefore(long offset) {
        minOffset = Math.max(minOffset, Math.min(offset, maxOffset));
    }

    /// Offset of the first message that is not in a sealed segment.
    synchronized long tailOffset() {
        long first = maxOffset;
        for (TailRun run = newest; run != null; run = run.older()) {
            first = run.firstOffset();
        }
        return first;
    }

    /// Notes that the queue changes in this round; true the first time. Log-applier.
    boolean touch() {
        boolean first = !touched;
        touched = true;
        return first;
    }

    /// The round has ended. Log-applier.
    void endRound() {
        touched = false;
    }

    /// The topic is gone. Log-applier.
    void remove() {
        removed = true;
    }

    /// Calls the waiter once there is a matching message at `offset` or behind it, see `MessageStore.await`.
    public boolean await(long offset, Waiter waiter) {
        synchronized (this) {
            waiter.enter(this, offset, firstWaiter);
            firstWaiter = waiter;
        }
        // Registered first and looked second, while the applier publishes first and looks for waiters second: one of the
        // two sees the other.
        return (maxOffset <= offset && !removed) || !waiter.cancel();
    }

    boolean hasWaiters() {
        return firstWaiter != null;
    }

    /// Calls the waiters for whom there is something. Log-applier, at the end of a round.
    void wake() {
        callAll(takeReady(false));
    }

    private static void callAll(@Nullable Waiter first) {
        Waiter ready = first;
        while (ready != null) {
            Waiter next = ready.nextReady();
            ready.ready();
            ready = next;
        }
    }

    /// Calls all waiters, although there is nothing new in the queue. Any thread.
    public void wakeAll() {
        callAll(takeReady(true));
    }

    private synchronized @Nullable Waiter takeReady(boolean all) {
        Waiter ready = null;
        for (Waiter waiter = firstWaiter; waiter != null; ) {
            Waiter next = waiter.next();
            if (all || removed || waiter.advance(this, maxOffset)) {
                firstWaiter = waiter.leave(firstWaiter);
                ready = waiter.before(ready);
            }
            waiter = next;
        }
        return ready;
    }

    synchronized boolean cancel(Waiter waiter) {
        if (!waiter.waitsIn(this)) {
            return false;
        }
        firstWaiter = waiter.leave(firstWaiter);
        return true;
    }

    private static VarHandle maxOffsetHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(LogQueue.class, "maxOffset", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
