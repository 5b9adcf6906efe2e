package io.skylark.client.consumer;

import io.skylark.client.error.RefusedException;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pulls one queue again and again, one request at a time, and hands on what it gets. Owned by the coordinator; other
/// threads may ask for the offset to commit, and stop it.
final class PullLoop {
    /// Consumption has to catch up.
    static final Duration FULL_PAUSE = Duration.ofMillis(50);

    /// The broker holds this group back.
    static final Duration FLOW_CONTROL_PAUSE = Duration.ofMillis(20);

    /// The broker does not know the group's subscription; a heartbeat is on its way.
    static final Duration UNKNOWN_PAUSE = Duration.ofSeconds(1);

    static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(PullLoop.class);

    private static final int FLOW_CONTROL = 215;

    private static final Set<Integer> UNKNOWN = Set.of(
            ResponseCode.SUBSCRIPTION_NOT_EXIST, ResponseCode.SUBSCRIPTION_NOT_LATEST,
            ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST);

    /// Takes what was pulled, on the coordinator.
    interface Sink {
        void accept(QueueProgress progress, MessageQueue queue, List<StoredMessage> messages, PullAnswer answer);
    }

    private final MessageQueue queue;
    private final TagExpression wanted;
    private final FlowLimits limits;
    private final GroupBrokers brokers;
    private final Coordinator coordinator;
    private final Sink sink;
    private long nextOffset;
    private long brokerId;

    /// The pull before this one found that its offset had moved.
    private boolean moved;

    private volatile QueueProgress progress;
    private volatile boolean stopped;

    PullLoop(
            MessageQueue queue,
            long startOffset,
            TagExpression wanted,
            FlowLimits limits,
            GroupBrokers brokers,
            Coordinator coordinator,
            Sink sink) {
        this.queue = queue;
        this.nextOffset = startOffset;
        this.wanted = wanted;
        this.limits = limits;
        this.brokers = brokers;
        this.coordinator = coordinator;
        this.sink = sink;
        this.progress = new QueueProgress(startOffset);
    }

    MessageQueue queue() {
        return queue;
    }

    void start() {
        coordinator.execute(this::pull);
    }

    /// No more pulls; what comes back of the last one is dropped.
    void stop() {
        stopped = true;
    }

    /// The queue is another's now: as [#stop()], and nothing more of it is consumed.
    void drop() {
        stopped = true;
        progress.drop();
    }

    long commitOffset() {
        return progress.commitOffset();
    }

    private void pull() {
        if (stopped) {
            return;
        }
        if (progress.isFull(limits)) {
            coordinator.after(FULL_PAUSE, this::pull);
            return;
        }
        var unused = brokers.pull(new GroupBrokers.PullFrom(queue, nextOffset, progress.commitOffset(), brokerId))
                .whenComplete((answer, failure) -> coordinator.execute(() -> guarded(answer, failure)));
    }

    /// A fault of our own must not end the loop without a word.
    private void guarded(@Nullable PullAnswer answer, @Nullable Throwable failure) {
        try {
            answered(answer, failure);
        } catch (RuntimeException fault) {
            LOG.error("The answer to a pull of {} could not be handled", queue, fault);
            coordinator.after(FAILURE_PAUSE, this::pull);
        }
    }

    private void answered(@Nullable PullAnswer answer, @Nullable Throwable failure) {
        if (stopped) {
            return;
        }
        if (answer == null) {
            failed(failure == null ? new IllegalStateException("no outcome") : ConnectionPool.unwrap(failure));
            return;
        }
        brokerId = answer.brokerId();
        if (answer.kind() == PullAnswer.Kind.OFFSET_MOVED) {
            move(answer);
            return;
        }
        moved = false;
        nextOffset = answer.nextOffset();
        List<StoredMessage> messages = answer.messages().stream().filter(wanted::accepts).toList();
        progress.pulled(messages, nextOffset);
        if (!messages.isEmpty()) {
            sink.accept(progress, queue, messages, answer);
        }
        pull();
    }

    /// What is being consumed stays so, but no longer counts for the offset, which the broker has corrected.
    private void move(PullAnswer answer) {
        LOG.info("The offset of {} moves from {} to {}: the queue has {} to {}",
                queue, nextOffset, answer.nextOffset(), answer.minOffset(), answer.maxOffset());
        progress.drop();
        nextOffset = answer.nextOffset();
        progress = new QueueProgress(nextOffset);
        var unused = brokers.commit(queue, nextOffset).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("The corrected offset of {} is not stored yet: {}", queue, failure.getMessage());
            }
        });
        if (moved) {
            coordinator.after(FAILURE_PAUSE, this::pull);
        } else {
            moved = true;
            pull();
        }
    }

    private void failed(Throwable failure) {
        int code = failure instanceof RefusedException refused ? refused.code() : RefusedException.NO_CODE;
        if (code == FLOW_CONTROL) {
            coordinator.after(FLOW_CONTROL_PAUSE, this::pull);
            return;
        }
        LOG.warn("{} is pulled again soon: {}", queue, failure.getMessage());
        if (UNKNOWN.contains(code)) {
            brokers.beat();
            coordinator.after(UNKNOWN_PAUSE, this::pull);
        } else {
            coordinator.after(FAILURE_PAUSE, this::pull);
        }
    }
}
