package io.skylark.client.consumer;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.session.ClientSession;
import io.skylark.message.TopicNames;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.SubscriptionData;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A member of a consumer group: the group's members share the queues of their topics, and each message goes to one of
/// them. Every message is consumed at least once: after a crash, a rebalancing or a failure some come again.
public final class PushConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushConsumer.class);

    private final ClientSession session;
    private final ConsumerConfig config;
    private final CoordinatorThread coordinator;
    private final Deliveries deliveries;
    private final Commits commits;
    private final Assignment assignment;
    private final Rebalancer rebalancer;
    private final Heartbeat.Consumer membership;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable ScheduledFuture<?> committing;

    /// Starts no thread yet.
    PushConsumer(ClientSession session, ConsumerConfig config, BatchListener listener) {
        this.session = session;
        this.config = config;
        long version = session.clock().millis();
        GroupBrokers brokers = new RemoteGroup(session, config, version);
        this.coordinator = new CoordinatorThread("skylark-consumer-" + config.group());
        this.deliveries = new Deliveries(config, listener, brokers, coordinator, session.clock());
        this.commits = new Commits(brokers);
        this.assignment = new Assignment(config, brokers, coordinator, deliveries, commits);
        Set<String> topics = new LinkedHashSet<>(config.subscriptions().keySet());
        topics.add(TopicNames.retryTopic(config.group()));
        Rebalance rebalance = new Rebalance(topics, session.clientId(), brokers, assignment);
        this.rebalancer = new Rebalancer(config.group(), rebalance, config.rebalancePeriod());
        this.membership = membership(config, version);
    }

    /// What the brokers are told of the group; its own retry topic belongs to it.
    private static Heartbeat.Consumer membership(ConsumerConfig config, long version) {
        Set<SubscriptionData> subscriptions = new LinkedHashSet<>();
        config.subscriptions().forEach((topic, wanted) -> subscriptions.add(wanted.subscription(topic, version)));
        subscriptions.add(TagExpression.ALL.subscription(TopicNames.retryTopic(config.group()), version));
        return new Heartbeat.Consumer(
                config.group(),
                ConsumeType.CONSUME_PASSIVELY,
                MessageModel.CLUSTERING,
                config.startFrom().where(),
                subscriptions,
                false);
    }

    /// Joins the group; queues are taken up in the background. Asks a name server first, so that a wrong address shows
    /// at once.
    ///
    /// @throws SkylarkException when no name server answers
    void start() {
        config.subscriptions().keySet().forEach(session.routes()::toRead);
        session.heartbeats().joinConsumer(config.group(), () -> membership, rebalancer::soon);
        coordinator.start();
        rebalancer.start();
        long period = config.commitPeriod().toMillis();
        session.parts().add(this);
        committing = session.timer().scheduleWithFixedDelay(this::commit, period, period, TimeUnit.MILLISECONDS);
    }

    private void commit() {
        var unused = commits.commitAll(assignment.loops());
    }

    public String group() {
        return config.group();
    }

    /// Stops pulling, lets the listener end what it has begun, stores the offsets and leaves the group. What was pulled
    /// and not begun goes to the other members.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        session.parts().remove(this);
        rebalancer.close();
        ScheduledFuture<?> periodic = committing;
        if (periodic != null) {
            periodic.cancel(false);
        }
        assignment.stop();
        deliveries.close();
        finish("store its offsets", commits.commitAll(assignment.loops()));
        finish("say good-bye", session.heartbeats().leaveConsumer(config.group()));
        coordinator.close();
    }

    private void finish(String what, CompletableFuture<Void> step) {
        try {
            step.get(session.config().requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failure) {
            LOG.warn("Group {} could not {} at all brokers", config.group(), what, failure);
        }
    }
}
