package io.skylark.broker.pop;

import java.util.List;

/// What one pop may read of a queue: messages that came back, then ranges that nobody has read. Taken with
/// [PopQueue#take], given back with [PopQueue#give]; until then nobody else reads the queue.
///
/// @param epoch the beginning of consumption that it belongs to
/// @param due in order of their offsets
/// @param fresh in order, each read until the answer is full
/// @param room messages wanted at most
record Turn(long epoch, List<Flights.Flight> due, List<Ranges.Range> fresh, int room) {
    boolean isEmpty() {
        return due.isEmpty() && fresh.isEmpty();
    }

    /// The first offset that will be read.
    long first() {
        long first = due.isEmpty() ? Long.MAX_VALUE : due.getFirst().offset;
        return fresh.isEmpty() ? first : Math.min(first, fresh.getFirst().from());
    }
}
