package io.skylark.log.store;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.MovedMessage;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import io.skylark.log.index.IndexedSegments;
import io.skylark.log.index.LogQueue;
import io.skylark.log.index.MessageFilter;
import io.skylark.log.index.MessageIndexer;
import io.skylark.log.index.QueueHeads;
import io.skylark.log.index.Queues;
import io.skylark.log.index.TagFilter;
import io.skylark.log.index.TailSegment;
import io.skylark.log.index.Waiter;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.Segments;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The messages of a log: which queue each is in, and how to read them again.
///
/// As a [StateMachine] it is written by the log-applier. For an [EntryType#MESSAGE] the outcome is the queue offset that
/// the message got; for an [EntryType#MESSAGE_BATCH] it is that of the first message, and the messages of one queue got
/// consecutive ones. For an [EntryType#MOVED] it is that of its message, and the table that had it before hears of it.
/// Entries of other types go to the table registered for them. Everything else may be called from any
/// thread and sees committed messages only.
public final class MessageStore implements StateMachine {
    /// How many entries of a queue one read may look at before it answers that none matched.
    public static final int MAX_SCANNED_ENTRIES = 16_384;

    /// The same when the messages themselves have to be read: what that takes must not hold up an event loop.
    public static final int MAX_FILTERED_MESSAGES = 1_024;

    /// Queue ids are below this. Check it before proposing: a message that breaks it stops the log.
    public static final int MAX_QUEUES_PER_TOPIC = Queues.MAX_QUEUES_PER_TOPIC;

    private final @Nullable StateMachine[] tables = new StateMachine[EntryType.MAX_CODE + 1];
    private final List<StateMachine> distinctTables = new ArrayList<>();
    private final List<Runnable> roundActions = new ArrayList<>();
    private final List<Runnable> failureActions = new ArrayList<>();
    private final IndexedSegments indexed;
    private final Queues queues;
    private final QueueReader reader;
    private final MessageLookup lookup;
    private final EntryLookup entries;
    private BiConsumer<TailSegment, Supplier<List<TableSnapshot>>> onSegmentEnd = (segment, snapshots) -> {};
    private @Nullable MessageIndexer indexer;
    private long segmentEnd;
    private long position;
    private volatile long newestTime;

    MessageStore(Segments segments) {
        indexed = new IndexedSegments(segments.segmentBytes());
        queues = new Queues(indexed);
        reader = new QueueReader(segments);
        lookup = new MessageLookup(segments, queues, indexed);
        entries = new EntryLookup(segments);
    }

    IndexedSegments indexed() {
        return indexed;
    }

    Queues queues() {
        return queues;
    }

    /// Who hears of each segment that has ended, and may take a snapshot of the tables then. On the thread that applies.
    void onSegmentEnd(BiConsumer<TailSegment, Supplier<List<TableSnapshot>>> listener) {
        onSegmentEnd = listener;
    }

    /// Runs at the end of each round, behind the tables and before waiters are woken: the time to let answers go. Only
    /// before `Storage.start`.
    public void onRoundApplied(Runnable action) {
        roundActions.add(action);
    }

    /// Runs once at most, when applying has failed in the middle of a round: what was collected for its end must not wait any
    /// longer. On the log-applier. Only before `Storage.start`.
    public void onRoundFailed(Runnable action) {
        failureActions.add(action);
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
        long firstOffset = applyMessages(entry);
        int code = entry.typeCode();
        if (code == EntryType.MOVED.code()) {
            table(entry, MovedMessage.owner(entry)).apply(entry);
            return firstOffset;
        }
        if (code < EntryType.FIRST_TABLE_CODE) {
            if (code != EntryType.MESSAGE.code()
                    && code != EntryType.MESSAGE_BATCH.code()
                    && code != EntryType.ROLL.code()
                    && code != EntryType.LOST.code()) {
                throw unknown(entry);
            }
            return firstOffset;
        }
        return table(entry, code).apply(entry);
    }

    /// Enters what an entry means for the queues, and leaves the tables alone.
    long applyMessages(EntryView entry) {
        MessageIndexer target = indexer;
        position = entry.position();
        long frame = position - FrameLayout.HEADER_BYTES; // an empty body may lie, as it were, in the next segment
        if (target == null || frame >= segmentEnd) {
            target = beginSegment(frame, target);
        }
        long firstOffset = target.index(entry);
        if (entry.typeCode() == EntryType.ROLL.code()) {
            end(target.segment());
        }
        return firstOffset;
    }

    private void end(TailSegment segment) {
        segment.end();
        onSegmentEnd.accept(segment, this::snapshots);
    }

    private MessageIndexer beginSegment(long frame, @Nullable MessageIndexer ended) {
        if (ended != null && !ended.segment().hasEnded()) {
            end(ended.segment());
        }
        TailSegment segment = new TailSegment(frame - frame % indexed.segmentBytes(), indexed.segmentBytes());
        segmentEnd = segment.endPosition();
        indexed.add(segment);
        MessageIndexer next = ended == null ? new MessageIndexer(queues, segment) : ended;
        next.begin(segment);
        indexer = next;
        return next;
    }

    private StateMachine table(EntryView entry, int code) {
        StateMachine table = code > EntryType.MAX_CODE ? null : tables[code];
        if (table == null) {
            throw unknown(entry);
        }
        return table;
    }

    private static IllegalStateException unknown(EntryView entry) {
        return new IllegalStateException("entry " + entry.index() + " at position " + entry.position()
                + " has type " + entry.typeCode() + ", which nothing here knows; was it written by a newer version?");
    }

    /// The tables as they are now.
    @Override
    public TableSnapshot snapshot() {
        List<TableSnapshot> parts = snapshots();
        return sink -> parts.forEach(part -> part.writeTo(sink));
    }

    List<TableSnapshot> snapshots() {
        return distinctTables.stream().map(StateMachine::snapshot).toList();
    }

    /// What is wrong with an item of a snapshot, or null. The tables check theirs.
    @Nullable String fault(EntryView item) {
        int code = item.typeCode();
        if (code == EntryType.QUEUES.code()) {
            return QueueHeads.fault(item.body());
        }
        return code < 0 || tables[code] == null
                ? "it has an item of type " + code + ", which nothing here knows; was it written by a newer version?"
                : null;
    }

    /// Applies one item of a snapshot that has no fault.
    void restore(EntryView item) {
        if (item.typeCode() == EntryType.QUEUES.code()) {
            QueueHeads.restore(queues, item.body());
        } else {
            table(item, item.typeCode()).apply(item);
        }
    }

    /// Sets the time of the entry before those that are applied next.
    void restoreNewestTime(long time) {
        newestTime = time;
    }

    /// The segment that the last entry was in, or null when none was applied yet.
    @Nullable TailSegment newestSegment() {
        return indexer == null ? null : indexer.segment();
    }

    @Override
    public void roundApplied() {
        publishNewest();
        for (StateMachine table : distinctTables) {
            table.roundApplied();
        }
        roundActions.forEach(Runnable::run);
        queues.roundApplied();
    }

    @Override
    public void roundFailed() {
        failureActions.forEach(Runnable::run);
    }

    /// At the end of a round, and of the replay.
    void publishNewest() {
        TailSegment newest = newestSegment();
        if (newest != null) {
            newestTime = newest.lastTime();
        }
    }

    /// Forgets the queues of a topic and wakes whoever waits in them; a topic of the same name starts at offset 0 again.
    /// Only on the log-applier, from a table that applies the removal.
    public void removeTopic(String topic) {
        queues.remove(topic, position);
    }

    /// Names of the topics that have queues, in a copy; a queue is there before its first message.
    public List<String> topicNames() {
        return queues.topicNames();
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

    /// How many entries of a queue one read with this filter may look at.
    public static int maxScanned(TagFilter filter) {
        return filter instanceof MessageFilter ? MAX_FILTERED_MESSAGES : MAX_SCANNED_ENTRIES;
    }

    /// Hands matching messages from `offset` on to the sink: at most `maxMessages`, and as many as fit into `maxBytes`,
    /// but always the first one that matches.
    public ReadOutcome read(
            LogQueue queue, long offset, int maxMessages, int maxBytes, TagFilter filter, MessageSink sink) {
        return reader.read(queue, offset, Long.MAX_VALUE, maxMessages, maxBytes, filter, sink);
    }

    /// The same, but looks at no message at `endOffset` or behind it; `endOffset` is above `offset`.
    public ReadOutcome read(
            LogQueue queue, long offset, long endOffset, int maxMessages, int maxBytes, TagFilter filter,
            MessageSink sink) {
        return reader.read(queue, offset, endOffset, maxMessages, maxBytes, filter, sink);
    }

    /// The same by name; [ReadStatus#NO_QUEUE] when there is no such queue.
    public ReadOutcome read(
            String topic, int queueId, long offset, int maxMessages, int maxBytes, TagFilter filter, MessageSink sink) {
        LogQueue queue = queues.find(topic, queueId);
        return queue == null
                ? new ReadOutcome(ReadStatus.NO_QUEUE, 0, 0, 0, 0, 0)
                : reader.read(queue, offset, Long.MAX_VALUE, maxMessages, maxBytes, filter, sink);
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

    /// The entry whose body starts at `position`, of whatever type; empty when there is none (any more). Costs a checksum of
    /// it. May wait for the disk.
    public Optional<StoredEntry> entry(long position) {
        return entries.find(position);
    }

    /// Walks through all entries, oldest first, up to where the log ends; each view is valid during the call. Only when the
    /// log was replayed and nothing is proposed yet.
    public void forEachEntry(Consumer<EntryView> walker) {
        entries.forEach(walker);
    }

    /// Offset of a message by its store time, as RocketMQ answers it; 0 when there is no such queue.
    public long offsetByTime(String topic, int queueId, long timeMillis, TimeBound bound) {
        LogQueue queue = queues.find(topic, queueId);
        return queue == null ? 0 : lookup.offsetByTime(queue, timeMillis, bound);
    }

    /// Offset of the first message stored at a time or later; the maximum when there is none.
    long firstSince(LogQueue queue, long timeMillis) {
        return lookup.offsetByTime(queue, timeMillis, TimeBound.LOWER);
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
        return indexed.oldest() == null ? OptionalLong.empty() : OptionalLong.of(lookup.earliestTime());
    }

    /// The newest `max` messages of a topic that have `key` as their unique key or as one of their keys and were stored
    /// from `beginTime` to `endTime` (both included), oldest first.
    public List<FoundMessage> query(String topic, String key, int max, long beginTime, long endTime) {
        return lookup.query(topic, key, max, beginTime, endTime);
    }

    /// Time of the newest entry in ms, 0 when there is none.
    public long newestTime() {
        return newestTime;
    }
}
