package io.skylark.client.consumer;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.protocol.body.MessageQueue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The queues that this member of the group has now, and their pull loops. Changed by the rebalancer only; others look.
final class Assignment {
    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);

    private final ConsumerConfig config;
    private final GroupBrokers brokers;
    private final Coordinator coordinator;
    private final PullLoop.Sink sink;
    private final Commits commits;
    private final Map<MessageQueue, PullLoop> loops = new ConcurrentHashMap<>();

    Assignment(
            ConsumerConfig config,
            GroupBrokers brokers,
            Coordinator coordinator,
            PullLoop.Sink sink,
            Commits commits) {
        this.config = config;
        this.brokers = brokers;
        this.coordinator = coordinator;
        this.sink = sink;
        this.commits = commits;
    }

    Collection<PullLoop> loops() {
        return loops.values();
    }

    /// Takes up the queues of a topic that are new and gives up those that are no longer this member's.
    ///
    /// @return false when a queue could not be taken up yet
    boolean apply(String topic, List<MessageQueue> share) {
        for (PullLoop loop : loops.values()) {
            if (loop.queue().topic().equals(topic) && !share.contains(loop.queue())) {
                giveUp(loop);
            }
        }
        boolean complete = true;
        for (MessageQueue queue : share) {
            complete &= loops.containsKey(queue) || takeUp(queue);
        }
        return complete;
    }

    private boolean takeUp(MessageQueue queue) {
        try {
            long start = StartOffset.of(queue, config.startFrom(), brokers);
            PullLoop loop = new PullLoop(
                    queue, start, config.wanted(queue.topic()), config.limits(), brokers, coordinator, sink);
            loops.put(queue, loop);
            LOG.info("Group {} takes up {} at offset {}", config.group(), queue, start);
            loop.start();
            return true;
        } catch (SkylarkException noOffset) {
            LOG.warn("Group {} cannot take up {} yet: {}", config.group(), queue, noOffset.getMessage());
            return false;
        }
    }

    private void giveUp(PullLoop loop) {
        loop.drop();
        loops.remove(loop.queue());
        LOG.info("Group {} gives up {} at offset {}", config.group(), loop.queue(), loop.commitOffset());
        try {
            ConnectionPool.await(commits.commit(loop));
        } catch (SkylarkException notStored) {
            LOG.warn("The offset of {} is not stored; its next owner gets some messages again: {}",
                    loop.queue(), notStored.getMessage());
        } finally {
            commits.forget(loop.queue());
        }
    }

    /// Pulls no more; what was pulled may still be consumed.
    void stop() {
        loops.values().forEach(PullLoop::stop);
    }
}
