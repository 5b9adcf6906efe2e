package io.skylark.log.local;

import io.skylark.log.EntryView;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Remembers the bodies that were applied; the outcome of an entry is how many came before it.
final class RecordingMachine implements StateMachine {
    private final List<ByteBuffer> bodies = new ArrayList<>();
    private final List<Long> indexes = new ArrayList<>();
    private int rounds;

    @Override
    public synchronized long apply(EntryView entry) {
        ByteBuffer body = entry.body();
        byte[] copy = new byte[body.remaining()];
        body.get(copy);
        bodies.add(ByteBuffer.wrap(copy));
        indexes.add(entry.index());
        return bodies.size() - 1L;
    }

    @Override
    public TableSnapshot snapshot() {
        return sink -> {};
    }

    @Override
    public synchronized void roundApplied() {
        rounds++;
    }

    synchronized List<ByteBuffer> bodies() {
        return List.copyOf(bodies);
    }

    synchronized List<Long> indexes() {
        return List.copyOf(indexes);
    }

    synchronized int rounds() {
        return rounds;
    }
}
