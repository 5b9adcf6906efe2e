package io.skylark.log.inspect;

import java.util.Map;

/// What the whole frames of a store add up to.
///
/// @param entriesByType by type code, padding left out
/// @param lostEntries entries that earlier repairs gave up
/// @param firstTime time of the oldest entry in ms, 0 when there is none
public record Totals(
        long entries,
        long messages,
        long bytes,
        long lostEntries,
        int topics,
        int queues,
        long firstTime,
        long lastTime,
        Map<Integer, Long> entriesByType) {
    public Totals {
        entriesByType = Map.copyOf(entriesByType);
    }
}
