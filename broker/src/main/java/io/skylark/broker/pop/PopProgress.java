package io.skylark.broker.pop;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// How far a group is in one queue, as the log has it: all below `base` is done, and so are some ranges above it.
/// Guarded by the monitor of its [PopQueue].
final class PopProgress {
    private boolean begun;
    private long base;
    private long begunAt;
    private final Ranges done = new Ranges();

    /// Deliveries of messages that were handed out more than once and are not done.
    private final TreeMap<Long, Integer> deliveries = new TreeMap<>();

    /// Consumption starts, or starts again, at an offset.
    void begin(long offset, long time) {
        begun = true;
        base = offset;
        begunAt = time;
        done.clear();
        deliveries.clear();
    }

    void done(long from, long to) {
        done.add(Math.max(from, base), to);
        deliveries.subMap(from, Math.max(from, to)).clear();
        long next = done.skip(base);
        if (next > base) {
            base = next;
            done.remove(0, base);
            deliveries.headMap(base).clear();
        }
    }

    void delivered(long offset, int count) {
        if (!isDone(offset)) {
            deliveries.put(offset, count);
        }
    }

    boolean hasBegun() {
        return begun;
    }

    boolean isDone(long offset) {
        return offset < base || done.contains(offset);
    }

    long base() {
        return base;
    }

    /// When consumption started: handles from before mean nothing.
    long begunAt() {
        return begunAt;
    }

    int deliveries(long offset) {
        return deliveries.getOrDefault(offset, 0);
    }

    /// What is not done.
    Ranges rest() {
        Ranges rest = new Ranges();
        rest.add(base, Long.MAX_VALUE);
        for (Ranges.Range range : done.first(Integer.MAX_VALUE)) {
            rest.remove(range.from(), range.to());
        }
        return rest;
    }

    void eachDone(BiConsumer<Long, Long> sink) {
        done.first(Integer.MAX_VALUE).forEach(range -> sink.accept(range.from(), range.to()));
    }

    void eachDelivery(BiConsumer<Long, Integer> sink) {
        for (Map.Entry<Long, Integer> entry : deliveries.entrySet()) {
            sink.accept(entry.getKey(), entry.getValue());
        }
    }
}
