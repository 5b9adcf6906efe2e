package io.skylark.client.consumer.group;

import io.skylark.client.consumer.FlowLimits;
import io.skylark.message.EncodedMessage;
import java.time.InstantSource;
import java.util.List;

/// How far one queue is pulled and consumed. Shared by the coordinator, which adds, and the consume threads, which
/// finish; guarded by its own lock, which is held for moments only.
///
/// The messages that are not consumed yet, and those behind them that are, lie in a ring in the order of their offsets.
public final class QueueProgress {
    private static final int FIRST_CAPACITY = 64;

    /// What the size of a message that is consumed is replaced by.
    private static final int FINISHED = -1;

    private final InstantSource clock;
    private long[] offsets = new long[FIRST_CAPACITY];
    private int[] sizes = new int[FIRST_CAPACITY];

    /// Where the ring begins; the message there is not finished.
    private int head;

    private int count;
    private int unfinished;
    private long bytes;
    private long end;
    private volatile boolean dropped;
    private volatile long lastConsumedMillis;

    /// @param start where pulling begins
    public QueueProgress(long start, InstantSource clock) {
        this.end = start;
        this.clock = clock;
        this.lastConsumedMillis = clock.millis();
    }

    /// A look at it, for tools.
    ///
    /// @param first offset of the oldest message that is not consumed, 0 when all are
    /// @param last offset of the newest that was pulled, 0 as `first`
    public record State(int messages, long bytes, long first, long last) {}

    /// @param nextOffset behind everything that the pull looked at, whether it was wanted or not
    public synchronized void pulled(List<EncodedMessage> wanted, long nextOffset) {
        for (EncodedMessage message : wanted) {
            long offset = message.queueOffset();
            if (count > 0 && offset <= offsets[at(count - 1)]) {
                // Pulled before; what is consumed twice is counted once.
                continue;
            }
            if (count == offsets.length) {
                grow();
            }
            int to = at(count++);
            offsets[to] = offset;
            sizes[to] = message.bodyLength();
            bytes += message.bodyLength();
            unfinished++;
        }
        end = nextOffset;
    }

    private int at(int index) {
        return (head + index) & (offsets.length - 1);
    }

    private void grow() {
        long[] moreOffsets = new long[offsets.length * 2];
        int[] moreSizes = new int[moreOffsets.length];
        for (int i = 0; i < count; i++) {
            moreOffsets[i] = offsets[at(i)];
            moreSizes[i] = sizes[at(i)];
        }
        offsets = moreOffsets;
        sizes = moreSizes;
        head = 0;
    }

    /// The message at a queue offset is consumed.
    public synchronized void finish(long offset) {
        int index = find(offset);
        if (index < 0 || sizes[at(index)] == FINISHED) {
            return;
        }
        bytes -= sizes[at(index)];
        sizes[at(index)] = FINISHED;
        unfinished--;
        lastConsumedMillis = clock.millis();
        while (count > 0 && sizes[head] == FINISHED) {
            head = at(1);
            count--;
        }
    }

    private int find(long offset) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long there = offsets[at(middle)];
            if (there == offset) {
                return middle;
            }
            if (there < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /// Everything before this offset is consumed.
    public synchronized long commitOffset() {
        return count == 0 ? end : offsets[head];
    }

    /// Behind everything that was pulled.
    public synchronized long end() {
        return end;
    }

    synchronized boolean isFull(FlowLimits limits) {
        return unfinished >= limits.messages()
                || bytes >= limits.bytes()
                || (count > 0 && offsets[at(count - 1)] - offsets[head] >= limits.span());
    }

    public synchronized State state() {
        return count == 0
                ? new State(0, 0, 0, 0)
                : new State(unfinished, bytes, offsets[head], offsets[at(count - 1)]);
    }

    /// When a message was consumed last, ms; as long as none was, when pulling began: tools take what lies far back for a
    /// consumer that hangs.
    public long lastConsumedMillis() {
        return lastConsumedMillis;
    }

    /// The queue is no longer this consumer's, or read elsewhere: what is left of it is not consumed, and nothing of it
    /// is committed.
    public void drop() {
        dropped = true;
    }

    public boolean isDropped() {
        return dropped;
    }
}
