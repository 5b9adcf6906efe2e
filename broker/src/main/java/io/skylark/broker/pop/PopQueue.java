package io.skylark.broker.pop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One queue as one group pops it: what is done (durable, changed by the log-applier through [PopTable]), what is held,
/// and what nobody has read. Shared: guarded by its monitor, under which nothing is read or written elsewhere.
///
/// Each offset from the base on is exactly one of: done, in flight, unread. What is in flight or unread is not done, so
/// a restart, which forgets who holds what, makes it unread again.
final class PopQueue {
    /// How a handle ended.
    enum Handle { CURRENT, DONE, UNKNOWN }

    private final PopKey key;
    private final AtomicInteger allInFlight;
    private final PopProgress progress = new PopProgress();
    private final Map<Long, Integer> changedDeliveries = new HashMap<>();
    private Flights flights = new Flights();
    private Ranges unread = new Ranges();
    private boolean live;
    private @Nullable CompletableFuture<Void> beginning;
    private long storedAtBegin = -1;
    private long beginFrom = -1;
    private long movedTo = -1;
    private long epoch;
    private boolean taken;
    private boolean missed;
    private @Nullable String attempt;

    /// @param allInFlight counts the messages in flight of all queues
    PopQueue(PopKey key, AtomicInteger allInFlight) {
        this.key = key;
        this.allInFlight = allInFlight;
    }

    PopKey key() {
        return key;
    }

    // durable part, on the log-applier

    /// Applies an item of the log; one of before the newest beginning means nothing any more.
    ///
    /// @param follow what is told when the base moves: from where, and to where
    synchronized void apply(PopEntry item, Move follow) {
        if (item.operation() == PopEntry.BEGIN) {
            progress.begin(item.first(), item.begunAt());
            forgetLive();
            follow.moved(storedAtBegin, item.first());
        } else if (progress.hasBegun() && item.begunAt() == progress.begunAt()) {
            if (item.operation() == PopEntry.DONE) {
                applyDone(item.first(), item.second(), follow);
            } else {
                progress.delivered(item.first(), (int) item.second());
            }
        }
    }

    private void applyDone(long from, long to, Move follow) {
        long before = progress.base();
        progress.done(from, to);
        if (live) {
            allInFlight.addAndGet(-flights.remove(from, to));
            unread.remove(from, to);
        }
        if (progress.base() != before && movedTo < 0) {
            follow.moved(before, progress.base());
        }
    }

    /// Hears that the base moved.
    @FunctionalInterface
    interface Move {
        void moved(long from, long to);
    }

    synchronized void forgetLive() {
        allInFlight.addAndGet(-flights.count());
        flights = new Flights();
        unread = new Ranges();
        changedDeliveries.clear();
        live = false;
        beginning = null;
        attempt = null;
        epoch++;
    }

    /// Hands out entries that make the durable part again.
    synchronized List<byte[]> entries() {
        List<byte[]> entries = new ArrayList<>();
        if (progress.hasBegun()) {
            long begunAt = progress.begunAt();
            entries.add(PopEntry.begin(key, progress.base(), begunAt));
            progress.eachDone((from, to) -> entries.add(PopEntry.done(key, from, to, begunAt)));
            progress.eachDelivery((offset, count) -> entries.add(PopEntry.delivered(key, offset, count, begunAt)));
        }
        return entries;
    }

    /// Whether consumption is about to start, or to start again.
    synchronized boolean isBeginning() {
        return beginning != null;
    }

    /// What completes when consumption has started, or could not; null when it is not about to.
    synchronized @Nullable CompletableFuture<Void> beginning() {
        return beginning;
    }

    synchronized boolean hasBegun() {
        return progress.hasBegun();
    }

    synchronized long base() {
        return progress.base();
    }

    // beginning

    /// Somebody else moved the group's offset: consumption starts again there, even if acknowledgements that are under
    /// way bring it to that offset by themselves.
    synchronized void offsetMoved(long to) {
        boolean isThere = beginning != null ? to == beginFrom : !progress.hasBegun() || to == progress.base();
        if (!isThere || movedTo >= 0) {
            movedTo = to;
        }
    }

    /// Starts consumption, or starts it again because somebody else moved the group's offset, if that has to be. The
    /// caller must begin then, and complete the future; [#beginFailed] or the log ends that.
    ///
    /// @param stored asks for the group's offset, -1 for none; under the monitor, so that it does not move meanwhile
    /// @return null when there is nothing to do, or another does it; [#beginFrom] says from where
    synchronized @Nullable CompletableFuture<Void> claimBegin(LongSupplier stored) {
        if (beginning != null || (progress.hasBegun() && movedTo < 0)) {
            return null;
        }
        beginning = new CompletableFuture<>();
        storedAtBegin = stored.getAsLong();
        beginFrom = movedTo >= 0 ? movedTo : storedAtBegin;
        movedTo = -1;
        return beginning;
    }

    /// The offset that consumption is about to start from, -1 when the group has none.
    synchronized long beginFrom() {
        return beginFrom;
    }

    synchronized void beginFailed() {
        beginning = null;
        if (movedTo < 0) {
            movedTo = beginFrom;
        }
    }

    // popping

    /// What may be read now; null when somebody else reads, consumption is about to begin, or order forbids it.
    ///
    /// @param attemptId an ordered pop with the id of the one before gets the same messages again
    synchronized @Nullable Turn take(
            long now, boolean order, @Nullable String attemptId, int room, boolean freshAllowed) {
        if (beginning != null || taken || !progress.hasBegun()) {
            missed = true;
            return null;
        }
        revive();
        if (order && flights.count() > 0) {
            boolean again = attemptId != null && !attemptId.isEmpty() && attemptId.equals(attempt);
            if (!again && !flights.allDue(now)) {
                missed = true;
                return null;
            }
            return took(inOrder(room, freshAllowed));
        }
        List<Flights.Flight> due = flights.due(now, room);
        List<Ranges.Range> fresh =
                freshAllowed && due.size() < room ? unread.first(room - due.size()) : List.of();
        return took(new Turn(epoch, due, fresh, room));
    }

    /// What was handed out, up to what nobody has read, and that up to what was handed out behind it. After a restart
    /// there are such gaps, and they are handed out whatever is held.
    private Turn inOrder(int room, boolean freshAllowed) {
        long gap = unread.first();
        long behind = flights.firstBehind(gap);
        List<Flights.Flight> due = flights.first(room).stream().filter(flight -> flight.offset < gap).toList();
        boolean fresh = due.size() < room && (freshAllowed || behind != Long.MAX_VALUE);
        return new Turn(epoch, due, fresh ? unread.before(behind, room - due.size()) : List.of(), room);
    }

    private Turn took(Turn turn) {
        taken = !turn.isEmpty();
        return turn;
    }

    private void revive() {
        if (!live) {
            unread = progress.rest();
            live = true;
        }
    }

    /// What a turn has read.
    ///
    /// @param found offsets of the messages that were found, in order
    /// @param gone offsets of held messages that do not exist any more, or are not wanted any more
    /// @param unreadable offsets of messages that could not be read
    /// @param read ranges that were read, whether or not something was found in them
    record Read(List<Long> found, List<Long> gone, List<Long> unreadable, List<Ranges.Range> read) {
        static final Read NOTHING = new Read(List.of(), List.of(), List.of(), List.of());
    }

    /// How long what was handed out is held.
    ///
    /// @param retryAt when what could not be read is tried again
    record Hold(
            long now, long popTime, long deadline, long retryAt, boolean order, @Nullable String attemptId) {}

    /// Ends a turn, and returns the flights of what was found: null for those that are done meanwhile.
    synchronized List<Flights.@Nullable Flight> give(Turn turn, Read read, Hold hold) {
        taken = false;
        List<Flights.@Nullable Flight> handedOut = new ArrayList<>();
        if (turn.epoch() != epoch) {
            read.found().forEach(offset -> handedOut.add(null));
            return handedOut;
        }
        for (long offset : read.gone()) {
            Flights.Flight flight = flights.find(offset);
            if (flight != null) {
                flights.remove(flight);
                allInFlight.decrementAndGet();
            }
        }
        boolean sameAttempt = hold.order && hold.attemptId != null && hold.attemptId.equals(attempt);
        for (long offset : read.found()) {
            handedOut.add(handOut(offset, hold, sameAttempt));
        }
        for (long offset : read.unreadable()) {
            postpone(offset, hold.retryAt);
        }
        for (Ranges.Range range : read.read()) {
            unread.remove(range.from(), range.to());
        }
        if (hold.order && !handedOut.isEmpty()) {
            attempt = hold.attemptId;
        }
        return handedOut;
    }

    private Flights.@Nullable Flight handOut(long offset, Hold hold, boolean sameAttempt) {
        Flights.Flight flight = flights.find(offset);
        if (flight != null) {
            boolean repeated = flight.suspended() || (sameAttempt && flight.deadline() > hold.now);
            int deliveries = Math.max(1, flight.deliveries() + (repeated ? 0 : 1));
            flights.hold(flight, hold.popTime, hold.deadline, deliveries);
            changedDeliveries.put(offset, deliveries);
            return flight;
        }
        if (!unread.contains(offset)) {
            return null;
        }
        int deliveries = progress.deliveries(offset) + 1;
        Flights.Flight first = new Flights.Flight(offset, hold.popTime, hold.popTime, hold.deadline, deliveries);
        flights.add(first);
        allInFlight.incrementAndGet();
        if (deliveries > 1) {
            changedDeliveries.put(offset, deliveries);
        }
        return first;
    }

    /// A message could not be read: it is out of the way of others for a while, and then tried again.
    private void postpone(long offset, long until) {
        Flights.Flight flight = flights.find(offset);
        if (flight != null) {
            // one that an attempt asks for again may still be held
            flights.hold(flight, flight.popTime(), Math.max(flight.deadline(), until), flight.deliveries());
        } else if (unread.contains(offset)) {
            flights.add(new Flights.Flight(offset, 0, 0, until, progress.deliveries(offset)));
            unread.remove(offset, offset + 1);
            allInFlight.incrementAndGet();
        }
    }

    /// Whether somebody was turned away since the last call, and may come again now: somebody else was reading, or too
    /// much was held.
    synchronized boolean takeMissed() {
        boolean was = missed && !taken;
        if (was) {
            missed = false;
        }
        return was;
    }

    // acknowledging

    /// What a handle means: one from before the beginning means nothing any more.
    synchronized Handle handle(long offset, long popTime) {
        if (!progress.hasBegun()) {
            return Handle.UNKNOWN;
        }
        boolean overtaken = beginning != null || popTime < progress.begunAt();
        return overtaken || progress.isDone(offset) ? Handle.DONE : Handle.CURRENT;
    }

    /// The entry that makes an offset done, with those next to it that are.
    synchronized byte[] done(long offset) {
        revive();
        long from = Math.max(progress.base(),
                Math.max(flights.endBefore(offset, 0), unread.endBefore(offset, 0)));
        long to = Math.min(flights.firstBehind(offset), unread.startFrom(offset + 1));
        boolean isUnread = unread.contains(offset);
        return PopEntry.done(
                key, isUnread ? offset : from, isUnread ? offset + 1 : to, progress.begunAt());
    }

    /// Holds a message longer or shorter. False when the handle is not the last one that was given for it.
    ///
    /// @param suspend the next delivery does not count; a restart forgets that
    synchronized boolean change(long offset, long handlePopTime, long now, long deadline, boolean suspend) {
        revive();
        Flights.Flight flight = flights.find(offset);
        if (flight == null) {
            if (!unread.contains(offset) || taken) {
                return false;
            }
            // handed out before a restart
            flight = new Flights.Flight(offset, handlePopTime, now, deadline, progress.deliveries(offset) + 1);
            unread.remove(offset, offset + 1);
            flights.add(flight);
            allInFlight.incrementAndGet();
            suspend(flight, suspend);
            return true;
        }
        if (flight.popTime() != 0 && flight.popTime() != handlePopTime) {
            return false;
        }
        flights.hold(flight, now, deadline, flight.deliveries());
        suspend(flight, suspend);
        return true;
    }

    private void suspend(Flights.Flight flight, boolean suspend) {
        if (suspend) {
            flights.suspend(flight);
        }
    }

    // what others want to know

    /// Where new messages are waited for; -1 when a new message would not be handed out now.
    synchronized long waitPoint(long now, boolean order, int maxInFlight) {
        if (beginning != null || taken || !progress.hasBegun()) {
            missed = true;
            return -1;
        }
        revive();
        if (flights.count() >= maxInFlight || (order && flights.count() > 0 && !flights.allDue(now))) {
            missed = true;
            return -1;
        }
        return unread.first();
    }

    /// Whether a pop would get something that came back.
    synchronized boolean isDue(long now, boolean order) {
        return !taken && beginning == null && flights.anyDue(now) && (!order || flights.allDue(now));
    }

    synchronized boolean anyDue(long now) {
        return flights.anyDue(now);
    }

    synchronized int inFlight() {
        return flights.count();
    }

    synchronized long nextDeadline(long now) {
        return flights.nextDeadline(now);
    }

    /// The first offset nobody has read, for counting what is left.
    synchronized long nextUnread() {
        revive();
        return unread.lastStart();
    }

    synchronized boolean hasChanges() {
        return !changedDeliveries.isEmpty() || Math.min(flights.first(), unread.first()) > progress.base();
    }

    /// Entries for what changed without an acknowledgement: a base that went on over messages that nobody wants, and
    /// deliveries.
    synchronized List<byte[]> changes() {
        List<byte[]> changes = new ArrayList<>();
        if (!live || beginning != null) {
            return changes;
        }
        long reached = Math.min(flights.first(), unread.first());
        if (reached > progress.base()) {
            changes.add(PopEntry.done(key, progress.base(), reached, progress.begunAt()));
        }
        changedDeliveries.forEach((offset, count) -> {
            if (Objects.nonNull(flights.find(offset))) {
                changes.add(PopEntry.delivered(key, offset, count, progress.begunAt()));
            }
        });
        changedDeliveries.clear();
        return changes;
    }

    /// Expired messages cannot come back.
    synchronized void expireBefore(long minOffset) {
        if (live && !taken) {
            allInFlight.addAndGet(-flights.remove(0, minOffset));
            unread.remove(0, minOffset);
        }
    }
}
