package io.skylark.broker.order;

import io.skylark.broker.table.TableLog;
import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Which client of a group may consume which queue. Who holds a lock is a fold over the log, so that a restart does not
/// give a queue to a second client while the first one works; when it was renewed is memory only, and after a start every
/// lock counts as renewed.
///
/// Shared: guarded by its monitor. A lock is decided here first and goes to the log then, in the order of the decisions;
/// it is granted when the log has it.
public final class QueueLockTable implements StateMachine {
    public static final EntryType TYPE = EntryType.table(25, "QUEUE_LOCK");

    /// A lock that was not renewed for so long is free.
    public static final Duration LIFETIME = Duration.ofMinutes(1);

    /// Locks at a time; beyond it none is granted, and those that nobody renews make room within [#LIFETIME].
    static final int MAX_LOCKS = 1_000_000;

    /// Changes that go into one entry, so that no entry grows beyond a few MiB.
    static final int MAX_CHANGES_PER_ENTRY = 1_000;

    /// A change on its way to the log.
    private record Decided(QueueLock lock, LockChange change, long time) {}

    private final TableLog log;
    private final InstantSource clock;
    private final Map<String, Map<MessageQueue, QueueLock>> groups = new HashMap<>();
    private int count;

    public QueueLockTable(TableLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /// Locks those of the queues that are free or the client's already. Completes with the queues that it holds when that
    /// is durable; exceptionally when it holds none of them because the log refuses it.
    public CompletableFuture<Set<MessageQueue>> lock(String group, String clientId, Set<MessageQueue> queues) {
        Map<MessageQueue, QueueLock> wanted = new LinkedHashMap<>();
        List<CompletableFuture<Void>> changes;
        synchronized (this) {
            long now = clock.millis();
            List<Decided> decided = new ArrayList<>();
            for (MessageQueue queue : queues) {
                QueueLock lock = find(group, queue);
                if (lock == null ? count >= MAX_LOCKS : !lock.isFreeFor(clientId, now)) {
                    continue;
                }
                QueueLock mine = lock == null ? make(group, queue) : lock;
                if (mine.isOf(clientId)) {
                    mine.renew(now);
                } else {
                    decided.add(decide(mine, new LockChange(group, queue, clientId), now));
                }
                wanted.put(queue, mine);
            }
            propose(decided);
            // of an earlier request of the same client too
            changes = wanted.values().stream().map(QueueLock::lastChange).filter(change -> !change.isDone()
                    || change.isCompletedExceptionally()).distinct().toList();
        }
        return all(changes).handle((done, refusal) -> {
            Set<MessageQueue> held = heldOf(group, clientId, wanted.keySet());
            if (refusal != null && held.isEmpty()) {
                throw refusal instanceof RuntimeException failure ? failure : new IllegalStateException(refusal);
            }
            return held;
        });
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new));
    }

    private synchronized Set<MessageQueue> heldOf(String group, String clientId, Set<MessageQueue> queues) {
        Set<MessageQueue> held = new LinkedHashSet<>();
        for (MessageQueue queue : queues) {
            QueueLock lock = find(group, queue);
            if (lock != null && lock.isSurelyOf(clientId)) {
                held.add(queue);
            }
        }
        return held;
    }

    /// Frees those of the queues that the client holds; completes when that is durable.
    public CompletableFuture<Void> unlock(String group, String clientId, Set<MessageQueue> queues) {
        synchronized (this) {
            long now = clock.millis();
            List<Decided> decided = new ArrayList<>();
            for (MessageQueue queue : queues) {
                QueueLock lock = find(group, queue);
                if (lock != null && lock.isOf(clientId)) {
                    decided.add(decide(lock, new LockChange(group, queue, null), now));
                }
            }
            return all(propose(decided));
        }
    }

    /// Frees locks that nobody renewed; completes when that is durable.
    public CompletableFuture<Void> removeExpired() {
        List<CompletableFuture<Void>> stored = new ArrayList<>();
        for (String group : groupNames()) {
            stored.addAll(removeExpired(group));
        }
        return all(stored);
    }

    private synchronized List<String> groupNames() {
        return List.copyOf(groups.keySet());
    }

    private synchronized List<CompletableFuture<Void>> removeExpired(String group) {
        long now = clock.millis();
        List<Decided> decided = new ArrayList<>();
        groups.getOrDefault(group, Map.of()).forEach((queue, lock) -> {
            if (lock.isForgotten(now)) {
                decided.add(decide(lock, new LockChange(group, queue, null), now));
            }
        });
        return propose(decided);
    }

    /// Whether somebody of the group holds a lock now.
    public synchronized boolean isOrdered(String group) {
        long now = clock.millis();
        return groups.getOrDefault(group, Map.of()).values().stream().anyMatch(lock -> lock.isAlive(now));
    }

    /// The log was replayed: everybody gets the time to renew.
    public synchronized void replayed() {
        long now = clock.millis();
        groups.values().forEach(locks -> locks.values().forEach(lock -> lock.renew(now)));
    }

    private static Decided decide(QueueLock lock, LockChange change, long now) {
        lock.change(change);
        return new Decided(lock, change, now);
    }

    private List<CompletableFuture<Void>> propose(List<Decided> decided) {
        List<CompletableFuture<Void>> stored = new ArrayList<>();
        for (int from = 0; from < decided.size(); from += MAX_CHANGES_PER_ENTRY) {
            List<Decided> some = decided.subList(from, Math.min(from + MAX_CHANGES_PER_ENTRY, decided.size()));
            byte[] entry = LockChange.encode(some.stream().map(Decided::change).toList());
            CompletableFuture<Void> change = log.propose(TYPE, entry)
                    .whenComplete((done, refusal) -> settle(some, refusal == null));
            some.forEach(one -> one.lock.changing(change));
            stored.add(change);
        }
        return stored;
    }

    private synchronized void settle(List<Decided> decided, boolean stored) {
        for (Decided one : decided) {
            one.lock.settle(one.change);
            if (stored) {
                one.lock.renewedAt(one.time);
            }
            forgetEmpty(one.change.group(), one.change.queue(), one.lock);
        }
    }

    private @Nullable QueueLock find(String group, MessageQueue queue) {
        return groups.getOrDefault(group, Map.of()).get(queue);
    }

    private QueueLock make(String group, MessageQueue queue) {
        QueueLock lock = new QueueLock();
        groups.computeIfAbsent(group, name -> new HashMap<>()).put(queue, lock);
        count++;
        return lock;
    }

    private void forgetEmpty(String group, MessageQueue queue, QueueLock lock) {
        Map<MessageQueue, QueueLock> locks = groups.get(group);
        if (locks != null && lock.isEmpty() && locks.remove(queue, lock)) {
            count--;
            if (locks.isEmpty()) {
                groups.remove(group);
            }
        }
    }

    @Override
    public synchronized long apply(EntryView entry) {
        for (LockChange change : LockChange.decode(entry.body())) {
            QueueLock known = find(change.group(), change.queue());
            QueueLock lock = known == null ? make(change.group(), change.queue()) : known;
            lock.apply(change.holder());
            forgetEmpty(change.group(), change.queue(), lock);
        }
        return count;
    }

    /// Written group by group as they are by then: what the log has later comes on top of it when it is replayed.
    @Override
    public TableSnapshot snapshot() {
        return sink -> {
            for (String group : groupNames()) {
                List<LockChange> held = held(group);
                for (int from = 0; from < held.size(); from += MAX_CHANGES_PER_ENTRY) {
                    List<LockChange> some = held.subList(from, Math.min(from + MAX_CHANGES_PER_ENTRY, held.size()));
                    sink.entry(TYPE, 0, LockChange.encode(some));
                }
            }
        };
    }

    private synchronized List<LockChange> held(String group) {
        List<LockChange> held = new ArrayList<>();
        groups.getOrDefault(group, Map.of()).forEach((queue, lock) -> {
            if (lock.stored() != null) {
                held.add(new LockChange(group, queue, lock.stored()));
            }
        });
        return held;
    }
}
