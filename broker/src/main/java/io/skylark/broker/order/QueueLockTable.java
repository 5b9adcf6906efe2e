package io.skylark.broker.order;

import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which client of a group may consume which queue. In memory only: after a restart clients lock again within 20 s.
/// Shared: a concurrent map, each entry replaced as a whole.
public final class QueueLockTable {
    /// A lock that was not renewed for so long is free.
    public static final Duration LIFETIME = Duration.ofMinutes(1);

    /// Locks at a time; beyond it none is granted, and those that nobody renews make room within [#LIFETIME].
    static final int MAX_LOCKS = 1_000_000;

    private record Key(String group, MessageQueue queue) {}

    private record Lock(String clientId, long renewed) {}

    private final InstantSource clock;
    private final Map<Key, Lock> locks = new ConcurrentHashMap<>();

    public QueueLockTable(InstantSource clock) {
        this.clock = clock;
    }

    /// Locks those of the queues that are free or the client's already, and returns them.
    public Set<MessageQueue> lock(String group, String clientId, Set<MessageQueue> queues) {
        long now = clock.millis();
        Set<MessageQueue> granted = new LinkedHashSet<>();
        boolean full = locks.size() >= MAX_LOCKS;
        for (MessageQueue queue : queues) {
            Key wanted = new Key(group, queue);
            if (full && !locks.containsKey(wanted)) {
                continue;
            }
            Lock lock = locks.compute(
                    wanted,
                    (key, held) -> isFree(held, clientId, now) ? new Lock(clientId, now) : held);
            if (lock != null && lock.clientId.equals(clientId)) {
                granted.add(queue);
            }
        }
        return granted;
    }

    private static boolean isFree(@Nullable Lock held, String clientId, long now) {
        return held == null || held.clientId.equals(clientId) || now - held.renewed > LIFETIME.toMillis();
    }

    /// Frees those of the queues that the client holds.
    public void unlock(String group, String clientId, Set<MessageQueue> queues) {
        for (MessageQueue queue : queues) {
            locks.computeIfPresent(new Key(group, queue), (key, held) -> held.clientId.equals(clientId) ? null : held);
        }
    }

    /// Forgets locks that nobody renewed.
    public void removeExpired() {
        long now = clock.millis();
        locks.values().removeIf(lock -> now - lock.renewed > LIFETIME.toMillis());
    }
}
