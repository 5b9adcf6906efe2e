package io.skylark.broker.pop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The messages of one queue that a group holds, by offset and by the time when they come back. Guarded by the monitor
/// of its [PopQueue].
final class Flights {
    /// A message that was handed out, or that could not be read. Its times are ms.
    static final class Flight {
        final long offset;
        private long firstPopTime;
        private long popTime;
        private long deadline;
        private int deliveries;
        private boolean suspended;

        Flight(long offset, long firstPopTime, long popTime, long deadline, int deliveries) {
            this.offset = offset;
            this.firstPopTime = firstPopTime;
            this.popTime = popTime;
            this.deadline = deadline;
            this.deliveries = deliveries;
        }

        /// When it was handed out first, 0 for never.
        long firstPopTime() {
            return firstPopTime;
        }

        /// When it was handed out, or its time changed, last; 0 for never.
        long popTime() {
            return popTime;
        }

        long deadline() {
            return deadline;
        }

        int deliveries() {
            return deliveries;
        }

        /// Whether the next delivery counts as this one.
        boolean suspended() {
            return suspended;
        }
    }

    private final TreeMap<Long, Flight> byOffset = new TreeMap<>();
    private final TreeSet<Flight> byDeadline =
            new TreeSet<>(Comparator.comparingLong(Flight::deadline).thenComparingLong(flight -> flight.offset));

    int count() {
        return byOffset.size();
    }

    @Nullable Flight find(long offset) {
        return byOffset.get(offset);
    }

    void add(Flight flight) {
        byOffset.put(flight.offset, flight);
        byDeadline.add(flight);
    }

    void hold(Flight flight, long popTime, long deadline, int deliveries) {
        byDeadline.remove(flight);
        if (flight.firstPopTime == 0) {
            flight.firstPopTime = popTime;
        }
        flight.popTime = popTime;
        flight.deadline = deadline;
        flight.deliveries = deliveries;
        flight.suspended = false;
        byDeadline.add(flight);
    }

    /// The next delivery of a message counts as the last one.
    void suspend(Flight flight) {
        flight.suspended = true;
    }

    void remove(Flight flight) {
        byOffset.remove(flight.offset);
        byDeadline.remove(flight);
    }

    /// Removes those from `from` to `to`, and returns how many there were.
    int remove(long from, long to) {
        List<Flight> leaving = List.copyOf(byOffset.subMap(from, to).values());
        leaving.forEach(this::remove);
        return leaving.size();
    }

    /// Offset of the first one, [Long#MAX_VALUE] for none.
    long first() {
        return byOffset.isEmpty() ? Long.MAX_VALUE : byOffset.firstKey();
    }

    /// One behind the last one before `offset`, or `otherwise`.
    long endBefore(long offset, long otherwise) {
        Long before = byOffset.lowerKey(offset);
        return before == null ? otherwise : before + 1;
    }

    /// The first one behind `offset`, [Long#MAX_VALUE] for none.
    long firstBehind(long offset) {
        Long next = byOffset.higherKey(offset);
        return next == null ? Long.MAX_VALUE : next;
    }

    /// Those whose time is over, longest first, `most` at most; in order of their offsets.
    List<Flight> due(long now, int most) {
        List<Flight> due = new ArrayList<>();
        for (Flight flight : byDeadline) {
            if (flight.deadline > now || due.size() >= most) {
                break;
            }
            due.add(flight);
        }
        due.sort(Comparator.comparingLong(flight -> flight.offset));
        return due;
    }

    boolean anyDue(long now) {
        return !byDeadline.isEmpty() && byDeadline.first().deadline <= now;
    }

    /// The first ones by offset, whatever their time.
    List<Flight> first(int most) {
        return byOffset.values().stream().limit(most).toList();
    }

    /// Whether all of them are due.
    boolean allDue(long now) {
        return byDeadline.isEmpty() || byDeadline.last().deadline <= now;
    }

    /// The first deadline behind `now`, [Long#MAX_VALUE] for none.
    long nextDeadline(long now) {
        Flight later = byDeadline.higher(new Flight(Long.MAX_VALUE, 0, 0, now, 0));
        return later == null ? Long.MAX_VALUE : later.deadline;
    }
}
