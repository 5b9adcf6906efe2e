package io.skylark.log.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One queue of one topic: an ordered list of messages in the log. Resolve it once and keep it; when its topic was
/// removed ([#isRemoved()]) resolve it again.
///
/// An entry is 16 bytes: position, size, tag hash. Entries lie in chunks that double from 2 to [#MAX_CHUNK_ENTRIES], so
/// that a queue with a handful of messages takes about 150 bytes in all, and a long one wastes little.
///
/// Shared: the log-applier appends, any thread reads without a lock. An entry is written before the maximum is
/// published, and never changed after. The waiters are guarded by the monitor of this object.
public final class LogQueue {
    static final int MAX_CHUNK_ENTRIES = 4096;

    private static final VarHandle MAX_OFFSET = maxOffsetHandle();
    private static final int MAX_CHUNK_SHIFT = Integer.numberOfTrailingZeros(MAX_CHUNK_ENTRIES);
    private static final long[][] NO_CHUNKS = {};

    private final String topic;
    private final int queueId;
    private volatile long minOffset;
    private volatile long maxOffset;
    private volatile boolean removed;
    private long[][] chunks = NO_CHUNKS;
    private volatile @Nullable Waiter firstWaiter;
    private boolean touched;

    LogQueue(String topic, int queueId) {
        this.topic = topic;
        this.queueId = queueId;
    }

    public String topic() {
        return topic;
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

    /// Position of the message at an offset from minimum to maximum, the maximum excluded. The same range holds for the
    /// other two.
    public long position(long offset) {
        return chunk(offset)[2 * slot(offset)];
    }

    /// Size of the stored message in bytes.
    public int size(long offset) {
        return (int) (chunk(offset)[2 * slot(offset) + 1] >>> Integer.SIZE);
    }

    public int tagHash(long offset) {
        return (int) chunk(offset)[2 * slot(offset) + 1];
    }

    /// The offset of the message at a position, or -1 when no message of this queue starts there.
    public long offsetOf(long position) {
        long low = minOffset;
        long high = maxOffset - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            long found = position(middle);
            if (found == position) {
                return middle;
            }
            if (found < position) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /// Appends a message and returns its offset. Log-applier.
    long append(long position, int size, int tagHash) {
        long offset = maxOffset;
        int number = chunkNumber(offset);
        if (number >= chunks.length || chunks[number] == null) {
            addChunk(number);
        }
        long[] chunk = chunks[number];
        int slot = slot(offset);
        chunk[2 * slot] = position;
        chunk[2 * slot + 1] = (long) size << Integer.SIZE | Integer.toUnsignedLong(tagHash);
        MAX_OFFSET.setRelease(this, offset + 1);
        return offset;
    }

    /// Readers that see the new array see at least the chunks of the old one.
    private void addChunk(int number) {
        if (number >= chunks.length) {
            chunks = Arrays.copyOf(chunks, number + Math.max(1, number / 2));
        }
        int entries = number < MAX_CHUNK_SHIFT ? Math.max(2, 1 << number) : MAX_CHUNK_ENTRIES;
        chunks[number] = new long[2 * entries];
    }

    private long[] chunk(long offset) {
        return chunks[chunkNumber(offset)];
    }

    /// Chunk 0 has the offsets 0 and 1, chunk k those from 2^k to 2^(k+1), until chunks have their full size.
    private static int chunkNumber(long offset) {
        if (offset >= MAX_CHUNK_ENTRIES) {
            return MAX_CHUNK_SHIFT - 1 + (int) (offset >>> MAX_CHUNK_SHIFT);
        }
        return offset < 2 ? 0 : Long.SIZE - 1 - Long.numberOfLeadingZeros(offset);
    }

    private static int slot(long offset) {
        if (offset >= MAX_CHUNK_ENTRIES) {
            return (int) offset & (MAX_CHUNK_ENTRIES - 1);
        }
        return (int) (offset < 2 ? offset : offset - Long.highestOneBit(offset));
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
        Waiter ready = takeReady();
        while (ready != null) {
            Waiter next = ready.nextReady();
            ready.ready();
            ready = next;
        }
    }

    private synchronized @Nullable Waiter takeReady() {
        Waiter ready = null;
        for (Waiter waiter = firstWaiter; waiter != null; ) {
            Waiter next = waiter.next();
            if (removed || waiter.advance(this, maxOffset)) {
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
