package io.skylark.log.inspect;

import io.skylark.log.sealed.SealedIndex;
import io.skylark.log.snapshot.SnapshotFile;
import io.skylark.log.snapshot.SnapshotPoint;
import io.skylark.log.snapshot.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Checks indexes and snapshots, in themselves and against the log. A start makes a damaged index again from its
/// segment, and passes a damaged snapshot over; both are damage all the same, because the disk did it.
final class DerivedCheck {
    private final StoreView store;
    private final DerivedFiles derived;
    private final LogEnd end;
    private final LongPredicate isWholeSegment;

    /// @param isWholeSegment whether nothing is wrong with the segment at a position
    DerivedCheck(StoreView store, DerivedFiles derived, LogEnd end, LongPredicate isWholeSegment) {
        this.store = store;
        this.derived = derived;
        this.end = end;
        this.isWholeSegment = isWholeSegment;
    }

    List<FileReport> run() {
        List<FileReport> reports = new ArrayList<>();
        for (String name : store.names()) {
            if (SealedIndex.isIndex(name)) {
                reports.add(report(name, index(name, SealedIndex.base(name).orElseThrow())));
            } else if (Snapshots.isSnapshot(name)) {
                reports.add(report(name, snapshot(name)));
            }
        }
        boolean usable = derived.snapshots().values().stream()
                .anyMatch(snapshot -> snapshot.point().tailPosition() >= store.first());
        if (store.first() > 0 && !usable) {
            reports.add(report("*.snapshot", "no snapshot is whole, and the segments before position " + store.first()
                    + " have expired: nobody knows the queues and topics of that time"));
        }
        return reports;
    }

    private static FileReport report(String name, @Nullable String fault) {
        List<Problem> problems = fault == null ? List.of() : List.of(new Problem(0, fault));
        return new FileReport(name, 0, 0, problems, List.of());
    }

    private @Nullable String index(String name, long base) {
        String fault = derived.fault(name);
        if (fault != null) {
            return fault + "; it can be made again from its segment";
        }
        SealedIndex index = derived.index(base);
        return index == null || !isWholeSegment.test(base) ? null
                : derived.disagreement(index, store.bytes(base));
    }

    private @Nullable String snapshot(String name) {
        String fault = derived.fault(name);
        if (fault != null) {
            return fault + "; an older one, or the whole log, tells the same";
        }
        SnapshotFile snapshot = derived.snapshots().get(name);
        boolean endIsKnown = end.kind() == LogEnd.Kind.CLEAN || end.kind() == LogEnd.Kind.TORN;
        if (snapshot == null || !endIsKnown) {
            return null;
        }
        SnapshotPoint point = snapshot.point();
        return point.position() > end.position()
                ? "it was taken at position " + point.position() + ", but the log ends at " + end.position() : null;
    }
}
