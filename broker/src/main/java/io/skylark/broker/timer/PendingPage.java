package io.skylark.broker.timer;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// A piece of what waits, in the order in which it is due, for somebody who only looks. The monitor of [PendingTimers], for
/// which the log-applier may wait, is held twice for a moment; runs, whose records may have to come from the disk, are
/// searched without it. What is claimed is left out: it is on its way into its queue, or into a newer segment.
///
/// @param waiting fewer than were asked for, or none, when others were taken away
/// @param next where to go on; null at the end
record PendingPage(List<Pending> waiting, @Nullable Pending next) {
    /// A run, and where in it begins what was not taken from its front.
    record Source(Run run, int cursor) {
        @Nullable Found first(Pending from) {
            return at(Math.max(cursor, run.lowerBound(from.due(), from.position())));
        }

        private @Nullable Found at(int index) {
            return index < run.count() ? new Found(this, index, run.record(index)) : null;
        }
    }

    /// A record of a run, taken or not.
    record Found(Source source, int index, Pending record) {
        Run run() {
            return source.run;
        }

        private @Nullable Found behind() {
            return source.at(index + 1);
        }
    }

    /// @param from the first place that is looked at
    /// @param limit how many are looked at
    static PendingPage of(PendingTimers pending, Pending from, int limit) {
        PriorityQueue<Found> heads = new PriorityQueue<>((one, other) -> one.record.compareTo(other.record));
        for (Source source : pending.sources(from, limit + 1)) {
            add(source.first(from), heads);
        }
        List<Found> found = new ArrayList<>();
        while (found.size() < limit && !heads.isEmpty()) {
            Found first = heads.remove();
            found.add(first);
            add(first.behind(), heads);
        }
        Found next = heads.peek();
        return new PendingPage(pending.waiting(found), next == null ? null : next.record);
    }

    private static void add(@Nullable Found head, PriorityQueue<Found> heads) {
        if (head != null) {
            heads.add(head);
        }
    }
}
