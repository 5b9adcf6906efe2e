package io.skylark.broker.timer;

import io.skylark.broker.measure.Measures;
import io.skylark.broker.table.TableLog;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.MovedProposal;
import io.skylark.log.store.StoredEntry;
import io.skylark.message.MessageDraft;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets messages into their queues when they are due, never before. What the log refuses is tried again: the message waits
/// until the log says that it is in its queue.
///
/// [#fire] is for one thread at a time; outcomes come on the log-applier.
final class TimerFiring {
    /// Messages on their way into their queues.
    static final int MAX_ENTRIES = 4_096;
    static final long MAX_BYTES = 8L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(TimerFiring.class);

    private final PendingTimers pending;
    private final MessageStore messages;
    private final TopicTable topics;
    private final Supplier<ReplicatedLog> log;
    private final TableLog tableLog;
    private final Measures measures;
    private final InstantSource clock;
    private final Runnable onRoom;
    private final AtomicInteger entries = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean full;
    private volatile boolean refused;
    private boolean reported;

    /// @param onRoom hears when there is room again for what [#fire] left
    TimerFiring(
            PendingTimers pending,
            MessageStore messages,
            TopicTable topics,
            Supplier<ReplicatedLog> log,
            Measures measures,
            InstantSource clock,
            Runnable onRoom) {
        this.pending = pending;
        this.messages = messages;
        this.topics = topics;
        this.log = log;
        this.tableLog = new TableLog(log);
        this.measures = measures;
        this.clock = clock;
        this.onRoom = onRoom;
    }

    /// Offers what is due to the log, as much as may be on its way at once.
    ///
    /// @return false when the log has refused something: wait a little
    boolean fire() {
        refused = false;
        long now = clock.millis();
        while (!refused) {
            if (!hasRoom()) {
                full = true;
                if (!hasRoom()) {
                    return true;
                }
                full = false;
            }
            Pending next = pending.takeDue(now);
            if (next == null) {
                reported = false;
                return true;
            }
            fire(next);
        }
        return false;
    }

    /// Whether it has left something that is due, and will say when there is room for it.
    boolean isFull() {
        return full;
    }

    private boolean hasRoom() {
        return entries.get() < MAX_ENTRIES && bytes.get() < MAX_BYTES;
    }

    private void fire(Pending next) {
        Optional<StoredEntry> found = messages.entry(next.position());
        if (found.isEmpty() || !ParkedMessage.isParked(found.get())) {
            // It stays claimed: a repaired log may have it at the next start.
            LOG.error("the message at position {} that was due at {} cannot be read; it stays where it is",
                    next.position(), next.due());
            return;
        }
        MessageDraft draft = ParkedMessage.message(found.get());
        String topic = new String(draft.topic(), StandardCharsets.UTF_8);
        if (topics.find(topic) == null) {
            LOG.warn("the message at position {} is dropped: its topic {} was deleted before it became due",
                    next.position(), topic);
            drop(next);
            return;
        }
        int size = draft.encodedSize();
        entries.incrementAndGet();
        bytes.addAndGet(size);
        log.get().propose(new Move(next, draft, topic, size));
    }

    private void drop(Pending next) {
        tableLog.propose(TimerTable.STATE, TimerTable.removed(next)).whenComplete((done, why) -> {
            if (why != null) {
                refused = true;
                pending.release(next);
            }
        });
    }

    private void left(int size) {
        entries.decrementAndGet();
        bytes.addAndGet(-size);
        if (full) {
            full = false;
            onRoom.run();
        }
    }

    private void failed(Pending next, LogRefusal why) {
        refused = true;
        if (why.reason() == LogRefusal.Reason.BUSY || why.reason() == LogRefusal.Reason.DISK_FULL) {
            pending.release(next);
        }
        if (!reported) {
            reported = true;
            LOG.warn("messages that are due wait, the log takes nothing: {}", why);
        }
    }

    private final class Move extends MovedProposal {
        private final Pending source;
        private final String topic;
        private final int size;

        private Move(Pending source, MessageDraft draft, String topic, int size) {
            super(TimerTable.TYPE, source.position(), draft);
            this.source = source;
            this.topic = topic;
            this.size = size;
        }

        @Override
        public void applied(EntryView entry, long queueOffset) {
            measures.due(topic, size);
            left(size);
        }

        @Override
        public void failed(LogRefusal why) {
            TimerFiring.this.failed(source, why);
            left(size);
        }
    }
}
