package io.skylark.broker.timer;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.MovedMessage;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes runs whose files are missing or damaged again from the log, which has all that was in them. On the starting thread,
/// when the log was replayed and nothing is added to it yet.
final class LostRuns {
    /// Runs made in one walk through the log: about 40 MB.
    private static final int RUNS_PER_WALK = 64;

    private static final Logger LOG = LoggerFactory.getLogger(LostRuns.class);

    /// Walks through the whole log.
    @FunctionalInterface
    interface Log {
        void forEach(Consumer<EntryView> entries);
    }

    private LostRuns() {}

    static void find(RunFolder folder, PendingTimers pending, Log log) {
        List<RunFolder.Lost> all = folder.lost();
        for (int from = 0; from < all.size(); from += RUNS_PER_WALK) {
            List<Found> found = new ArrayList<>();
            for (RunFolder.Lost lost : all.subList(from, Math.min(all.size(), from + RUNS_PER_WALK))) {
                found.add(new Found(lost));
            }
            log.forEach(entry -> found.forEach(run -> run.look(entry)));
            for (Found run : found) {
                int count = pending.addLost(run.lost.firstPosition(), run.lost.lastPosition(), run.left(pending));
                LOG.info("{} timers of positions {} to {} found again", count, run.lost.firstPosition(),
                        run.lost.lastPosition());
            }
        }
        folder.found();
    }

    /// What the log says about one run. Positions ascend, as in the log.
    private static final class Found {
        private final RunFolder.Lost lost;
        private final BitSet gone = new BitSet();
        private long[] dues = new long[1024];
        private long[] positions = new long[1024];
        private int count;

        private Found(RunFolder.Lost lost) {
            this.lost = lost;
        }

        private void look(EntryView entry) {
            int code = entry.typeCode();
            if (code == EntryType.MOVED.code() && MovedMessage.owner(entry) == TimerTable.TYPE.code()) {
                remove(MovedMessage.source(entry));
            } else if (code == TimerTable.STATE.code()) {
                ByteBuffer body = entry.body();
                if (body.get() == TimerTable.REMOVED) {
                    remove(body.getLong(Long.BYTES + 1));
                }
            } else if (code == TimerTable.TYPE.code()) {
                remove(ParkedMessage.replaces(entry));
                add(ParkedMessage.due(entry), entry.position());
            }
        }

        private void add(long due, long position) {
            if (position < lost.firstPosition() || position > lost.lastPosition()) {
                return;
            }
            if (count == dues.length) {
                dues = Arrays.copyOf(dues, 2 * count);
                positions = Arrays.copyOf(positions, 2 * count);
            }
            dues[count] = due;
            positions[count] = position;
            count++;
        }

        private void remove(long position) {
            int index = Arrays.binarySearch(positions, 0, count, position);
            if (index >= 0) {
                gone.set(index);
            }
        }

        /// Those that wait, without those that the snapshot had elsewhere.
        private LongBuffer left(PendingTimers pending) {
            List<Pending> left = new ArrayList<>();
            for (int i = gone.nextClearBit(0); i < count; i = gone.nextClearBit(i + 1)) {
                if (!pending.isInMemory(positions[i])) {
                    left.add(new Pending(dues[i], positions[i]));
                }
            }
            left.sort(null);
            LongBuffer records = LongBuffer.allocate(2 * left.size());
            left.forEach(one -> records.put(one.due()).put(one.position()));
            return records.flip();
        }
    }
}
