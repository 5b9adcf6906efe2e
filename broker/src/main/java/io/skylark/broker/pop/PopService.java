package io.skylark.broker.pop;

import io.skylark.broker.config.PopLimits;
import io.skylark.broker.measure.Consumption;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TableLog;
import io.skylark.log.index.LogQueue;
import io.skylark.log.index.TagFilter;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.ReadOutcome;
import io.skylark.log.store.ReadStatus;
import io.skylark.message.TopicNames;
import io.skylark.protocol.api.PopMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pops, acknowledges and changes, without anything of the network. Shared: what it knows is in [PopTable] and its
/// queues.
final class PopService {
    private static final Logger LOG = LoggerFactory.getLogger(PopService.class);

    private final PopTable table;
    private final MessageStore messages;
    private final Supplier<PopLimits> limits;
    private final Measures measures;
    private final String brokerName;
    private final LongPredicate inMemory;
    private final PopJournal journal;
    private final Set<PopQueue> changed = ConcurrentHashMap.newKeySet();
    private final Set<PopKey> moved = ConcurrentHashMap.newKeySet();
    private volatile PopWaker waker = (queue, now) -> {};

    /// Hears when a queue may have something for those who wait.
    @FunctionalInterface
    interface PopWaker {
        /// @param now false when only the next deadline may have come nearer
        void changed(PopQueue queue, boolean now);
    }

    /// @param inMemory whether the message at a position is recent enough to be read from memory
    PopService(
            PopTable table, OffsetTable offsets, MessageStore messages, TableLog log,
            Supplier<PopLimits> limits, Measures measures, String brokerName, LongPredicate inMemory) {
        this.table = table;
        this.messages = messages;
        this.limits = limits;
        this.measures = measures;
        this.brokerName = brokerName;
        this.inMemory = inMemory;
        this.journal = new PopJournal(log);
        offsets.onPut((group, topic, queueId, offset) -> {
            PopKey key = new PopKey(group, topic, queueId);
            PopQueue queue = table.find(key);
            if (queue != null) {
                queue.offsetMoved(offset);
                moved.add(key);
            }
        });
    }

    void wake(PopWaker listener) {
        waker = listener;
    }

    PopTable table() {
        return table;
    }

    PopLimits limits() {
        return limits.get();
    }

    MessageStore messages() {
        return messages;
    }

    /// @param mayWait whether this thread may wait for the disk
    PopOutcome pop(PopAsk ask, boolean mayWait) {
        List<CompletableFuture<Void>> begun = begin(ask);
        if (!begun.isEmpty()) {
            return new PopOutcome.Beginning(CompletableFuture.allOf(begun.toArray(CompletableFuture<?>[]::new)));
        }
        boolean full = table.inFlight() >= limits().maxInFlight();
        PoppedMessages popped = new PoppedMessages(
                ask.topic(), brokerName, table.times().popTime(), ask.invisibleMillis(),
                ask.order() ? PopMessage.ORDERED : 0);
        long rest = 0;
        boolean refused = false;
        RuntimeException failure = null;
        for (int i = 0; i < ask.queues(); i++) {
            PopQueue queue = table.queue(ask.key(i));
            LogQueue log = messages.findQueue(ask.topic(), queue.key().queueId());
            if (log == null) {
                continue;
            }
            int room = ask.maxMessages() - popped.count();
            if (room > 0 && popped.sizeBytes() < limits().maxBytes()) {
                boolean fresh = !full && queue.inFlight() < limits().maxInFlightPerQueue();
                try {
                    if (!popFrom(queue, log, ask, room, fresh, mayWait, popped)) {
                        if (popped.isEmpty()) {
                            return new PopOutcome.OnDisk();
                        }
                    }
                } catch (RuntimeException unreadable) {
                    LOG.error("{} cannot be read", queue.key(), unreadable);
                    failure = unreadable;
                }
                refused |= full && log.maxOffset() > queue.nextUnread();
            }
            rest += queue.hasBegun() ? Math.max(0, log.maxOffset() - queue.nextUnread()) : 0;
        }
        if (!popped.isEmpty()) {
            return new PopOutcome.Popped(popped, rest);
        }
        if (failure != null) {
            throw failure;
        }
        return refused ? new PopOutcome.TooManyHeld(limits().maxInFlight()) : new PopOutcome.Nothing(rest);
    }

    private List<CompletableFuture<Void>> begin(PopAsk ask) {
        List<CompletableFuture<Void>> begun = new ArrayList<>();
        for (int i = 0; i < ask.queues(); i++) {
            PopQueue queue = table.queue(ask.key(i));
            CompletableFuture<Void> claimed = queue.claimBegin(() -> table.stored(queue.key()));
            if (claimed != null) {
                begun.add(begin(queue, ask.initMode(), claimed));
            }
        }
        return begun;
    }

    private CompletableFuture<Void> begin(PopQueue queue, int initMode, CompletableFuture<Void> claimed) {
        PopKey key = queue.key();
        long from = queue.beginFrom();
        long min = messages.minOffset(key.topic(), key.queueId());
        long max = messages.maxOffset(key.topic(), key.queueId());
        long base = from >= 0 ? Math.clamp(from, min, max) : firstOffset(key, min, max, initMode);
        journal.add(PopEntry.begin(key, base, table.times().next())).whenComplete((done, failure) -> {
            if (failure != null) {
                queue.beginFailed(); // who waits does not try again at once: the log would refuse again
                claimed.completeExceptionally(failure);
            } else {
                waker.changed(queue, true);
                claimed.complete(null);
            }
        });
        return claimed;
    }

    /// As for consumers that pull: a young queue is consumed from its start whatever the mode, so that a new group on a
    /// young topic misses nothing.
    private long firstOffset(PopKey key, long min, long max, int initMode) {
        if (initMode == PopMessage.INIT_MIN || TopicNames.isRetry(key.topic())) {
            return min;
        }
        boolean[] young = {min == 0};
        if (min == 0 && max > 0) {
            messages.read(key.topic(), key.queueId(), 0, 1, 1, TagFilter.ALL,
                    (source, at, size, offset, position) -> young[0] = inMemory.test(position));
        }
        return young[0] ? 0 : Math.max(min, max - 1);
    }

    /// False when the disk has to be waited for.
    private boolean popFrom(
            PopQueue queue, LogQueue log, PopAsk ask, int room, boolean fresh, boolean mayWait,
            PoppedMessages popped) {
        queue.expireBefore(log.minOffset());
        long now = table.times().now();
        Turn turn = queue.take(now, ask.order(), ask.attemptId(), room, fresh);
        if (turn == null || turn.isEmpty()) {
            noteChanges(queue);
            return true;
        }
        PopQueue.Hold hold = new PopQueue.Hold(
                now, popped.popTime(), now + ask.invisibleMillis(), now + limits().readRetry().toMillis(), ask.order(),
                ask.attemptId());
        PopQueue.Read read = PopQueue.Read.NOTHING;
        PoppedMessages.Finds finds = new PoppedMessages.Finds();
        List<Flights.@Nullable Flight> flights;
        boolean cold = false;
        try {
            cold = !mayWait && turn.first() < log.maxOffset() && log.isCold(turn.first(), room);
            if (!cold) {
                read = new TurnReader(
                        messages, queue, log, turn, ask, finds, limits().maxBytes() - popped.sizeBytes(), mayWait)
                        .read();
            }
        } finally {
            flights = queue.give(turn, read, hold);
            waker.changed(queue, queue.takeMissed());
        }
        handOut(queue, finds, flights, popped);
        noteChanges(queue);
        return !cold;
    }

    private void noteChanges(PopQueue queue) {
        if (queue.hasChanges()) {
            changed.add(queue);
        }
    }

    private static void handOut(
            PopQueue queue, PoppedMessages.Finds finds, List<Flights.@Nullable Flight> flights,
            PoppedMessages popped) {
        List<PoppedMessages.Found> found = finds.inOrder();
        List<PoppedMessages.Found> kept = new ArrayList<>();
        List<Flights.Flight> held = new ArrayList<>();
        for (int i = 0; i < flights.size(); i++) {
            Flights.Flight flight = flights.get(i);
            if (flight != null) {
                kept.add(found.get(i));
                held.add(flight);
            }
        }
        popped.add(queue.key().queueId(), kept, held);
    }

    /// Where new messages are waited for; -1 when a new message would not be handed out now.
    long waitPoint(PopAsk ask, int i) {
        PopQueue queue = table.find(ask.key(i));
        return from(ask.key(i), queue, ask, table.times().now());
    }

    boolean isDue(PopAsk ask, int i) {
        PopQueue queue = table.find(ask.key(i));
        return queue != null && queue.isDue(table.times().now(), ask.order());
    }

    /// Whether a pop would find something now.
    boolean hasMessages(PopAsk ask) {
        for (int i = 0; i < ask.queues(); i++) {
            PopKey key = ask.key(i);
            PopQueue queue = table.find(key);
            long now = table.times().now();
            if (queue != null && queue.isDue(now, ask.order())) {
                return true;
            }
            long from = from(key, queue, ask, now);
            if (from >= 0 && mayFind(key, from, ask.filter())) {
                return true;
            }
        }
        return false;
    }

    /// True as well when something cannot be read: a pop finds out what, and gets the others.
    private boolean mayFind(PopKey key, long from, TagFilter filter) {
        try {
            return !peek(key, from, 1, filter, new PoppedMessages.Finds()).isEmpty();
        } catch (RuntimeException | InternalError unreadable) {
            LOG.error("offset {} of {}, or one behind it, cannot be read", from, key, unreadable);
            return true;
        }
    }

    private long from(PopKey key, @Nullable PopQueue queue, PopAsk ask, long now) {
        if (queue != null && queue.isBeginning()) {
            return -1; // when it has begun, those who wait hear of it
        }
        if (queue != null && queue.hasBegun()) {
            return queue.waitPoint(now, ask.order(), limits().maxInFlightPerQueue());
        }
        long stored = table.stored(key);
        return Math.max(stored, messages.minOffset(key.topic(), key.queueId()));
    }

    /// Messages that nobody has read, without holding them.
    PoppedMessages peek(PopAsk ask) {
        PoppedMessages peeked = new PoppedMessages(ask.topic(), brokerName, table.times().popTime(), 0, 0);
        for (int i = 0; i < ask.queues() && peeked.count() < ask.maxMessages(); i++) {
            PopKey key = ask.key(i);
            long from = from(key, table.find(key), ask, table.times().now());
            if (from >= 0 && peeked.sizeBytes() < limits().maxBytes()) {
                List<PoppedMessages.Found> found = peek(
                        key, from, ask.maxMessages() - peeked.count(), ask.filter(), new PoppedMessages.Finds());
                peeked.add(key.queueId(), found, found.stream()
                        .map(message -> new Flights.Flight(message.offset(), 0, 0, 0, 1)).toList());
            }
        }
        return peeked;
    }

    /// How many messages nobody has read, those included that do not match.
    long unread(PopAsk ask) {
        long unread = 0;
        for (int i = 0; i < ask.queues(); i++) {
            PopKey key = ask.key(i);
            long from = from(key, table.find(key), ask, table.times().now());
            unread += from < 0 ? 0 : Math.max(0, messages.maxOffset(key.topic(), key.queueId()) - from);
        }
        return unread;
    }

    private List<PoppedMessages.Found> peek(
            PopKey key, long from, int most, TagFilter filter, PoppedMessages.Finds finds) {
        long at = from;
        ReadOutcome outcome;
        do {
            outcome = messages.read(key.topic(), key.queueId(), at, most, limits().maxBytes(), filter, finds);
            boolean moved = outcome.nextOffset() > at;
            at = outcome.nextOffset();
            if (!moved) {
                break;
            }
        } while (outcome.status() == ReadStatus.NO_MATCHED_MESSAGE || outcome.status() == ReadStatus.OFFSET_TOO_SMALL);
        return finds.inOrder();
    }

    Consumption consumption(String topic, String group) {
        return measures.consumption(topic, group);
    }

    /// Counts what a pop hands out.
    void measure(PopAsk ask, PoppedMessages popped) {
        Consumption consumption = consumption(ask.topic(), ask.group());
        consumption.found(popped.count(), popped.sizeBytes());
        consumption.popped(popped.count());
    }

    /// How an acknowledgement went; completed when it is durable.
    CompletableFuture<PopQueue.Handle> ack(PopKey key, long offset, long popTime) {
        PopQueue queue = table.find(key);
        PopQueue.Handle handle = queue == null ? PopQueue.Handle.UNKNOWN : queue.handle(offset, popTime);
        if (queue == null || handle != PopQueue.Handle.CURRENT) {
            return CompletableFuture.completedFuture(handle);
        }
        return journal.add(queue.done(offset)).thenApply(done -> {
            consumption(key.topic(), key.group()).acknowledged(1);
            waker.changed(queue, queue.takeMissed());
            return PopQueue.Handle.CURRENT;
        });
    }

    /// Holds a message for another time from now on; the new pop time, or -1 when the handle is not the newest one.
    ///
    /// @param suspend the delivery that follows does not count
    long change(PopKey key, long offset, long popTime, long invisibleMillis, boolean suspend) {
        PopQueue queue = table.find(key);
        if (queue == null || queue.handle(offset, popTime) != PopQueue.Handle.CURRENT) {
            return -1;
        }
        long changedAt = table.times().popTime();
        if (!queue.change(offset, popTime, changedAt, table.times().now() + invisibleMillis, suspend)) {
            return -1;
        }
        waker.changed(queue, invisibleMillis == 0);
        return changedAt;
    }

    /// Offers what changed without an acknowledgement to the log, and starts again where somebody moved an offset.
    /// Completes when that is durable; what the log refuses is offered again next time.
    CompletableFuture<Void> flush() {
        List<CompletableFuture<Void>> entries = new ArrayList<>();
        for (PopQueue queue : Set.copyOf(changed)) {
            changed.remove(queue);
            for (byte[] item : queue.changes()) {
                entries.add(journal.add(item).whenComplete((done, failure) -> {
                    if (failure != null) {
                        changed.add(queue);
                    }
                }));
            }
        }
        for (PopKey key : Set.copyOf(moved)) {
            moved.remove(key);
            entries.add(settle(key).whenComplete((done, failure) -> {
                if (failure != null) {
                    moved.add(key);
                }
            }));
        }
        return CompletableFuture.allOf(entries.toArray(CompletableFuture<?>[]::new));
    }

    /// Starts again where somebody moved the group's offset to. Completes when that is durable: a restart would go on
    /// from what was acknowledged otherwise.
    CompletableFuture<Void> settle(PopKey key) {
        PopQueue queue = table.find(key);
        if (queue == null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> underWay = queue.beginning();
        if (underWay == null && queue.hasBegun()) {
            CompletableFuture<Void> claimed = queue.claimBegin(() -> table.stored(key));
            if (claimed != null) {
                return begin(queue, PopMessage.INIT_MIN, claimed);
            }
            underWay = queue.beginning();
        }
        return underWay == null
                ? CompletableFuture.completedFuture(null)
                : underWay.handle((done, failure) -> failure).thenCompose(ended -> settle(key));
    }
}
