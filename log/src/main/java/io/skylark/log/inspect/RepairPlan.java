package io.skylark.log.inspect;

import java.util.List;
import java.util.Optional;

/// What a repair would do.
///
/// @param steps in the order in which they are done; empty when nothing is wrong
/// @param refusal why nothing is done, with the choices there are
public record RepairPlan(List<RepairStep> steps, Optional<String> refusal) {
    public RepairPlan {
        steps = List.copyOf(steps);
    }

    public long lostEntries() {
        return steps.stream().mapToLong(RepairStep::lostEntries).sum();
    }

    public long droppedBytes() {
        return steps.stream().mapToLong(RepairStep::droppedBytes).sum();
    }
}
