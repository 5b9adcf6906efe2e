package io.skylark.log.inspect;

import io.skylark.log.disk.Disk;
import io.skylark.log.segment.Segments;
import io.skylark.log.segment.StoreMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Makes a store whole again and keeps what is good: every whole entry stays at its position, and every message at its
/// queue offset. `docs/decisions` says why it is done so.
///
/// Needs the lock of the folder for as long as it lives, so that no broker runs on it. Used once.
public final class Repair implements AutoCloseable {
    private final Disk disk;
    private final Disk.FolderLock lock;
    private final long now;
    private final RandomGenerator chance;

    private Repair(Disk disk, Disk.FolderLock lock, long now, RandomGenerator chance) {
        this.disk = disk;
        this.lock = lock;
        this.now = now;
        this.chance = chance;
    }

    /// Locks the folder.
    ///
    /// @param now ms, for the names of files that are kept aside
    /// @throws io.skylark.log.disk.DiskException when a process uses the folder
    public static Repair open(Disk disk, long now, RandomGenerator chance) {
        return new Repair(disk, disk.lock(StoreView.LOCK_FILE), now, chance);
    }

    /// Finds out what has to be done, and changes nothing.
    public RepairPlan plan(LostQueues lostQueues, Progress progress) {
        StoreView store = StoreView.of(disk);
        Verification verification = new Verification(store, progress);
        StoreReport report = verification.run();
        if (report.isWhole()) {
            return new RepairPlan(List.of(), Optional.empty());
        }
        LogRepair log = new LogRepair(store, report, new HoleRepair(store, verification, lostQueues));
        if (log.refusal().isPresent()) {
            return new RepairPlan(List.of(), log.refusal());
        }
        Set<Long> replayFrom = new TreeSet<>(verification.lostAnywhere());
        replayFrom.removeIf(base -> verification.derived().index(base) != null);
        RepairPlan derived = new DerivedRepair(store, verification.derived())
                .plan(report, log.steps(), replayFrom, log.end());
        List<RepairStep> steps = new ArrayList<>(filesFirst(store, report, verification.derived()));
        steps.addAll(log.steps());
        steps.addAll(emptySegments(store, log));
        steps.addAll(derived.steps());
        log.mark().ifPresent(steps::add);
        return derived.refusal().isPresent()
                ? new RepairPlan(List.of(), derived.refusal())
                : new RepairPlan(steps, Optional.empty());
    }

    /// Segments that are missing behind the end of the log, before others that were prepared.
    private static List<RepairStep> emptySegments(StoreView store, LogRepair log) {
        boolean cut = log.steps().stream().anyMatch(step -> step instanceof RepairStep.CutEnd);
        return cut ? List.of() : store.missing().stream()
                .filter(base -> base >= log.end())
                .<RepairStep>map(base -> new RepairStep.MakeSegment(base, store.segmentBytes()))
                .toList();
    }

    /// Meta file, names, sizes.
    private List<RepairStep> filesFirst(StoreView store, StoreReport report, DerivedFiles derived) {
        List<RepairStep> steps = new ArrayList<>();
        if (store.metaFault() != null && !store.bases().isEmpty()) {
            steps.add(new RepairStep.WriteMeta(
                    new StoreMeta(store.segmentBytes(), derived.storeId().orElseGet(chance::nextLong),
                            report.totals().firstTime())));
        }
        store.names().stream()
                .filter(name -> Segments.isSegment(name) && !store.bases().contains(Segments.base(name)))
                .forEach(name -> steps.add(new RepairStep.MoveAside(name, "because no segment starts there")));
        for (long base : store.bases()) {
            long size = store.size(base).orElse(store.segmentBytes());
            if (size != store.segmentBytes()) {
                steps.add(new RepairStep.Resize(base, size, store.segmentBytes()));
            }
        }
        return steps;
    }

    /// Does what was planned, and checks the result.
    ///
    /// @param done hears of each step when it is done
    /// @return what the store is now
    public StoreReport apply(RepairPlan plan, Consumer<RepairStep> done, Progress progress) {
        RepairFiles files = new RepairFiles(disk, StoreView.of(disk).segmentBytes(), now);
        for (RepairStep step : plan.steps()) {
            step.apply(files);
            done.accept(step);
        }
        return new Verification(StoreView.of(disk), progress).run();
    }

    @Override
    public void close() {
        lock.close();
    }

    /// Names of files that hold what a repair at this time took out.
    public List<String> keptAside() {
        String ending = RepairFiles.ending(now);
        return disk.list().stream().filter(name -> name.endsWith(ending)).toList();
    }
}
