package io.skylark.client.consumer.group;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.protocol.body.MessageQueue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The queues that this member of the group has now, and their pull loops. Queues come and go on the rebalancer's
/// thread only; others look, pause, and let loops go on elsewhere.
public final class Assignment {
    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);

    private final PullLoop.Setup setup;
    private final Locks locks;
    private final Commits commits;
    private final Map<MessageQueue, PullLoop> loops = new ConcurrentHashMap<>();

    /// Queues that were given up while the listener had messages of them: it keeps their locks until it is done.
    private final Map<MessageQueue, PullLoop> leaving = new ConcurrentHashMap<>();

    private final Set<String> pausedTopics = ConcurrentHashMap.newKeySet();
    private final Set<MessageQueue> pausedQueues = ConcurrentHashMap.newKeySet();

    /// Where to begin in queues that are not taken up yet, when the program says so. Guarded by itself, and so is the
    /// moment in which a queue is taken up.
    private final Map<MessageQueue, Long> sought = new HashMap<>();

    Assignment(
            GroupConfig config,
            GroupBrokers brokers,
            Offsets offsets,
            Coordinator coordinator,
            PullLoop.Sink sink,
            Locks locks,
            InstantSource clock) {
        this.setup = new PullLoop.Setup(config, brokers, offsets, coordinator, sink, this::mayPull, clock);
        this.locks = locks;
        this.commits = new Commits(offsets);
    }

    public Collection<PullLoop> loops() {
        return loops.values();
    }

    /// Null when the queue is not this member's now.
    public @Nullable PullLoop loop(MessageQueue queue) {
        return loops.get(queue);
    }

    public Commits commits() {
        return commits;
    }

    private boolean mayPull(MessageQueue queue) {
        return !pausedTopics.contains(queue.topic()) && !pausedQueues.contains(queue) && locks.holds(queue);
    }

    public boolean isPaused(MessageQueue queue) {
        return pausedTopics.contains(queue.topic()) || pausedQueues.contains(queue);
    }

    /// Also queues of the topic that come later.
    public void pause(String topic) {
        pausedTopics.add(topic);
    }

    public void pause(MessageQueue queue) {
        pausedQueues.add(queue);
    }

    /// Also queues of the topic that were paused one by one.
    public void resume(String topic) {
        pausedTopics.remove(topic);
        pausedQueues.removeIf(queue -> queue.topic().equals(topic));
    }

    public void resume(MessageQueue queue) {
        pausedQueues.remove(queue);
    }

    /// Goes on at another offset, and stores it.
    ///
    /// @throws IllegalStateException when the queue is not this member's now
    public CompletableFuture<Void> seek(MessageQueue queue, long offset) {
        PullLoop loop = loops.get(queue);
        if (loop == null) {
            throw new IllegalStateException(queue + " is not assigned to this consumer now");
        }
        LOG.info("Group {} goes on in {} at offset {}", setup.config().group(), queue, offset);
        loop.seek(offset);
        return commits.commit(loop);
    }

    /// Goes on at another offset; a queue that is still to be taken up begins there.
    public void seekSoon(MessageQueue queue, long offset) {
        synchronized (sought) {
            PullLoop loop = loops.get(queue);
            if (loop == null) {
                sought.put(queue, offset);
            } else {
                loop.seek(offset);
            }
        }
    }

    /// Where a queue begins that is not taken up yet; empty when nothing was said, or it is taken up.
    public OptionalLong sought(MessageQueue queue) {
        synchronized (sought) {
            Long offset = sought.get(queue);
            return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
        }
    }

    /// Forgets what was said of other queues.
    void seekOnly(Set<MessageQueue> queues) {
        synchronized (sought) {
            sought.keySet().retainAll(queues);
        }
    }

    /// Takes up the queues of a topic that are new and gives up those that are no longer this member's.
    ///
    /// @return false when a queue could not be taken up or handed over yet
    boolean apply(String topic, List<MessageQueue> share) {
        for (PullLoop loop : loops.values()) {
            if (loop.queue().topic().equals(topic) && !share.contains(loop.queue())) {
                giveUp(loop);
            }
        }
        boolean complete = handOver(queue -> queue.topic().equals(topic), share);
        Set<MessageQueue> fresh = new HashSet<>(share);
        fresh.removeAll(loops.keySet());
        fresh.removeAll(leaving.keySet());
        Set<MessageQueue> free = locks.acquire(fresh);
        complete &= free.size() == fresh.size();
        for (MessageQueue queue : share) {
            complete &= !free.contains(queue) || loops.containsKey(queue) || takeUp(queue);
        }
        releaseUnused(topic, share);
        return complete;
    }

    private void start(MessageQueue queue, long offset) {
        long start;
        synchronized (sought) {
            Long elsewhere = sought.remove(queue);
            start = elsewhere == null ? offset : elsewhere;
            PullLoop loop = new PullLoop(queue, start, setup);
            loops.put(queue, loop);
            loop.start();
        }
        LOG.info("Group {} takes up {} at offset {}", setup.config().group(), queue, start);
    }

    private boolean takeUp(MessageQueue queue) {
        try {
            start(queue, StartOffset.of(queue, setup.config().startFrom(), setup.offsets(), setup.brokers()));
            return true;
        } catch (SkylarkException noOffset) {
            LOG.warn("Group {} cannot take up {} yet: {}", setup.config().group(), queue, noOffset.getMessage());
            return false;
        } catch (RuntimeException failure) { // of the program's own store
            LOG.warn("Group {} cannot take up {} yet", setup.config().group(), queue, failure);
            return false;
        }
    }

    private void giveUp(PullLoop loop) {
        loop.drop();
        loops.remove(loop.queue());
        leaving.put(loop.queue(), loop);
        LOG.info("Group {} gives up {} at offset {}", setup.config().group(), loop.queue(), loop.commitOffset());
    }

    /// Stores the offsets of queues that were given up, and lets others have them, once the listener is done with them.
    ///
    /// @param which of them
    /// @param kept queues that are to be taken up again, whose locks stay
    /// @return false when it is not done with all
    private boolean handOver(Predicate<MessageQueue> which, Collection<MessageQueue> kept) {
        List<PullLoop> settled = leaving.values().stream()
                .filter(loop -> which.test(loop.queue()) && setup.sink().isSettled(loop.queue()))
                .toList();
        ConnectionPool.outcome(commits.commitAll(settled));
        Set<MessageQueue> free = new HashSet<>();
        for (PullLoop loop : settled) {
            leaving.remove(loop.queue());
            commits.forget(loop.queue());
            free.add(loop.queue());
        }
        free.removeAll(kept);
        var unused = locks.release(free);
        return leaving.keySet().stream().noneMatch(which);
    }

    /// A queue that was locked and could not be taken up may be another's share by now.
    private void releaseUnused(String topic, List<MessageQueue> share) {
        Set<MessageQueue> idle = new HashSet<>(locks.held());
        idle.removeIf(queue -> !queue.topic().equals(topic) || share.contains(queue) || leaving.containsKey(queue));
        var unused = locks.release(idle);
    }

    /// Renews the locks. A queue that another member may have consumed meanwhile is dropped, to be taken up anew.
    ///
    /// @return false when there was one, or a queue waits to be handed over
    boolean renewLocks() {
        boolean complete = handOver(queue -> true, Set.of());
        for (MessageQueue queue : locks.renew()) {
            complete = false;
            leaving.remove(queue);
            PullLoop loop = loops.remove(queue);
            if (loop != null) {
                LOG.warn("Group {} lost its lock of {} and begins there anew", setup.config().group(), queue);
                loop.drop();
                commits.forget(queue);
            }
        }
        return complete;
    }

    /// Pulls no more; what was pulled may still be consumed.
    public void stop() {
        loops.values().forEach(PullLoop::stop);
    }

    /// Stores all offsets, then lets others have the queues. The lock of one whose listener did not end stays until it
    /// expires.
    public CompletableFuture<Void> leave() {
        List<PullLoop> all = new ArrayList<>(loops.values());
        all.addAll(leaving.values());
        return commits.commitAll(all).thenCompose(stored -> {
            Set<MessageQueue> free = new HashSet<>(locks.held());
            free.removeIf(queue -> !setup.sink().isSettled(queue));
            return locks.release(free);
        });
    }
}
