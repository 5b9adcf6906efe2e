package io.skylark.log.local;

import io.skylark.log.EntryType;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.log.ProposalQueue;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.FrameWriter;
import io.skylark.log.segment.Recovery;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The thread log-writer: gives every proposal its place in the log, makes its frame in memory, and gives the frames to the
/// disk, many at a time.
final class LogWriter implements Runnable {
    /// So much is written at once, even if more proposals wait.
    private static final int WRITE_BYTES = 256 << 10;

    private final Pipeline pipeline;
    private final RoundOutput output;
    private final InstantSource clock;
    private final long segmentBytes;
    private final FrameWriter frames = new FrameWriter();
    private final long term;
    private long lastIndex;
    private long position;
    private long opened;
    private @Nullable Round round;
    private @Nullable Proposal taken;
    private @Nullable Proposal encoding;

    /// The last entry ended its segment, and the padding behind it is still to be made.
    private boolean rolled;

    LogWriter(
            Pipeline pipeline,
            RoundOutput output,
            InstantSource clock,
            long segmentBytes,
            Recovery.Report found,
            long term) {
        this.pipeline = pipeline;
        this.output = output;
        this.clock = clock;
        this.segmentBytes = segmentBytes;
        this.lastIndex = found.lastIndex();
        this.rolled = found.rolled();
        this.term = term;
        this.position = pipeline.last;
    }

    @Override
    public void run() {
        try {
            if (rolled) {
                // a crash came between the entry that ended the segment and the padding
                roll();
            }
            while (!pipeline.closing && !pipeline.hasFailed()) {
                pipeline.writer.await(() -> !pipeline.queue.isEmpty() || pipeline.closing || pipeline.hasFailed());
                taken = pipeline.queue.takeAll();
                encodeTaken();
            }
            if (taken == null) {
                taken = pipeline.queue.close();
                encodeTaken();
            }
        } catch (Throwable broken) {
            pipeline.fail(broken);
        }
        end();
    }

    private void encodeTaken() {
        long now = clock.millis();
        while (taken != null && !pipeline.hasFailed()) {
            Proposal proposal = taken;
            // Before its frame is published: from then on it may be applied, and proposed again, at any moment.
            taken = ProposalQueue.next(proposal);
            encoding = proposal;
            boolean ends = proposal.type().equals(EntryType.ROLL);
            if (!encode(proposal, now)) {
                break;
            }
            encoding = null;
            if (ends) {
                roll();
            }
            if (restOfSegment() == segmentBytes) {
                sealRound();
            } else if (position - pipeline.written >= WRITE_BYTES) {
                write();
                now = clock.millis();
            }
        }
        write();
    }

    /// Gives to the disk what is encoded; false when the log has failed.
    private boolean write() {
        pipeline.last = position;
        return round == null ? !pipeline.hasFailed() : output.write(round);
    }

    /// Appends one entry; false when the log failed before there was room.
    private boolean encode(Proposal proposal, long now) {
        int bodySize = proposal.bodySize();
        int frameBytes = FrameLayout.frameBytes(bodySize);
        if (!FrameLayout.fits(frameBytes, restOfSegment()) && !closeSegment()) {
            return false;
        }
        Round target = roundFor(frameBytes);
        if (target == null) {
            return false;
        }
        int at = target.filled();
        writeBody(proposal, target.filling(), at + FrameLayout.HEADER_BYTES, bodySize, now);
        frames.seal(target.filling(), at, bodySize, proposal.type().code(), lastIndex + 1, term, now, position);
        lastIndex++;
        position += frameBytes;
        target.add(frameBytes, proposal);
        return true;
    }

    /// When the log fails meanwhile, the next start makes up for it.
    private void roll() {
        rolled = restOfSegment() < segmentBytes && !closeSegment();
    }

    private static void writeBody(Proposal proposal, ByteBuffer target, int at, int size, long now) {
        proposal.writeBody(target.limit(at + size).position(at), now);
        if (target.position() != at + size) {
            throw new IllegalStateException(proposal.getClass().getName() + " wrote " + (target.position() - at)
                    + " bytes of a body of " + size);
        }
    }

    /// Bytes from here to the end of the segment: never less than a header.
    private long restOfSegment() {
        return segmentBytes - position % segmentBytes;
    }

    private boolean closeSegment() {
        Round target = roundFor(FrameLayout.HEADER_BYTES);
        if (target == null) {
            return false;
        }
        int rest = (int) restOfSegment();
        frames.pad(target.filling(), target.filled(), rest, lastIndex, term, position);
        target.addPadding(FrameLayout.HEADER_BYTES, rest - FrameLayout.HEADER_BYTES);
        position += rest;
        return sealRound();
    }

    /// The round for the next frame, or null when the log failed before one was free.
    private @Nullable Round roundFor(int frameBytes) {
        if (round != null && round.hasRoomFor(frameBytes)) {
            return round;
        }
        sealRound();
        if (!pipeline.hasFreeRound()) {
            pipeline.writer.await(() -> pipeline.hasFreeRound() || pipeline.hasFailed());
        }
        if (pipeline.hasFailed()) {
            return null;
        }
        Round next = pipeline.round(opened);
        next.open(position, frameBytes);
        opened++;
        pipeline.opened = opened;
        round = next;
        return next;
    }

    /// Writes what is left of the round, which gets no more frames; false when the log has failed.
    private boolean sealRound() {
        // before the write: when its end is committed, the applier gives the round back
        pipeline.passed = opened;
        boolean written = write();
        round = null;
        return written;
    }

    /// Refuses what was not encoded, and lets the others finish.
    private void end() {
        fail(encoding);
        fail(taken);
        fail(pipeline.queue.close());
        pipeline.writerEnded = true;
        pipeline.signalAll();
    }

    private void fail(@Nullable Proposal first) {
        if (first == null) {
            return;
        }
        LogRefusal why = pipeline.refusal();
        Proposal proposal = first;
        while (proposal != null) {
            Proposal following = ProposalQueue.next(proposal);
            pipeline.waitingBytes.addAndGet(-FrameLayout.frameBytes(proposal.bodySize()));
            proposal.failed(why);
            proposal = following;
        }
    }
}
