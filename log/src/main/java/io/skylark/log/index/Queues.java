package io.skylark.log.index;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// All queues, by topic and queue id: a hash table of topics with open addressing, so that a topic is found by its bytes
/// in a buffer, without a string.
///
/// Shared: any thread finds without a lock; making and removing take the monitor of this object; appending is up to the
/// log-applier.
public final class Queues {
    /// Queue ids are below this.
    public static final int MAX_QUEUES_PER_TOPIC = 65_536;

    private static final int FIRST_SLOTS = 64;

    private final IndexedSegments segments;
    private final ToLongFunction<String> bornElsewhere;

    /// Where topics were removed that have messages in kept segments.
    private final Map<String, Long> removals = new ConcurrentHashMap<>();

    private volatile AtomicReferenceArray<@Nullable TopicQueues> slots = new AtomicReferenceArray<>(FIRST_SLOTS);
    private int topics;
    private final List<LogQueue> touched = new ArrayList<>();

    /// What was appended to topics that were removed since.
    private TopicVolume.Reading removedVolume = TopicVolume.Reading.NOTHING;

    public Queues(IndexedSegments segments) {
        this.segments = segments;
        this.bornElsewhere = topic -> 0;
    }

    /// Queues of topics whose removals are known already.
    Queues(IndexedSegments segments, ToLongFunction<String> born) {
        this.segments = segments;
        this.bornElsewhere = born;
    }

    /// The queue, or null when nobody has made it. The topic is `length` bytes of UTF-8 at `at` in `source`.
    public @Nullable LogQueue find(ByteBuffer source, int at, int length, int queueId) {
        AtomicReferenceArray<@Nullable TopicQueues> table = slots;
        TopicQueues topic = table.getAcquire(slot(table, source, at, length));
        return topic == null ? null : topic.find(queueId);
    }

    public @Nullable LogQueue find(String topic, int queueId) {
        ByteBuffer utf8 = utf8(topic);
        return find(utf8, 0, utf8.limit(), queueId);
    }

    /// The queue, made when there is none.
    ///
    /// @param queueId from 0 to [#MAX_QUEUES_PER_TOPIC], excluded
    public LogQueue findOrMake(String topic, int queueId) {
        ByteBuffer utf8 = utf8(topic);
        return findOrMake(utf8, 0, utf8.limit(), queueId);
    }

    LogQueue findOrMake(ByteBuffer source, int at, int length, int queueId) {
        LogQueue queue = find(source, at, length, queueId);
        return queue != null ? queue : make(source, at, length, queueId);
    }

    private synchronized LogQueue make(ByteBuffer source, int at, int length, int queueId) {
        if (queueId < 0 || queueId >= MAX_QUEUES_PER_TOPIC) {
            throw new IllegalArgumentException("queue id " + queueId + " is outside 0 to " + (MAX_QUEUES_PER_TOPIC - 1));
        }
        int slot = slot(slots, source, at, length);
        TopicQueues topic = slots.getPlain(slot);
        if (topic == null) {
            String name = StandardCharsets.UTF_8.decode(source.slice(at, length)).toString();
            topic = new TopicQueues(segments, source, at, length, born(name));
            slots.setRelease(slot, topic);
            topics++;
            if (topics > slots.length() / 2) {
                rebuild(2 * slots.length(), null);
            }
        }
        return topic.findOrMake(queueId);
    }

    /// Where a topic of this name was last removed; 0 for never. What lies before is dead.
    public long born(String topic) {
        Long removed = removals.get(topic);
        return removed != null ? removed : bornElsewhere.applyAsLong(topic);
    }

    /// Appends a message to its queue and returns its offset; -1 when its topic was removed behind it, which only a replay
    /// meets. Log-applier.
    public long append(
            TailSegment segment, ByteBuffer source, int topicAt, int topicLength, int queueId, long position, int size,
            int tagHash, long time) {
        return append(segment, findOrMake(source, topicAt, topicLength, queueId), position, size, tagHash, time);
    }

    /// The same for a queue that was found.
    long append(TailSegment segment, LogQueue queue, long position, int size, int tagHash, long time) {
        if (position < queue.born()) {
            return -1;
        }
        long offset = queue.append(segment, (int) (position - segment.base()), size, tagHash, time);
        if (queue.touch()) {
            touched.add(queue);
        }
        return offset;
    }

    /// Appends entries of size 0: messages that a repair gave up, see `LostFrame`. Starting thread.
    void appendLost(TailSegment segment, String topic, int queueId, int messages, long position, long time) {
        ByteBuffer utf8 = utf8(topic);
        for (int i = 0; i < messages; i++) {
            append(segment, utf8, 0, utf8.limit(), queueId, position, 0, 0, time);
        }
    }

    /// The same in every queue that has, or had, messages.
    void appendLost(TailSegment segment, int messages, long position, long time) {
        for (TopicQueues topic : messages > 0 ? topics() : List.<TopicQueues>of()) {
            for (LogQueue queue : topic.all()) {
                if (queue.maxOffset() > 0) {
                    appendLost(segment, topic.name(), queue.queueId(), messages, position, time);
                }
            }
        }
    }

    /// Wakes who waits for what was appended since the last time. Log-applier.
    public void roundApplied() {
        VarHandle.fullFence(); // see LogQueue.await
        for (LogQueue queue : touched) {
            queue.endRound();
            if (queue.hasWaiters()) {
                queue.wake();
            }
        }
        touched.clear();
    }

    /// Forgets the queues of a topic, whose removal is at this position. Log-applier.
    public void remove(String name, long position) {
        removals.put(name, position);
        TopicQueues topic = unlink(utf8(name));
        if (topic != null) {
            for (LogQueue queue : topic.all()) {
                queue.remove();
                if (queue.touch()) {
                    touched.add(queue);
                }
            }
        }
    }

    /// Everything was replayed. Starting thread.
    public void restored() {
        topics().forEach(topic -> {
            topic.all().forEach(LogQueue::restored);
            topic.volume().reset();
        });
    }

    /// What was appended to a topic since the replay; nothing when it has no queues.
    public TopicVolume.Reading volume(String topic) {
        ByteBuffer utf8 = utf8(topic);
        AtomicReferenceArray<@Nullable TopicQueues> table = slots;
        TopicQueues found = table.getAcquire(slot(table, utf8, 0, utf8.limit()));
        return found == null ? TopicVolume.Reading.NOTHING : found.volume().read();
    }

    /// The same of all topics, those included that were removed since.
    public synchronized TopicVolume.Reading volume() {
        TopicVolume.Reading sum = removedVolume;
        for (TopicQueues topic : topics()) {
            sum = sum.plus(topic.volume().read());
        }
        return sum;
    }

    /// Names of the topics that have queues, in a copy.
    public List<String> topicNames() {
        return topics().stream().map(TopicQueues::name).toList();
    }

    /// The queues of a topic; none when it has none.
    public List<LogQueue> of(String topic) {
        ByteBuffer utf8 = utf8(topic);
        AtomicReferenceArray<@Nullable TopicQueues> table = slots;
        TopicQueues found = table.getAcquire(slot(table, utf8, 0, utf8.limit()));
        return found == null ? List.of() : found.all();
    }

    /// All topics, those with a removal but without queues left out.
    List<TopicQueues> topics() {
        AtomicReferenceArray<@Nullable TopicQueues> table = slots;
        List<TopicQueues> all = new ArrayList<>();
        for (int i = 0; i < table.length(); i++) {
            TopicQueues topic = table.getAcquire(i);
            if (topic != null) {
                all.add(topic);
            }
        }
        return all;
    }

    Map<String, Long> removals() {
        return removals;
    }

    /// The segments before this position are gone, and with them what was removed there. A topic that was made again keeps
    /// its removal: by that the indexes of its messages know it. Janitor.
    synchronized void forgetRemovalsBefore(long position) {
        removals.entrySet().removeIf(removal -> removal.getValue() < position && !exists(removal.getKey()));
    }

    private boolean exists(String topic) {
        ByteBuffer utf8 = utf8(topic);
        return slots.getPlain(slot(slots, utf8, 0, utf8.limit())) != null;
    }

    private synchronized @Nullable TopicQueues unlink(ByteBuffer utf8) {
        TopicQueues topic = slots.getPlain(slot(slots, utf8, 0, utf8.limit()));
        if (topic != null) {
            topics--;
            removedVolume = removedVolume.plus(topic.volume().read());
            rebuild(slots.length(), topic);
        }
        return topic;
    }

    /// Puts the topics into a new table, because a reader may be in the old one.
    private void rebuild(int length, @Nullable TopicQueues without) {
        AtomicReferenceArray<@Nullable TopicQueues> old = slots;
        AtomicReferenceArray<@Nullable TopicQueues> rebuilt = new AtomicReferenceArray<>(length);
        for (int i = 0; i < old.length(); i++) {
            TopicQueues topic = old.getPlain(i);
            if (topic != null && topic != without) {
                ByteBuffer name = topic.utf8();
                rebuilt.setPlain(slot(rebuilt, name, 0, name.limit()), topic);
            }
        }
        slots = rebuilt;
    }

    /// Where a topic is, or where it would be.
    private static int slot(
            AtomicReferenceArray<@Nullable TopicQueues> slots, ByteBuffer source, int at, int length) {
        int mask = slots.length() - 1;
        int slot = TopicQueues.hash(source, at, length) & mask;
        while (true) {
            TopicQueues topic = slots.getAcquire(slot);
            if (topic == null || topic.isNamed(source, at, length)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private static ByteBuffer utf8(String topic) {
        return ByteBuffer.wrap(topic.getBytes(StandardCharsets.UTF_8));
    }
}
