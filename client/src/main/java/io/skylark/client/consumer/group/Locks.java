package io.skylark.client.consumer.group;

import io.skylark.client.consumer.group.GroupBrokers.LockAnswer;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The locks that an ordered consumer holds at brokers, so that no other member consumes its queues. Changed by the
/// rebalancer's thread only; others ask whether a lock is held.
public final class Locks {
    /// How often locks are renewed.
    public static final Duration RENEWAL = Duration.ofSeconds(20);

    /// A lock that was not renewed for so long is not relied on.
    static final Duration EXPIRY = Duration.ofSeconds(30);

    /// Brokers let others have a lock that was not renewed for so long.
    static final Duration BROKER_EXPIRY = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Locks.class);

    private final boolean needed;
    private final GroupBrokers brokers;
    private final LongSupplier nanoClock;

    /// Since when each lock is known to be held.
    private final Map<MessageQueue, Long> held = new ConcurrentHashMap<>();

    /// @param needed false when members may consume side by side
    Locks(boolean needed, GroupBrokers brokers, LongSupplier nanoClock) {
        this.needed = needed;
        this.brokers = brokers;
        this.nanoClock = nanoClock;
    }

    /// @return the queues that may be consumed now
    Set<MessageQueue> acquire(Set<MessageQueue> queues) {
        return needed ? ask(queues).granted() : queues;
    }

    private LockAnswer ask(Set<MessageQueue> queues) {
        if (queues.isEmpty()) {
            return new LockAnswer(Set.of(), Set.of());
        }
        long now = nanoClock.getAsLong();
        LockAnswer answer = brokers.lock(queues);
        answer.granted().forEach(queue -> held.put(queue, now));
        held.keySet().removeAll(answer.refused());
        return answer;
    }

    /// All queues whose locks are held, or were until not long ago.
    Set<MessageQueue> held() {
        return Set.copyOf(held.keySet());
    }

    public boolean holds(MessageQueue queue) {
        return !needed || isYounger(queue, EXPIRY);
    }

    private boolean isYounger(MessageQueue queue, Duration age) {
        return age(queue).filter(present -> present.compareTo(age) < 0).isPresent();
    }

    /// How long ago the lock of a queue was got or renewed; empty when there is none.
    public Optional<Duration> age(MessageQueue queue) {
        Long since = held.get(queue);
        return since == null ? Optional.empty() : Optional.of(Duration.ofNanos(nanoClock.getAsLong() - since));
    }

    /// Renews all locks. A broker that does not answer changes nothing: its locks expire in time.
    ///
    /// @return the queues that another member has, or may have consumed meanwhile
    Set<MessageQueue> renew() {
        Set<MessageQueue> lost = new HashSet<>();
        for (MessageQueue queue : held.keySet()) {
            if (!isYounger(queue, BROKER_EXPIRY)) {
                lost.add(queue);
            }
        }
        Set<MessageQueue> rest = new HashSet<>(held.keySet());
        rest.removeAll(lost);
        lost.addAll(ask(rest).refused());
        held.keySet().removeAll(lost);
        return lost;
    }

    CompletableFuture<Void> release(Set<MessageQueue> queues) {
        Set<MessageQueue> mine = new HashSet<>(queues);
        mine.retainAll(held.keySet());
        held.keySet().removeAll(mine);
        if (mine.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return brokers.unlock(mine).exceptionally(failure -> {
            LOG.warn("Locks are not released and expire in {} s: {}", BROKER_EXPIRY.toSeconds(), failure.getMessage());
            return null;
        });
    }
}
