package io.skylark.broker.order;

import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.StateMachine;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A log that commits when it is told to, and refuses when it is told to.
final class ManualLog implements ReplicatedLog {
    /// What is durable: the bodies of entries of one type.
    private final List<byte[]> entries = new ArrayList<>();
    private final Deque<Proposal> waiting = new ArrayDeque<>();
    private boolean full;

    void full(boolean now) {
        full = now;
    }

    @Override
    public void propose(Proposal proposal) {
        if (full) {
            proposal.failed(new LogRefusal(LogRefusal.Reason.DISK_FULL, "no room"));
        } else {
            waiting.add(proposal);
        }
    }

    int waiting() {
        return waiting.size();
    }

    int size() {
        return entries.size();
    }

    /// Makes the oldest proposals durable and applies them.
    void commit(int most, StateMachine table) {
        for (int i = 0; i < most && !waiting.isEmpty(); i++) {
            Proposal proposal = waiting.remove();
            ByteBuffer body = ByteBuffer.allocate(proposal.bodySize());
            proposal.writeBody(body, 0);
            entries.add(body.array());
            EntryView view = view(proposal.type().code(), body.array());
            proposal.applied(view, table.apply(view));
        }
    }

    /// Makes some of what waits durable without telling anybody, and loses the rest: a crash.
    void crash(int stored) {
        for (int i = 0; i < stored && !waiting.isEmpty(); i++) {
            Proposal proposal = waiting.remove();
            ByteBuffer body = ByteBuffer.allocate(proposal.bodySize());
            proposal.writeBody(body, 0);
            entries.add(body.array());
        }
        waiting.clear();
        full = false;
    }

    void replay(int typeCode, StateMachine table) {
        entries.forEach(body -> table.apply(view(typeCode, body)));
    }

    /// Keeps only what a snapshot of the table says.
    void compact(StateMachine table) {
        List<byte[]> snapshot = new ArrayList<>();
        table.snapshot().writeTo((type, time, body) -> snapshot.add(body));
        entries.clear();
        entries.addAll(snapshot);
    }

    private static EntryView view(int typeCode, byte[] body) {
        return new EntryView().wrap(typeCode, 1, 1, 0, 0).body(ByteBuffer.wrap(body), 0, body.length);
    }

    @Override
    public long firstPosition() {
        return 0;
    }

    @Override
    public long lastPosition() {
        return 0;
    }

    @Override
    public long committedPosition() {
        return 0;
    }

    @Override
    public long appliedPosition() {
        return 0;
    }

    @Override
    public void close() {}
}
