package io.skylark.log.local;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.log.StateMachine;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.FrameReader;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread log-applier: hands committed entries to the state machine in order, tells each waiting proposal, and gives
/// the rounds back. The bytes are read where the writer left them, still in memory.
final class LogApplier implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LogApplier.class);

    private final Pipeline pipeline;
    private final StateMachine stateMachine;
    private final Consumer<Throwable> onFailure;
    private final EntryView view = new EntryView();
    private long ordinal;
    private int at;
    private int entries;
    private long applied;
    private long finishedBytes;

    LogApplier(Pipeline pipeline, StateMachine stateMachine, Consumer<Throwable> onFailure) {
        this.pipeline = pipeline;
        this.stateMachine = stateMachine;
        this.onFailure = onFailure;
        this.applied = pipeline.applied;
    }

    @Override
    public void run() {
        try {
            while (!hasEnded()) {
                applyRound();
                pipeline.applier.await(() -> applied < pipeline.committed || hasEnded());
            }
            applyRound();
        } catch (Throwable broken) {
            pipeline.fail(broken);
            leaveRound();
        }
        Throwable failure = pipeline.failure();
        if (failure != null) {
            pipeline.applier.await(() -> pipeline.flusherEnded && pipeline.writerEnded);
            failRest(pipeline.refusal());
            onFailure.accept(failure);
        }
    }

    /// What follows has to be done in any case, or proposals would wait for ever.
    private void leaveRound() {
        try {
            stateMachine.roundFailed();
        } catch (RuntimeException again) {
            LOG.error("answers of a round that failed may be missing", again);
        }
    }

    private boolean hasEnded() {
        return pipeline.flusherEnded && pipeline.writerEnded;
    }

    private void applyRound() {
        long committed = pipeline.committed;
        if (applied == committed) {
            return;
        }
        while (applied < committed) {
            apply(pipeline.round(ordinal), committed);
        }
        pipeline.applied = applied;
        pipeline.waitingBytes.addAndGet(-finishedBytes);
        finishedBytes = 0;
        stateMachine.roundApplied();
    }

    private void apply(Round round, long committed) {
        // A round that is applied to its end may still get more. To be asked before the number of its bytes.
        boolean passed = ordinal < pipeline.passed;
        int filled = round.encoded();
        int end = (int) Math.min(filled, committed - round.position());
        ByteBuffer source = round.applying();
        while (at < end) {
            int next = FrameReader.read(source, at, round.position() + at, view);
            if (view.typeCode() == EntryType.PADDING.code()) {
                next = at + FrameLayout.HEADER_BYTES;
            } else {
                apply(round.proposal(entries));
                finishedBytes += next - at;
            }
            at = next;
        }
        applied = round.position() + at;
        if (passed && at == filled) {
            applied = round.end();
            release(round);
        }
    }

    private void apply(Proposal proposal) {
        long outcome = stateMachine.apply(view);
        entries++;
        proposal.applied(view, outcome);
    }

    private void release(Round round) {
        round.clear();
        ordinal++;
        at = 0;
        entries = 0;
        pipeline.released = ordinal;
        pipeline.writer.signal();
    }

    /// Nobody knows what of these a restart will find.
    private void failRest(LogRefusal why) {
        for (; ordinal < pipeline.opened; ordinal++, entries = 0) {
            Round round = pipeline.round(ordinal);
            for (; entries < round.proposals(); entries++) {
                round.proposal(entries).failed(why);
            }
            round.clear();
        }
    }
}
