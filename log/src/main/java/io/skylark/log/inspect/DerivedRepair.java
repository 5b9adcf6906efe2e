package io.skylark.log.inspect;

import io.skylark.log.sealed.SealedIndex;
import io.skylark.log.snapshot.SnapshotFile;
import io.skylark.log.snapshot.SnapshotPoint;
import io.skylark.log.snapshot.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Takes out the indexes and snapshots that are damaged, or that do not say any more what the mended log says. A start
/// makes them again.
///
/// Where messages were given up that nobody can count, queues go on later than an index or a snapshot of that time
/// says. So all that were made behind that place go, and a start replays from there.
final class DerivedRepair {
    private final StoreView store;
    private final DerivedFiles derived;
    private final Map<String, String> aside = new TreeMap<>();

    DerivedRepair(StoreView store, DerivedFiles derived) {
        this.store = store;
        this.derived = derived;
    }

    /// @param log the steps that mend the log
    /// @param replayFrom segments in which an earlier repair gave up what nobody could count, and whose index is gone
    /// @param end where the log ends then
    RepairPlan plan(StoreReport report, List<RepairStep> log, Set<Long> replayFrom, long end) {
        for (FileReport file : report.files()) {
            boolean isDerived = SealedIndex.isIndex(file.name()) || Snapshots.isSnapshot(file.name());
            if (isDerived && !file.isWhole() && store.names().contains(file.name())) {
                aside.put(file.name(), "because it is damaged");
            }
        }
        Set<Long> guessed = new TreeSet<>(replayFrom);
        for (RepairStep step : log) {
            if (step instanceof RepairStep.GiveUp gone) {
                long base = store.baseOf(gone.position());
                index(base, "because what it lists is lost in part");
                boolean exact = !gone.guessed() || derived.index(base) != null;
                if (!exact) {
                    guessed.add(base);
                }
            }
        }
        guessed.stream().min(Long::compare).ifPresent(this::replay);
        endAt(end);
        return new RepairPlan(steps(), refusal());
    }

    private void index(long base, String why) {
        String name = SealedIndex.name(base);
        if (store.names().contains(name)) {
            aside.putIfAbsent(name, why);
        }
    }

    /// Lets a start replay from a segment on.
    private void replay(long from) {
        for (long base = from; base < store.end(); base += store.segmentBytes()) {
            index(base, "because queues go on later than it says");
        }
        derived.snapshots().forEach((name, snapshot) -> {
            if (snapshot.point().tailPosition() > from) {
                aside.putIfAbsent(name, "because queues go on later than it says");
            }
        });
    }

    private void endAt(long end) {
        for (long base = store.first(); base < store.end(); base += store.segmentBytes()) {
            if (base + store.segmentBytes() > end) {
                index(base, "because the log ends before it");
            }
        }
        derived.snapshots().forEach((name, snapshot) -> {
            if (snapshot.point().position() > end) {
                aside.putIfAbsent(name, "because the log ends before it");
            }
        });
    }

    private List<RepairStep> steps() {
        List<RepairStep> steps = new ArrayList<>();
        aside.forEach((name, why) -> steps.add(new RepairStep.MoveAside(name, why)));
        return steps;
    }

    private Optional<String> refusal() {
        boolean usable = derived.snapshots().entrySet().stream()
                .filter(snapshot -> !aside.containsKey(snapshot.getKey()))
                .map(Map.Entry::getValue)
                .map(SnapshotFile::point)
                .map(SnapshotPoint::tailPosition)
                .anyMatch(tail -> tail >= store.first());
        return usable || store.first() == 0 ? Optional.empty()
                : Optional.of("no snapshot would be left that can be used, and the segments before position "
                        + store.first() + " have expired: without one nobody knows the queues and topics of that time;"
                        + " restore a file *.snapshot from a copy");
    }
}
