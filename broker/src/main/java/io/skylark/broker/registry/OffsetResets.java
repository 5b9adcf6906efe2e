package io.skylark.broker.registry;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// Offsets that groups were moved to and whose consumers have not heard of it yet: until then they go on reporting where
/// they were. Gone with the process, as the stored offset is not. Shared: a concurrent map.
public final class OffsetResets {
    /// Queues of groups that may wait for their consumers.
    public static final int MAX_PENDING = 100_000;

    private record Key(String group, String topic, int queueId) {}

    private final Map<Key, Long> pending = new ConcurrentHashMap<>();

    /// False when there are too many.
    public boolean add(String group, String topic, int queueId, long offset) {
        Key key = new Key(group, topic, queueId);
        if (pending.size() >= MAX_PENDING && !pending.containsKey(key)) {
            return false;
        }
        pending.put(key, offset);
        return true;
    }

    /// Whether the consumer of a queue has not heard of its reset yet.
    public boolean isPending(String group, String topic, int queueId) {
        return !pending.isEmpty() && pending.containsKey(new Key(group, topic, queueId));
    }

    /// The offset at which to go on, once.
    public OptionalLong take(String group, String topic, int queueId) {
        if (pending.isEmpty()) {
            return OptionalLong.empty();
        }
        Long offset = pending.remove(new Key(group, topic, queueId));
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
