package io.skylark.broker.timer;

import java.nio.LongBuffer;
import java.util.BitSet;
import java.util.List;

/// Pending messages that were sorted by due time once and are only taken away since: `due, position` pairs, in memory until
/// they are in a file. Guarded by the monitor of the [PendingTimers] it belongs to; the records themselves never change.
final class Run {
    /// Of the file, and the order in which runs came to be.
    private final long id;
    private final long firstPosition;
    private final long lastPosition;
    private final int count;
    private final BitSet taken;
    private volatile LongBuffer records;
    private volatile boolean inFile;
    private int cursor;
    private int left;

    /// What the heap of runs is ordered by: the head as it was when the run was put there.
    private long queuedDue;
    private long queuedPosition;

    /// @param records in the order of [Pending]
    /// @param firstPosition at or before all positions in it; no other run has any from there to `lastPosition`
    Run(long id, LongBuffer records, long firstPosition, long lastPosition, boolean inFile) {
        this.id = id;
        this.records = records;
        this.count = records.limit() / 2;
        this.firstPosition = firstPosition;
        this.lastPosition = lastPosition;
        this.inFile = inFile;
        this.taken = new BitSet();
        this.left = count;
    }

    /// Records that belong to no run, for somebody who only looks.
    static Run inMemory(List<Pending> sorted) {
        LongBuffer records = LongBuffer.allocate(2 * sorted.size());
        sorted.forEach(pending -> records.put(pending.due()).put(pending.position()));
        return new Run(-1, records.flip(), 0, 0, false);
    }

    long id() {
        return id;
    }

    long firstPosition() {
        return firstPosition;
    }

    long lastPosition() {
        return lastPosition;
    }

    int count() {
        return count;
    }

    LongBuffer records() {
        return records;
    }

    boolean isInFile() {
        return inFile;
    }

    /// From now on they are read from the file.
    void written(LongBuffer mapped) {
        records = mapped;
        inFile = true;
    }

    /// How many still wait.
    int left() {
        return left;
    }

    private long due(int index) {
        return records.get(2 * index);
    }

    private long position(int index) {
        return records.get(2 * index + 1);
    }

    Pending record(int index) {
        return new Pending(due(index), position(index));
    }

    boolean isTaken(int index) {
        return index < cursor || taken.get(index);
    }

    /// Remembers the head for the order of the heap; false when there is none.
    boolean queue() {
        skipTaken();
        if (cursor == count) {
            return false;
        }
        queuedDue = due(cursor);
        queuedPosition = position(cursor);
        return true;
    }

    boolean isHeadQueued() {
        return !isTaken(cursor) && position(cursor) == queuedPosition;
    }

    long queuedDue() {
        return queuedDue;
    }

    long queuedPosition() {
        return queuedPosition;
    }

    Pending head() {
        return record(cursor);
    }

    void take(int index) {
        if (isTaken(index)) {
            return;
        }
        left--;
        if (index == cursor) {
            cursor++;
            skipTaken();
        } else {
            taken.set(index);
        }
    }

    int cursor() {
        return cursor;
    }

    private void skipTaken() {
        int next = taken.nextClearBit(cursor);
        if (next > cursor) {
            cursor = Math.min(next, count);
        }
    }

    /// Index of a record that waits, -1 when it does not, or never was here.
    int find(long due, long position) {
        int index = lowerBound(due, position);
        return index < count && position(index) == position && due(index) == due && !isTaken(index) ? index : -1;
    }

    /// The first record at `due` and `position` or behind them.
    int lowerBound(long due, long position) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            long at = due(middle);
            if (at < due || (at == due && position(middle) < position)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The same by position alone: from the front, where those are that have become due.
    int find(long position) {
        for (int index = cursor; index < count; index++) {
            if (position(index) == position && !taken.get(index)) {
                return index;
            }
        }
        return -1;
    }

    /// What a snapshot has to say about it beside the file.
    byte[] takenBits() {
        return taken.toByteArray();
    }

    void restore(int from, byte[] bits) {
        cursor = from;
        taken.or(BitSet.valueOf(bits));
        skipTaken();
        left = count - cursor - (taken.cardinality() - taken.get(0, cursor).cardinality());
    }
}
