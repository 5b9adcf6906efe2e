package io.skylark.log.store;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.StateMachine;
import io.skylark.log.index.LogQueue;
import io.skylark.log.index.TagFilter;
import io.skylark.log.index.Waiter;
import java.nio.ByteBuffer;
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
@SuppressWarnings("DoNotCallSuggester") // announced here, written in the next commits
public final class MessageStore implements StateMachine {
    /// How many entries of a queue one read may look at before it answers that none matched.
    public static final int MAX_SCANNED_ENTRIES = 16_384;

    /// Queue ids are below this.
    public static final int MAX_QUEUES_PER_TOPIC = 65_536;

    /// Hands entries of a type to a table. Only before `Storage.start`.
    public void register(EntryType type, StateMachine table) {
        throw new UnsupportedOperationException("API only");
    }

    @Override
    public long apply(EntryView entry) {
        throw new UnsupportedOperationException("API only");
    }

    @Override
    public void roundApplied() {
        throw new UnsupportedOperationException("API only");
    }

    /// Forgets the queues of a topic and wakes whoever waits in them; a topic of the same name starts at offset 0 again.
    /// Only on the log-applier, from a table that applies the removal.
    public void removeTopic(String topic) {
        throw new UnsupportedOperationException("API only");
    }

    /// The queue, made when it does not exist: check topic and queue id first, this does not.
    public LogQueue queue(String topic, int queueId) {
        throw new UnsupportedOperationException("API only");
    }

    /// The queue, or null when it never had a message and nobody asked [#queue(String, int)] for it.
    public @Nullable LogQueue findQueue(String topic, int queueId) {
        throw new UnsupportedOperationException("API only");
    }

    /// The same for a topic in UTF-8 at `at` in `source`; makes no string.
    public @Nullable LogQueue findQueue(ByteBuffer source, int at, int length, int queueId) {
        throw new UnsupportedOperationException("API only");
    }

    /// Offset of the oldest kept message, 0 when there is no such queue.
    public long minOffset(String topic, int queueId) {
        throw new UnsupportedOperationException("API only");
    }

    /// Offset the next message will get, 0 when there is no such queue.
    public long maxOffset(String topic, int queueId) {
        throw new UnsupportedOperationException("API only");
    }

    /// Hands matching messages from `offset` on to the sink: at most `maxMessages`, and as many as fit into `maxBytes`,
    /// but always the first one that matches.
    public ReadOutcome read(
            LogQueue queue, long offset, int maxMessages, int maxBytes, TagFilter filter, MessageSink sink) {
        throw new UnsupportedOperationException("API only");
    }

    /// The same by name; [ReadStatus#NO_QUEUE] when there is no such queue.
    public ReadOutcome read(
            String topic, int queueId, long offset, int maxMessages, int maxBytes, TagFilter filter, MessageSink sink) {
        throw new UnsupportedOperationException("API only");
    }

    /// Calls the waiter once as soon as the queue has a matching message at `offset` or behind it.
    ///
    /// @return false when the queue already goes beyond `offset`, or was removed: the waiter is not registered, read again
    public boolean await(LogQueue queue, long offset, Waiter waiter) {
        throw new UnsupportedOperationException("API only");
    }

    /// The message that starts at `position`; empty when no message of a queue does, for example because its topic was
    /// removed.
    public Optional<FoundMessage> message(long position) {
        throw new UnsupportedOperationException("API only");
    }

    /// Offset of a message by its store time, as RocketMQ answers it; 0 when there is no such queue.
    public long offsetByTime(String topic, int queueId, long timeMillis, TimeBound bound) {
        throw new UnsupportedOperationException("API only");
    }

    /// Store time of one message in ms; empty when there is none at `offset`.
    public OptionalLong storeTime(String topic, int queueId, long offset) {
        throw new UnsupportedOperationException("API only");
    }

    /// Store time of the oldest kept message of the queue; empty when it has none.
    public OptionalLong earliestStoreTime(String topic, int queueId) {
        throw new UnsupportedOperationException("API only");
    }

    /// Store time of the oldest kept entry; empty when the log is empty.
    public OptionalLong earliestStoreTime() {
        throw new UnsupportedOperationException("API only");
    }

    /// The newest `max` messages of a topic that have `key` as their unique key or as one of their keys and were stored
    /// from `beginTime` to `endTime` (both included), oldest first.
    public List<FoundMessage> query(String topic, String key, int max, long beginTime, long endTime) {
        throw new UnsupportedOperationException("API only");
    }
}
