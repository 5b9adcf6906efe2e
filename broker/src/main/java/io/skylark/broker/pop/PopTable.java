package io.skylark.broker.pop;

import io.skylark.broker.table.OffsetTable;
import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What groups have acknowledged of which queues, one by one, and the group's offsets that follow from it. An entry is
/// a run of [PopEntry] items. Once the log was replayed, the offset of a popped queue is what this table says.
///
/// Shared: a concurrent map of [PopQueue]s; their durable part is written by the log-applier.
public final class PopTable implements StateMachine {
    public static final EntryType TYPE = EntryType.table(23, "POP_STATE");

    private final OffsetTable offsets;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<String, Map<PopKey, PopQueue>> byTopic = new ConcurrentHashMap<>();
    private final PopTimes times;
    private volatile boolean replayed;

    public PopTable(OffsetTable offsets, InstantSource clock) {
        this.offsets = offsets;
        this.times = new PopTimes(clock);
    }

    PopTimes times() {
        return times;
    }

    @Nullable PopQueue find(PopKey key) {
        Map<PopKey, PopQueue> queues = byTopic.get(key.topic());
        return queues == null ? null : queues.get(key);
    }

    PopQueue queue(PopKey key) {
        return byTopic.computeIfAbsent(key.topic(), topic -> new ConcurrentHashMap<>())
                .computeIfAbsent(key, made -> new PopQueue(made, inFlight));
    }

    /// Messages that groups hold.
    public int inFlight() {
        return inFlight.get();
    }

    /// Behind the last message that was handed out; empty when the group does not pop the queue.
    public OptionalLong handedOut(String group, String topic, int queueId) {
        PopQueue queue = find(new PopKey(group, topic, queueId));
        return queue == null || !queue.hasBegun() ? OptionalLong.empty() : OptionalLong.of(queue.nextUnread());
    }

    /// Messages of a queue that a group holds.
    public int inFlight(String group, String topic, int queueId) {
        PopQueue queue = find(new PopKey(group, topic, queueId));
        return queue == null ? 0 : queue.inFlight();
    }

    /// The group's offset, -1 for none.
    long stored(PopKey key) {
        OptionalLong stored = offsets.find(key.group(), key.topic(), key.queueId());
        return stored.orElse(-1);
    }

    /// The log was replayed: from now on offsets follow entries as they come.
    public void replayed() {
        for (Map<PopKey, PopQueue> queues : byTopic.values()) {
            for (PopQueue queue : queues.values()) {
                if (!queue.hasBegun()) {
                    continue;
                }
                PopKey key = queue.key();
                offsets.follow(key.group(), key.topic(), key.queueId(), stored(key), queue.base());
            }
        }
        replayed = true;
    }

    @Override
    public long apply(EntryView entry) {
        ByteBuffer body = entry.body();
        long items = 0;
        while (body.hasRemaining()) {
            apply(PopEntry.decode(body));
            items++;
        }
        return items;
    }

    private void apply(PopEntry item) {
        PopKey key = item.key();
        times.atLeast(item.begunAt());
        queue(key).apply(item, (from, to) -> {
            if (replayed) {
                // not when somebody else moved the offset meanwhile: that wins, at the next pop
                offsets.follow(key.group(), key.topic(), key.queueId(), from, to);
            }
        });
    }

    @Override
    public TableSnapshot snapshot() {
        return sink -> {
            for (Map<PopKey, PopQueue> queues : byTopic.values()) {
                for (PopQueue queue : queues.values()) {
                    queue.entries().forEach(item -> sink.entry(TYPE, 0, item));
                }
            }
        };
    }

    /// Forgets how far all groups are in a topic. Only on the log-applier.
    public void removeTopic(String topic) {
        Map<PopKey, PopQueue> removed = byTopic.remove(topic);
        if (removed != null) {
            removed.values().forEach(PopQueue::forgetLive);
        }
    }

    /// Forgets how far a group is in all topics. Only on the log-applier.
    public void removeGroup(String group) {
        for (Map<PopKey, PopQueue> queues : byTopic.values()) {
            queues.values().removeIf(queue -> {
                boolean removed = queue.key().group().equals(group);
                if (removed) {
                    queue.forgetLive();
                }
                return removed;
            });
        }
    }
}
