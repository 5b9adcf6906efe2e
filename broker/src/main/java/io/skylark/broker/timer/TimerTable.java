package io.skylark.broker.timer;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.MovedMessage;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The messages that wait for their time: a fold over the entries that park them ([#TYPE]), those that let them into their
/// queue ([EntryType#MOVED]), and those that take them away ([#STATE]).
///
/// | offset | size | field of a [#STATE] entry |
/// |---|---|---|
/// | 0 | 1 | 1 removed (recalled, or its topic is gone); the others are in snapshots only: 2 near, 3 newest, 4 run, 5 lost run |
/// | 1 | 16 n | 1 to 3: due time and position of each |
/// | 1 | 16 | 5: first and last position |
/// | 1 | 8 + 4 + 8 + 8 + 4 + n | 4: id, records, first and last position, cursor, bits of the records taken behind it |
public final class TimerTable implements StateMachine {
    /// A message that waits, see [ParkedMessage].
    public static final EntryType TYPE = EntryType.parked(21, "TIMER");

    public static final EntryType STATE = EntryType.table(22, "TIMER_STATE");

    static final byte REMOVED = 1;
    private static final byte NEAR = 2;
    private static final byte NEWEST = 3;
    private static final byte RUN = 4;

    /// A run whose file was not whole, and that is to be looked for in the log.
    private static final byte LOST = 5;

    /// Records that go into one item of a snapshot.
    private static final int RECORDS_PER_ITEM = 4_096;

    private final PendingTimers pending;
    private final RunFolder folder;

    TimerTable(PendingTimers pending, RunFolder folder) {
        this.pending = pending;
        this.folder = folder;
    }

    static byte[] removed(Pending gone) {
        return ByteBuffer.allocate(1 + Pending.BYTES).put(REMOVED).putLong(gone.due()).putLong(gone.position()).array();
    }

    /// For a [#STATE] entry: 1 when the message waited, 0 when it did not. 0 for the others.
    @Override
    public long apply(EntryView entry) {
        int code = entry.typeCode();
        if (code == TYPE.code()) {
            park(entry);
        } else if (code == EntryType.MOVED.code()) {
            pending.moved(MovedMessage.source(entry));
        } else {
            return change(entry.body());
        }
        return 0;
    }

    private void park(EntryView entry) {
        long due = ParkedMessage.due(entry);
        long replaces = ParkedMessage.replaces(entry);
        // Of a lost run nobody knows yet what waits, but only what waits is appended again.
        if (replaces == ParkedMessage.NOTHING || pending.remove(due, replaces) || folder.isLost(replaces)) {
            pending.add(new Pending(due, entry.position()), entry.time());
        }
    }

    private long change(ByteBuffer body) {
        byte operation = body.get();
        switch (operation) {
            case REMOVED -> {
                return pending.remove(body.getLong(), body.getLong()) ? 1 : 0;
            }
            case NEAR -> readAll(body).forEach(pending::restoreNear);
            case NEWEST -> readAll(body).forEach(pending::restoreNewest);
            case RUN -> folder.restore(body, pending);
            case LOST -> folder.lose(body.getLong(), body.getLong());
            default -> throw new IllegalStateException("unknown change of timers " + operation);
        }
        return 0;
    }

    private static List<Pending> readAll(ByteBuffer body) {
        List<Pending> all = new ArrayList<>();
        while (body.hasRemaining()) {
            all.add(new Pending(body.getLong(), body.getLong()));
        }
        return all;
    }

    @Override
    public TableSnapshot snapshot() {
        return new Taken(pending.content(), folder.lost(), pending, folder);
    }

    /// Exactly what the entries so far have made: applied twice, an entry would make its message wait twice.
    private record Taken(
            PendingTimers.Content content, List<RunFolder.Lost> lost, PendingTimers pending, RunFolder folder)
            implements TableSnapshot {
        @Override
        public void writeTo(Sink sink) {
            write(NEAR, content.near(), sink);
            List<Pending> unwritten = new ArrayList<>();
            for (PendingTimers.RunState state : content.runs()) {
                if (state.run().isInFile()) {
                    sink.entry(STATE, 0, run(state));
                } else {
                    state.addLeftTo(unwritten);
                }
            }
            for (RunFolder.Lost run : lost) {
                sink.entry(STATE, 0, ByteBuffer.allocate(1 + 2 * Long.BYTES)
                        .put(LOST).putLong(run.firstPosition()).putLong(run.lastPosition()).array());
            }
            write(NEWEST, unwritten, sink);
            write(NEWEST, content.newest(), sink);
        }

        @Override
        public void stored() {
            folder.snapshotStored(
                    content.runs().stream().map(state -> state.run().id()).toList(), pending.runIds());
        }

        private static void write(byte operation, List<Pending> all, Sink sink) {
            for (int from = 0; from < all.size(); from += RECORDS_PER_ITEM) {
                List<Pending> part = all.subList(from, Math.min(all.size(), from + RECORDS_PER_ITEM));
                ByteBuffer item = ByteBuffer.allocate(1 + Pending.BYTES * part.size()).put(operation);
                part.forEach(pending -> item.putLong(pending.due()).putLong(pending.position()));
                sink.entry(STATE, 0, item.array());
            }
        }

        private static byte[] run(PendingTimers.RunState state) {
            Run run = state.run();
            return ByteBuffer.allocate(1 + 8 + 4 + 8 + 8 + 4 + state.taken().length)
                    .put(RUN).putLong(run.id()).putInt(run.count()).putLong(run.firstPosition())
                    .putLong(run.lastPosition()).putInt(state.cursor()).put(state.taken()).array();
        }
    }
}
