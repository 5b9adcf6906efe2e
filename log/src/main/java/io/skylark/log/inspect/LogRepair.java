package io.skylark.log.inspect;

import io.skylark.log.segment.DurableMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plans what becomes of the damage in the segments, and where the log ends then. Used once.
final class LogRepair {
    private final StoreView store;
    private final StoreReport report;
    private final List<RepairStep> steps = new ArrayList<>();
    private Optional<String> refusal = Optional.empty();
    private Optional<RepairStep> mark = Optional.empty();
    private long end;

    LogRepair(StoreView store, StoreReport report, HoleRepair holes) {
        this.store = store;
        this.report = report;
        this.end = report.end().position();
        plan(holes);
    }

    private void plan(HoleRepair holes) {
        for (Hole hole : report.holes()) {
            HoleRepair.Outcome outcome = holes.plan(hole);
            refusal = outcome.refusal();
            steps.addAll(outcome.steps());
            if (outcome.cutAt() >= 0) {
                endAt(outcome.cutAt(), report.end().lastIndex() - hole.lastIndex());
            }
            if (refusal.isPresent() || outcome.cutAt() >= 0) {
                return;
            }
        }
        planEnd(holes);
    }

    /// Without its mark a torn end cannot be told from a damaged one, so it counts as damaged.
    private void planEnd(HoleRepair holes) {
        boolean markIsGone = store.markFault() != null && store.end() > 0;
        boolean damaged = report.end().kind() == LogEnd.Kind.DAMAGED
                || (markIsGone && report.end().dirtyBytes() > 0);
        if (damaged) {
            HoleRepair.Outcome outcome = holes.planEnd(report.end());
            refusal = outcome.refusal();
            steps.addAll(outcome.steps());
            if (outcome.cutAt() >= 0) {
                endAt(outcome.cutAt(), 0);
            } else {
                markAt(outcome.to());
            }
        } else if (markIsGone) {
            markAt(end);
        }
    }

    /// Lets the log end at a position.
    private void endAt(long position, long entries) {
        long dirtyEnd = Math.max(position, Math.min(report.end().dirtyEnd(), store.end()));
        if (dirtyEnd > position) {
            steps.add(new RepairStep.CutEnd(position, dirtyEnd, entries));
        }
        markAt(position);
    }

    private void markAt(long position) {
        long window = store.mark().map(DurableMark.Content::windowBytes).orElse(0L);
        end = position;
        mark = Optional.of(new RepairStep.WriteMark(new DurableMark.Content(position, window, true)));
    }

    List<RepairStep> steps() {
        return steps;
    }

    /// Why nothing can be done.
    Optional<String> refusal() {
        return refusal;
    }

    /// The mark that has to be written last, when it does not fit any more.
    Optional<RepairStep> mark() {
        return mark;
    }

    /// Where the log ends.
    long end() {
        return end;
    }
}
