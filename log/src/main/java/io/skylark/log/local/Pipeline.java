package io.skylark.log.local;

import io.skylark.log.LogConfig;
import io.skylark.log.LogRefusal;
import io.skylark.log.ProposalQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What the threads of a log share: the rounds that go round between them, how far each has come, and how it ends.
///
/// Each field is written by one thread, named beside it, and read by all.
final class Pipeline {
    /// Proposals that wait for the writer.
    final ProposalQueue queue = new ProposalQueue();

    /// Bytes of frames whose proposals wait for their outcome; counted up by proposers, down by the applier.
    final AtomicLong waitingBytes = new AtomicLong();

    final WakeUp writer = new WakeUp();
    final WakeUp flusher = new WakeUp();
    final WakeUp applier = new WakeUp();
    final WakeUp spaceWatch = new WakeUp();

    volatile boolean closing;
    volatile boolean writerEnded;
    volatile boolean flusherEnded;

    /// Rounds that were opened since the start. Writer.
    volatile long opened;

    /// Rounds that get no more frames. Writer.
    volatile long passed;

    /// Rounds that may be opened again. Applier.
    volatile long released;

    /// End of what was encoded. Writer.
    volatile long last;

    /// End of what was given to the operating system. Writer.
    volatile long written;

    /// End of what was forced. Flusher.
    volatile long forced;

    /// The writer waits for a force. Writer.
    volatile boolean forceAtOnce;

    /// Flusher, or the writer of an asynchronous log.
    volatile long committed;

    /// Applier.
    volatile long applied;

    private final Round[] rounds;
    private final String folder;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Pipeline(LogConfig config, String folder, long end) {
        this.folder = folder;
        rounds = new Round[config.rounds()];
        for (int i = 0; i < rounds.length; i++) {
            rounds[i] = new Round(config.roundBytes());
        }
        last = end;
        written = end;
        forced = end;
        committed = end;
        applied = end;
    }

    /// The round that was opened as the one with this ordinal.
    Round round(long ordinal) {
        return rounds[(int) (ordinal % rounds.length)];
    }

    boolean hasFreeRound() {
        return opened - released < rounds.length;
    }

    /// The log accepts and acknowledges nothing from now on; only the first cause counts.
    void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        signalAll();
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    @Nullable Throwable failure() {
        return failure.get();
    }

    void signalAll() {
        writer.signal();
        flusher.signal();
        applier.signal();
        spaceWatch.signal();
    }

    /// Why the log does not accept proposals any more.
    LogRefusal refusal() {
        Throwable cause = failure.get();
        if (cause == null) {
            return new LogRefusal(LogRefusal.Reason.CLOSED, "the log in " + folder + " is closed");
        }
        return new LogRefusal(LogRefusal.Reason.FAILED,
                "the log in " + folder + " has failed and accepts nothing until a restart: " + cause.getMessage());
    }
}
