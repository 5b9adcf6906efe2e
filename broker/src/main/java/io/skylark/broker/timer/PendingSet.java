package io.skylark.broker.timer;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Pending messages in memory, in the order in which they are due. About 150 bytes each. Guarded by the monitor of the
/// [PendingTimers] it belongs to.
final class PendingSet {
    private final NavigableSet<Pending> byDue = new TreeSet<>();
    private final Map<Long, Pending> byPosition = new HashMap<>();

    void add(Pending pending) {
        Pending before = byPosition.put(pending.position(), pending);
        if (before != null) {
            byDue.remove(before);
        }
        byDue.add(pending);
    }

    @Nullable Pending remove(long position) {
        Pending removed = byPosition.remove(position);
        if (removed != null) {
            byDue.remove(removed);
        }
        return removed;
    }

    @Nullable Pending first() {
        return byDue.isEmpty() ? null : byDue.first();
    }

    boolean contains(long position) {
        return byPosition.containsKey(position);
    }

    int size() {
        return byDue.size();
    }

    Iterable<Pending> inOrder() {
        return byDue;
    }

    /// Those due at exactly this time.
    Iterable<Pending> dueAt(long due) {
        return byDue.subSet(new Pending(due, 0), true, new Pending(due, Long.MAX_VALUE), true);
    }

    /// Those at a place in the order and behind it, at most `limit`.
    List<Pending> from(Pending place, int limit) {
        return byDue.tailSet(place, true).stream().limit(limit).toList();
    }

    /// Moves those due before `end` to another set, as long as that has less than `limit`.
    void moveBefore(long end, PendingSet to, int limit) {
        Iterator<Pending> all = byDue.iterator();
        while (to.size() < limit && all.hasNext()) {
            Pending next = all.next();
            if (next.due() >= end) {
                return;
            }
            all.remove();
            byPosition.remove(next.position());
            to.add(next);
        }
    }

    void clear() {
        byDue.clear();
        byPosition.clear();
    }
}
