package io.skylark.client.consumer.group;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.session.ClientSession;
import io.skylark.client.session.ConsumerCalls;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.body.MessageQueue;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of a consumer through its group: joins, takes its queues, stores its offsets now and then, and leaves.
public final class Member {
    private static final Logger LOG = LoggerFactory.getLogger(Member.class);

    private final ClientSession session;
    private final GroupAccess access;
    private final GroupConfig config;
    private final Assignment assignment;
    private final FixedQueues fixed;
    private final Rebalancer rebalancer;
    private final Heartbeat.Consumer membership;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable ScheduledFuture<?> committing;

    /// Starts no thread yet. A member that subscribes to nothing has the queues that are chosen for it.
    public Member(ClientSession session, GroupAccess access, PullLoop.Sink sink) {
        this.session = session;
        this.access = access;
        this.config = access.config();
        this.assignment = new Assignment(
                config, access.brokers(), access.offsets(), access.coordinator(), sink, access.locks(),
                session.clock());
        this.fixed = new FixedQueues(access.brokers(), assignment);
        Rounds rounds = config.subscriptions().isEmpty()
                ? fixed
                : new Rebalance(config.topics(), session.clientId(), access.brokers(),
                        config.isBroadcast() ? null : config.strategy(), assignment);
        this.rebalancer = new Rebalancer(config.group(), rounds, config.rebalancePeriod());
        this.membership = config.membership(access.version());
    }

    public Assignment assignment() {
        return assignment;
    }

    /// Joins the group; queues are taken up in the background. Asks a name server first, so that a wrong address shows
    /// at once. What throws leaves nothing behind.
    ///
    /// @param owner closed with the client
    /// @param commits whether offsets are stored now and then
    /// @throws SkylarkException when no name server answers, or a broker cannot filter as it should
    /// @throws IllegalStateException when the client is closed, or has another consumer of the group
    public void start(AutoCloseable owner, ConsumerCalls.Target target, boolean commits) {
        session.checkOpen();
        config.subscriptions().keySet().forEach(session.routes()::toRead);
        access.brokers().checkFilters();
        session.heartbeats().joinConsumer(config.group(), () -> membership, rebalancer::soon);
        try {
            begin(owner, target, commits);
        } catch (RuntimeException | Error failure) {
            closed.set(true);
            session.parts().remove(owner);
            session.consumerCalls().remove(config.group());
            rebalancer.close();
            var unused = session.heartbeats().leaveConsumer(config.group());
            access.coordinator().close();
            throw failure;
        }
    }

    private void begin(AutoCloseable owner, ConsumerCalls.Target target, boolean commits) {
        session.consumerCalls().register(config.group(), target);
        access.coordinator().start();
        rebalancer.start();
        session.parts().add(owner);
        session.checkOpen();
        if (commits) {
            long period = config.commitPeriod().toMillis();
            committing =
                    session.timer().scheduleWithFixedDelay(this::commit, period, period, TimeUnit.MILLISECONDS);
        }
    }

    /// A periodic task that fails would never run again.
    private void commit() {
        try {
            var unused = assignment.commits().commitAll(assignment.loops());
        } catch (Throwable failure) {
            LOG.error("The offsets of group {} are not stored yet", config.group(), failure);
        }
    }

    /// Takes these queues in place of those before, in the background.
    public void choose(Set<MessageQueue> queues) {
        fixed.choose(queues);
        rebalancer.soon();
    }

    public boolean isClosed() {
        return closed.get();
    }

    /// Stops pulling, lets the consumer settle what it has, stores the offsets and leaves the group.
    ///
    /// @param settle comes back when nothing is being consumed any more
    /// @throws IllegalStateException on a thread that brings results; nothing is closed
    public void close(AutoCloseable owner, Runnable settle) {
        session.pool().checkMayBlock();
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        session.parts().remove(owner);
        session.consumerCalls().remove(config.group());
        rebalancer.close();
        ScheduledFuture<?> periodic = committing;
        if (periodic != null) {
            periodic.cancel(false);
        }
        assignment.stop();
        settle.run();
        session.finish(config.group(), "store its offsets", assignment.leave());
        session.finish(config.group(), "say good-bye", session.heartbeats().leaveConsumer(config.group()));
        access.coordinator().close();
    }
}
