package io.skylark.client.consumer.group;

import io.skylark.client.consumer.Filter;
import io.skylark.client.error.RefusedException;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pulls one queue again and again, one request at a time, and hands on what it gets. Owned by the coordinator; other
/// threads may ask how far it is, stop it, and let it go on elsewhere.
public final class PullLoop {
    /// Consumption has to catch up.
    static final Duration FULL_PAUSE = Duration.ofMillis(50);

    /// The queue is paused, or its lock is not held.
    static final Duration GATE_PAUSE = Duration.ofMillis(200);

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

    /// Takes what was pulled.
    public interface Sink {
        /// Called on the coordinator.
        void accept(QueueProgress progress, MessageQueue queue, List<EncodedMessage> messages, PullAnswer answer);

        /// Called on the rebalancer's thread, now and then after a queue was given up; does not block.
        ///
        /// @return whether nothing of the queue is being consumed any more
        default boolean isSettled(MessageQueue queue) {
            return true;
        }
    }

    /// What the loops of a consumer have in common.
    ///
    /// @param gate whether a queue may be pulled now
    record Setup(
            GroupConfig config,
            GroupBrokers brokers,
            Offsets offsets,
            Coordinator coordinator,
            Sink sink,
            Predicate<MessageQueue> gate,
            InstantSource clock) {}

    private final MessageQueue queue;
    private final Setup setup;
    private final Filter wanted;
    private long nextOffset;
    private long brokerId;

    /// Answers to pulls of an earlier turn are not looked at.
    private int turn;

    /// The pull before this one found that its offset had moved.
    private boolean moved;

    private volatile QueueProgress progress;
    private volatile boolean stopped;
    private volatile long lastPullMillis;

    PullLoop(MessageQueue queue, long startOffset, Setup setup) {
        this.queue = queue;
        this.nextOffset = startOffset;
        this.setup = setup;
        this.wanted = setup.config.wanted(queue.topic());
        this.progress = new QueueProgress(startOffset, setup.clock);
    }

    public MessageQueue queue() {
        return queue;
    }

    public QueueProgress progress() {
        return progress;
    }

    /// When the last answer came, ms; 0 when none did.
    public long lastPullMillis() {
        return lastPullMillis;
    }

    void start() {
        setup.coordinator.execute(() -> pull(turn));
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

    public long commitOffset() {
        return progress.commitOffset();
    }

    /// Goes on at another offset; what was pulled and not yet consumed is not consumed any more.
    public void seek(long offset) {
        QueueProgress before = progress;
        progress = new QueueProgress(offset, setup.clock);
        before.drop();
        setup.coordinator.execute(() -> {
            turn++;
            nextOffset = offset;
            moved = false;
            pull(turn);
        });
    }

    private void pull(int mine) {
        if (stopped || mine != turn) {
            return;
        }
        if (!setup.gate.test(queue)) {
            again(GATE_PAUSE);
            return;
        }
        if (progress.isFull(setup.config.limits())) {
            again(FULL_PAUSE);
            return;
        }
        var unused = setup.brokers
                .pull(new GroupBrokers.PullFrom(queue, nextOffset, progress.commitOffset(), brokerId))
                .whenComplete((answer, failure) -> setup.coordinator.execute(() -> guarded(mine, answer, failure)));
    }

    private void again(Duration pause) {
        int mine = turn;
        setup.coordinator.after(pause, () -> pull(mine));
    }

    /// A fault of our own must not end the loop without a word.
    private void guarded(int mine, @Nullable PullAnswer answer, @Nullable Throwable failure) {
        if (stopped || mine != turn) {
            return;
        }
        try {
            if (answer == null) {
                failed(failure == null ? new IllegalStateException("no outcome") : ConnectionPool.unwrap(failure));
            } else if (setup.gate.test(queue)) {
                answered(answer);
            } else {
                // Asked for again when the gate is open.
                again(GATE_PAUSE);
            }
        } catch (RuntimeException fault) {
            LOG.error("The answer to a pull of {} could not be handled", queue, fault);
            again(FAILURE_PAUSE);
        }
    }

    private void answered(PullAnswer answer) {
        lastPullMillis = setup.clock.millis();
        brokerId = answer.brokerId();
        if (answer.kind() == PullAnswer.Kind.OFFSET_MOVED) {
            move(answer);
            return;
        }
        moved = false;
        nextOffset = answer.nextOffset();
        List<EncodedMessage> messages = answer.messages();
        for (EncodedMessage message : messages) {
            if (!wanted.accepts(message)) {
                messages = messages.stream().filter(wanted::accepts).toList();
                break;
            }
        }
        QueueProgress current = progress;
        current.pulled(messages, nextOffset);
        if (!messages.isEmpty()) {
            setup.sink.accept(current, queue, messages, answer);
        }
        pull(turn);
    }

    /// What is being consumed stays so, but no longer counts for the offset, which the broker has corrected.
    private void move(PullAnswer answer) {
        LOG.info("The offset of {} moves from {} to {}: the queue has {} to {}",
                queue, nextOffset, answer.nextOffset(), answer.minOffset(), answer.maxOffset());
        progress.drop();
        nextOffset = answer.nextOffset();
        progress = new QueueProgress(nextOffset, setup.clock);
        var unused = setup.offsets.store(queue, nextOffset).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("The corrected offset of {} is not stored yet: {}", queue, failure.getMessage());
            }
        });
        if (moved) {
            again(FAILURE_PAUSE);
        } else {
            moved = true;
            pull(turn);
        }
    }

    private void failed(Throwable failure) {
        int code = failure instanceof RefusedException refused ? refused.code() : RefusedException.NO_CODE;
        if (code == FLOW_CONTROL) {
            again(FLOW_CONTROL_PAUSE);
            return;
        }
        LOG.warn("{} is pulled again soon: {}", queue, failure.getMessage());
        if (UNKNOWN.contains(code)) {
            setup.brokers.beat();
            again(UNKNOWN_PAUSE);
        } else {
            again(FAILURE_PAUSE);
        }
    }
}
