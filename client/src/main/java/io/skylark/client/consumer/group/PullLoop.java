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

    /// The pull before this one found that its offset had moved.
    private boolean moved;

    /// Another one when the loop goes on elsewhere: what was begun for the one before is not looked at any more.
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
        QueueProgress first = progress;
        setup.coordinator.execute(() -> guarded(first, () -> pull(first)));
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
        QueueProgress elsewhere = new QueueProgress(offset, setup.clock);
        while (!replace(progress, elsewhere)) {
            // The coordinator did so meanwhile.
        }
        setup.coordinator.execute(() -> guarded(elsewhere, () -> {
            nextOffset = offset;
            moved = false;
            pull(elsewhere);
        }));
    }

    private synchronized boolean replace(QueueProgress before, QueueProgress after) {
        if (progress != before) {
            return false;
        }
        progress = after;
        before.drop();
        return true;
    }

    private void pull(QueueProgress current) {
        if (!setup.gate.test(queue)) {
            again(GATE_PAUSE, current);
            return;
        }
        if (current.isFull(setup.config.limits())) {
            again(FULL_PAUSE, current);
            return;
        }
        var unused = setup.brokers
                .pull(new GroupBrokers.PullFrom(queue, nextOffset, current.commitOffset(), brokerId))
                .whenComplete((answer, failure) -> setup.coordinator.execute(
                        () -> guarded(current, () -> handle(current, answer, failure))));
    }

    private void again(Duration pause, QueueProgress current) {
        setup.coordinator.after(pause, () -> guarded(current, () -> pull(current)));
    }

    /// A fault of our own, or memory that runs out, must not end the loop without a word. What was pulled may not have
    /// come to the listener then, so all that is not consumed is pulled again.
    private void guarded(QueueProgress current, Runnable step) {
        if (stopped || current != progress) {
            return;
        }
        try {
            step.run();
        } catch (Throwable fault) {
            LOG.error("{} is pulled again soon, a step failed", queue, fault);
            QueueProgress anew = new QueueProgress(current.commitOffset(), setup.clock);
            if (replace(current, anew)) {
                nextOffset = anew.end();
                again(FAILURE_PAUSE, anew);
            }
        }
    }

    private void handle(QueueProgress current, @Nullable PullAnswer answer, @Nullable Throwable failure) {
        if (answer == null) {
            failed(current, failure == null ? new IllegalStateException("no outcome") : ConnectionPool.unwrap(failure));
        } else if (setup.gate.test(queue)) {
            answered(current, answer);
        } else {
            // Asked for again when the gate is open.
            again(GATE_PAUSE, current);
        }
    }

    private void answered(QueueProgress current, PullAnswer answer) {
        lastPullMillis = setup.clock.millis();
        brokerId = answer.brokerId();
        if (answer.kind() == PullAnswer.Kind.OFFSET_MOVED) {
            move(current, answer);
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
        current.pulled(messages, nextOffset);
        if (!messages.isEmpty()) {
            setup.sink.accept(current, queue, messages, answer);
        }
        goOn(current);
    }

    /// Somebody may have gone on elsewhere meanwhile.
    private void goOn(QueueProgress current) {
        if (!stopped && current == progress) {
            pull(current);
        }
    }

    /// What is being consumed stays so, but no longer counts for the offset, which the broker has corrected.
    private void move(QueueProgress current, PullAnswer answer) {
        QueueProgress corrected = new QueueProgress(answer.nextOffset(), setup.clock);
        if (replace(current, corrected)) {
            LOG.info("The offset of {} moves from {} to {}: the queue has {} to {}",
                    queue, nextOffset, answer.nextOffset(), answer.minOffset(), answer.maxOffset());
            nextOffset = answer.nextOffset();
            guarded(corrected, () -> storeAndGoOn(corrected));
        }
    }

    private void storeAndGoOn(QueueProgress corrected) {
        var unused = setup.offsets.store(queue, nextOffset).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("The corrected offset of {} is not stored yet: {}", queue, failure.getMessage());
            }
        });
        if (moved) {
            again(FAILURE_PAUSE, corrected);
        } else {
            moved = true;
            goOn(corrected);
        }
    }

    private void failed(QueueProgress current, Throwable failure) {
        int code = failure instanceof RefusedException refused ? refused.code() : RefusedException.NO_CODE;
        if (code == FLOW_CONTROL) {
            again(FLOW_CONTROL_PAUSE, current);
            return;
        }
        LOG.warn("{} is pulled again soon: {}", queue, failure.getMessage());
        if (UNKNOWN.contains(code)) {
            setup.brokers.beat();
            again(UNKNOWN_PAUSE, current);
        } else {
            again(FAILURE_PAUSE, current);
        }
    }
}
