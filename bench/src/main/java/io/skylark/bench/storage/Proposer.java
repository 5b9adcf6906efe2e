package io.skylark.bench.storage;

import io.skylark.log.LogRefusal;
import io.skylark.log.ReplicatedLog;
import io.skylark.message.MessageDraft;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A thread that keeps a window of messages on their way into the log. The count of outcomes belongs to the
/// log-applier; all else to the thread that runs this.
final class Proposer implements Runnable, SentMessage.Outcomes {
    private static final VarHandle APPLIED = appliedHandle();
    /// How long it waits when its window is full: by then the log has applied a good part of it.
    private static final Duration FULL_PAUSE = Duration.ofNanos(50_000);
    /// A log that gives no outcome for so long never will.
    private static final Duration STALL_LIMIT = Duration.ofSeconds(30);
    /// Keys of one proposer are below those of the next.
    private static final int KEY_SHIFT = 40;

    private final ReplicatedLog log;
    private final MessageDraft[] window;
    private final long keyBase;
    private final long limit;
    private volatile boolean stopped;
    @SuppressWarnings("UnusedVariable") // written through APPLIED
    private volatile long applied;
    private volatile String failure = "";
    private long proposed;

    /// @param number of the proposer, from 0
    /// @param queues over which its window is spread
    /// @param limit of messages
    Proposer(ReplicatedLog log, int number, int windowSize, int queues, int bodyBytes, long limit) {
        this.log = log;
        this.keyBase = (number + 1L) << KEY_SHIFT;
        this.limit = limit;
        window = new MessageDraft[windowSize];
        for (int i = 0; i < windowSize; i++) {
            window[i] = SentMessage.draft(i % queues, bodyBytes);
        }
    }

    @Override
    public void run() {
        while (!stopped && failure.isEmpty() && proposed < limit) {
            if (proposed - applied == window.length) {
                awaitOutcome(applied);
            } else {
                MessageDraft draft = window[(int) (proposed % window.length)];
                SentMessage.key(draft, keyBase + proposed);
                proposed++;
                log.propose(new SentMessage(draft, this));
            }
        }
        while (applied < proposed && failure.isEmpty()) {
            awaitOutcome(applied);
        }
    }

    /// Returns when there are more outcomes than `known`.
    private void awaitOutcome(long known) {
        long begin = System.nanoTime();
        while (applied == known && failure.isEmpty()) {
            LockSupport.parkNanos(FULL_PAUSE.toNanos());
            if (System.nanoTime() - begin > STALL_LIMIT.toNanos()) {
                failure = "the log gave no outcome for " + STALL_LIMIT + ": " + proposed + " proposed, " + applied
                        + " applied; " + log.lastPosition() + " bytes appended, " + log.committedPosition()
                        + " committed, " + log.appliedPosition() + " applied";
            }
        }
    }

    /// Ends [#run()] as soon as everything on its way is applied.
    void stop() {
        stopped = true;
    }

    @Override
    public void applied() {
        APPLIED.setRelease(this, applied + 1);
    }

    @Override
    public void failed(LogRefusal why) {
        failure = "the log refused a message: " + why;
    }

    /// Messages that are durable and applied.
    long appliedCount() {
        return applied;
    }

    /// Why it ended before its time; empty when it did not.
    String failure() {
        return failure;
    }

    private static VarHandle appliedHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Proposer.class, "applied", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
