package io.skylark.broker.pop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A set of offsets as sorted ranges that neither overlap nor touch. Guarded by whoever owns it.
final class Ranges {
    /// Offsets from `from` (included) to `to` (excluded).
    record Range(long from, long to) {}

    private final TreeMap<Long, Long> ends = new TreeMap<>();

    void clear() {
        ends.clear();
    }

    boolean isEmpty() {
        return ends.isEmpty();
    }

    int count() {
        return ends.size();
    }

    void add(long from, long to) {
        if (from >= to) {
            return;
        }
        long start = from;
        long end = to;
        Map.Entry<Long, Long> before = ends.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            start = before.getKey();
            end = Math.max(end, before.getValue());
        }
        for (Map.Entry<Long, Long> next = ends.ceilingEntry(start); next != null && next.getKey() <= end; ) {
            end = Math.max(end, next.getValue());
            ends.remove(next.getKey());
            next = ends.ceilingEntry(start);
        }
        ends.put(start, end);
    }

    void remove(long from, long to) {
        if (from >= to) {
            return;
        }
        Map.Entry<Long, Long> before = ends.lowerEntry(from);
        if (before != null && before.getValue() > from) {
            ends.put(before.getKey(), from);
            if (before.getValue() > to) {
                ends.put(to, before.getValue());
                return;
            }
        }
        for (Map.Entry<Long, Long> next = ends.ceilingEntry(from); next != null && next.getKey() < to; ) {
            ends.remove(next.getKey());
            if (next.getValue() > to) {
                ends.put(to, next.getValue());
            }
            next = ends.ceilingEntry(from);
        }
    }

    boolean contains(long offset) {
        Map.Entry<Long, Long> range = ends.floorEntry(offset);
        return range != null && range.getValue() > offset;
    }

    /// First offset of the set, [Long#MAX_VALUE] when it is empty.
    long first() {
        return ends.isEmpty() ? Long.MAX_VALUE : ends.firstKey();
    }

    /// Where the last range starts, [Long#MAX_VALUE] when there is none.
    long lastStart() {
        return ends.isEmpty() ? Long.MAX_VALUE : ends.lastKey();
    }

    /// End of the last range that starts before `offset`, or `otherwise`.
    long endBefore(long offset, long otherwise) {
        Map.Entry<Long, Long> range = ends.lowerEntry(offset);
        return range == null ? otherwise : range.getValue();
    }

    /// Start of the first range at `offset` or behind it, [Long#MAX_VALUE] when there is none.
    long startFrom(long offset) {
        Long start = ends.ceilingKey(offset);
        return start == null ? Long.MAX_VALUE : start;
    }

    /// The end of the range that contains `offset`, or `offset`.
    long skip(long offset) {
        Map.Entry<Long, Long> range = ends.floorEntry(offset);
        return range != null && range.getValue() > offset ? range.getValue() : offset;
    }

    /// The first ranges before `offset`, `most` at most, in a copy.
    List<Range> before(long offset, int most) {
        List<Range> copy = new ArrayList<>();
        for (Range range : first(most)) {
            if (range.from() < offset) {
                copy.add(new Range(range.from(), Math.min(range.to(), offset)));
            }
        }
        return copy;
    }

    /// The first ranges, `most` at most, in a copy.
    List<Range> first(int most) {
        List<Range> copy = new ArrayList<>();
        for (Map.Entry<Long, Long> range : ends.entrySet()) {
            if (copy.size() >= most) {
                break;
            }
            copy.add(new Range(range.getKey(), range.getValue()));
        }
        return copy;
    }
}
