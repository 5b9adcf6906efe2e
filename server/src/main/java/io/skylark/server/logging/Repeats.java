package io.skylark.server.logging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Counts what is said again and again. Owned by whoever holds the lock of the appender.
///
/// @param <K> what makes two events the same
final class Repeats<K> {
    /// Events of one kind in one interval; further ones are left out.
    static final int MAX_IN_INTERVAL = 10;

    static final long INTERVAL_MILLIS = 60_000;

    /// Kinds that are counted at a time; those beyond it are let through.
    static final int MAX_KINDS = 1_000;

    /// How many of a kind were left out.
    record LeftOut<K>(K kind, int count) {}

    private static final class Count {
        private final long begin;
        private int seen;

        private Count(long begin) {
            this.begin = begin;
        }
    }

    private final Map<K, Count> counts = new HashMap<>();

    /// Whether one more event of this kind is let through.
    boolean admit(K kind, long nowMillis) {
        Count count = counts.get(kind);
        if (count == null) {
            if (counts.size() >= MAX_KINDS) {
                return true;
            }
            count = new Count(nowMillis);
            counts.put(kind, count);
        }
        count.seen++;
        return count.seen <= MAX_IN_INTERVAL;
    }

    /// Forgets the kinds whose interval is over, and says of which some were left out.
    List<LeftOut<K>> over(long nowMillis) {
        List<LeftOut<K>> over = new ArrayList<>();
        Iterator<Map.Entry<K, Count>> each = counts.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<K, Count> entry = each.next();
            long age = nowMillis - entry.getValue().begin;
            if (age >= INTERVAL_MILLIS || age < 0) {
                each.remove();
                if (entry.getValue().seen > MAX_IN_INTERVAL) {
                    over.add(new LeftOut<>(entry.getKey(), entry.getValue().seen - MAX_IN_INTERVAL));
                }
            }
        }
        return over;
    }
}
