package io.skylark.log.store;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.StateMachine;
import io.skylark.log.index.Keys;
import io.skylark.log.index.LogQueue;
import io.skylark.log.index.PropertyScan;
import io.skylark.log.index.Queues;
import io.skylark.log.index.TagFilter;
import io.skylark.log.index.Waiter;
import io.skylark.log.segment.Segments;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The messages of a log: which queue each is in, and how to read them again.
///
/// As a [StateMachine] it is written by the log-applier. For an [EntryType#MESSAGE] the outcome is the queue offset that
/// the message got; for an [EntryType#MESSAGE_BATCH] it is that of the first message, and the messages of one queue got
/// consecutive ones. Entries of other types go to the table registered for them. Everything else may be called from any
/// thread and sees committed messages only.
public final class MessageStore implements StateMachine {
    /// How many entries of a queue one read may look at before it answers that none matched.
    public static final int MAX_SCANNED_ENTRIES = 16_384;

    /// Queue ids are below this. Check it before proposing: a message that breaks it stops the log.
    public static final int MAX_QUEUES_PER_TOPIC = Queues.MAX_QUEUES_PER_TOPIC;

    private final @Nullable StateMachine[] tables = new StateMachine[EntryType.MAX_CODE + 1];
    private final List<StateMachine> distinctTables = new ArrayList<>();
    private final Queues queues = new Queues();
    private final Keys keys;
    private final QueueReader reader;
    private final MessageLookup lookup;
    private final PropertyScan properties = new PropertyScan();
    private final PropertyScan.KeySink keySink = this::addKey;
    private int topicHash;
    private long position;
    private long time;
    private volatile long newestPosition;
    private volatile long newestTime;

    MessageStore(Segments segments) {
        keys = new Keys(segments.segmentBytes());
        reader = new QueueReader(segments);
        lookup = new MessageLookup(segments, queues, keys);
    }

    /// Hands entries of a type to a table, which also hears the end of each round. Only before `Storage.start`.
    public void register(EntryType type, StateMachine table) {
        if (type.code() < EntryType.FIRST_TABLE_CODE || tables[type.code()] != null) {
            throw new IllegalArgumentException(type + " has an owner already");
        }
        tables[type.code()] = table;
        if (!distinctTables.contains(table)) {
            distinctTables.add(table);
        }
    }

    @Override
    public long apply(EntryView entry) {
        int code = entry.typeCode();
        if (code == EntryType.MESSAGE.code()) {
            return applyMessages(entry, 1);
        }
        if (code == EntryType.MESSAGE_BATCH.code()) {
            return applyMessages(entry, Integer.MAX_VALUE);
        }
        StateMachine table = tables[code];
        if (table == null) {
            throw new IllegalStateException("entry " + entry.index() + " at position " + entry.position()
                    + " has type " + code + ", which nothing here knows; was it written by a newer version?");
        }
        return table.apply(entry);
    }

    private long applyMessages(EntryView entry, int maxMessages) {
        ByteBuffer source = entry.buffer();
        int end = entry.bodyAt() + entry.bodySize();
        time = entry.time();
        long firstOffset = -1;
        int count = 0;
        for (int at = entry.bodyAt(); at < end; count++) {
            String fault = count == maxMessages ? "bytes behind it" : MessageLayout.fault(source, at, end - at);
            if (fault != null) {
                throw new IllegalStateException("entry " + entry.index() + " at position " + entry.position()
                        + " holds no message: " + fault);
            }
            position = entry.position() + at - entry.bodyAt();
            long offset = index(source, at);
            firstOffset = count == 0 ? offset : firstOffset;
            at += MessageLayout.totalSize(source, at);
        }
        return firstOffset;
    }

    private long index(ByteBuffer source, int at) {
        int topicAt = at + MessageLayout.topicAt(source, at);
        int topicLength = MessageLayout.topicLength(source, at);
        int size = MessageLayout.totalSize(source, at);
        properties.scan(
                source, at + MessageLayout.propertiesAt(source, at), MessageLayout.propertiesLength(source, at));
        topicHash = Keys.topicHash(source, topicAt, topicLength);
        properties.keys(keySink);
        return queues.append(source, topicAt, topicLength, MessageLayout.queueId(source, at), position, size,
                properties.tagHash());
    }

    private void addKey(ByteBuffer source, int at, int length) {
        keys.add(Keys.keyHash(topicHash, source, at, length), position, time);
    }

    @Override
    public void roundApplied() {
        publishNewest();
        for (StateMachine table : distinctTables) {
            table.roundApplied();
        }
        queues.roundApplied();
    }

    /// At the end of a round, and of the replay.
    void publishNewest() {
        newestPosition = position;
        newestTime = time;
    }

    /// Forgets the queues of a topic and wakes whoever waits in them; a topic of the same name starts at offset 0 again.
    /// Only on the log-applier, from a table that applies the removal.
    public void removeTopic(String topic) {
        queues.remove(topic);
    }

    /// The queue, made when it does not exist: check topic and queue id first, this does not.
    public LogQueue queue(String topic, int queueId) {
        return queues.findOrMake(topic, queueId);
    }

    /// The queue, or null when it never had a message and nobody asked [#queue(String, int)] for it.
    public @Nullable LogQueue findQueue(String topic, int queueId) {
        return queues.find(topic, queueId);
    }

    /// The same for a topic in UTF-8 at `at` in `source`; makes no string.
    public @Nullable LogQueue findQueue(ByteBuffer source, int at, int length, int queueId) {
        return queues.find(source, at, length, queueId);
    }

    /// Offset of the oldest kept message, 0 when there is no such queue.
    public long minOffset(String topic, int queueId) {
        LogQueue queue = queues.find(topic, queueId);
        return queue == null ? 0 : queue.minOffset();
    }

    /// Offset the next message will get, 0 when there is no such queue.
    public long maxOffset(String topic, int queueId) {
        LogQueue queue = queues.find(topic, queueId);
        return queue == null ? 0 : queue.maxOffset();
    }

    /// Hands matching messages from `offset` on to the sink: at most `maxMessages`, and as many as fit into `maxBytes`,
    /// but always the first one that matches.
    public ReadOutcome read(
            LogQueue queue, long offset, int maxMessages, int maxBytes, TagFilter filter, MessageSink sink) {
        return reader.read(queue, offset, maxMessages, maxBytes, filter, sink);
    }

    /// The same by name; [ReadStatus#NO_QUEUE] when there is no such queue.
    public ReadOutcome read(
            String topic, int queueId, long offset, int maxMessages, int maxBytes, TagFilter filter, MessageSink sink) {
        LogQueue queue = queues.find(topic, queueId);
        return queue == null
                ? new ReadOutcome(ReadStatus.NO_QUEUE, 0, 0, 0, 0, 0)
                : reader.read(queue, offset, maxMessages, maxBytes, filter, sink);
    }

    /// Calls the waiter once as soon as the queue has a matching message at `offset` or behind it.
    ///
    /// @return false when the queue already goes beyond `offset`, or was removed: the waiter is not registered, read again
    public boolean await(LogQueue queue, long offset, Waiter waiter) {
        return queue.await(offset, waiter);
    }

    /// The message that starts at `position`; empty when no message of a queue does, for example because its topic was
    /// removed.
    public Optional<FoundMessage> message(long position) {
        return lookup.message(position);
    }

    /// Offset of a message by its store time, as RocketMQ answers it; 0 when there is no such queue.
    public long offsetByTime(String topic, int queueId, long timeMillis, TimeBound bound) {
        LogQueue queue = queues.find(topic, queueId);
        return queue == null ? 0 : lookup.offsetByTime(queue, timeMillis, bound);
    }

    /// Store time of one message in ms; empty when there is none at `offset`.
    public OptionalLong storeTime(String topic, int queueId, long offset) {
        LogQueue queue = queues.find(topic, queueId);
        return queue == null ? OptionalLong.empty() : lookup.storeTime(queue, offset);
    }

    /// Store time of the oldest kept message of the queue; empty when it has none.
    public OptionalLong earliestStoreTime(String topic, int queueId) {
        LogQueue queue = queues.find(topic, queueId);
        return queue == null ? OptionalLong.empty() : lookup.storeTime(queue, queue.minOffset());
    }

    /// Time of the oldest kept entry; empty when the log is empty.
    public OptionalLong earliestStoreTime() {
        return newestPosition == 0 ? OptionalLong.empty() : OptionalLong.of(lookup.earliestTime());
    }

    /// The newest `max` messages of a topic that have `key` as their unique key or as one of their keys and were stored
    /// from `beginTime` to `endTime` (both included), oldest first.
    public List<FoundMessage> query(String topic, String key, int max, long beginTime, long endTime) {
        return lookup.query(topic, key, max, beginTime, endTime);
    }

    /// Position of the newest message, 0 when there is none.
    public long newestPosition() {
        return newestPosition;
    }

    /// Time of the newest entry in ms, 0 when there is none.
    public long newestTime() {
        return newestTime;
    }
}
