package io.skylark.log.local;

import io.skylark.log.DiskReserve;
import io.skylark.log.LogConfig;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.log.ProposalQueue;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.StateMachine;
import io.skylark.log.disk.DiskException;
import io.skylark.log.segment.DurableMark;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.Recovery;
import io.skylark.log.segment.SegmentPreparer;
import io.skylark.log.segment.Segments;
import io.skylark.log.space.FreeSpace;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of a single node: what is durable here is committed.
///
/// Shared: any thread proposes; the threads of the log own everything else.
public final class LocalLog implements ReplicatedLog {
    private static final Logger LOG = LoggerFactory.getLogger(LocalLog.class);

    /// The term of the first entry; a single node never begins another one.
    private static final long FIRST_TERM = 1;

    private final Segments segments;
    private final Pipeline pipeline;
    private final Forcing forcing;
    private final FreeSpace space;
    private final SegmentPreparer preparer;
    private final long maxWaitingBytes;
    private final int maxEntryBytes;
    private final List<Thread> threads = new ArrayList<>();
    private boolean closed;

    private LocalLog(Segments segments, DurableMark mark, LogConfig config, Recovery.Report found, InstantSource clock) {
        this.segments = segments;
        this.maxWaitingBytes = config.maxWaitingBytes();
        this.maxEntryBytes = config.maxEntryBytes();
        pipeline = new Pipeline(config, segments.disk().folder(), found.end());
        forcing = new Forcing(pipeline, segments, mark, clock, windowBytes(config));
        space = new FreeSpace(segments.disk(), config.reserve());
        preparer = new SegmentPreparer(segments, found.end(), space::check);
    }

    /// Starts the threads of a log that was recovered.
    ///
    /// @param onFailure hears once, on a thread of the log, when it has failed for good
    public static LocalLog start(
            Segments segments,
            DurableMark mark,
            LogConfig config,
            Recovery.Report found,
            InstantSource clock,
            StateMachine stateMachine,
            Consumer<Throwable> onFailure) {
        LocalLog log = new LocalLog(segments, mark, config, found, clock);
        log.space.check();
        log.ensureSegment(found.end());
        log.forcing.begin();
        log.startThreads(config, found, clock, stateMachine, onFailure);
        return log;
    }

    /// A full disk is no reason not to start: what is there can be read, and the flusher makes the segment when it can.
    private void ensureSegment(long position) {
        try {
            segments.ensure(position);
        } catch (DiskException e) {
            if (e.kind() != DiskException.Kind.NO_SPACE) {
                throw e;
            }
            LOG.warn("the log starts without a segment to write to: {}", e.getMessage());
        }
    }

    private void startThreads(
            LogConfig config,
            Recovery.Report found,
            InstantSource clock,
            StateMachine stateMachine,
            Consumer<Throwable> onFailure) {
        long term = Math.max(FIRST_TERM, found.lastTerm());
        thread("log-applier", new LogApplier(pipeline, stateMachine, onFailure));
        SpaceWatch watch = new SpaceWatch(pipeline, space, config.reserve().checkInterval());
        RoundOutput output =
                new RoundOutput(pipeline, segments, preparer, space, watch, config, unforcedBytes(config));
        thread("log-flusher", new LogFlusher(pipeline, forcing, preparer, config, unforcedBytes(config)));
        thread("log-writer", new LogWriter(pipeline, output, clock, segments.segmentBytes(), found, term));
        thread("log-preparer", preparer);
        thread("log-space", watch);
    }

    private void thread(String name, Runnable loop) {
        threads.add(Thread.ofPlatform().name(name).daemon().start(loop));
    }

    /// How far writing may run ahead of forcing. A synchronous log forces half of the staging memory at a time, so that
    /// the writer has the other half meanwhile.
    private static long unforcedBytes(LogConfig config) {
        return config.flushMode() == LogConfig.FlushMode.SYNC
                ? (long) config.rounds() / 2 * config.roundBytes()
                : config.maxUnforcedBytes();
    }

    /// The most that can lie unforced in the files: a single larger entry may come on top, behind padding of its size.
    private static long windowBytes(LogConfig config) {
        return unforcedBytes(config) + 2L * FrameLayout.frameBytes(config.maxEntryBytes()) + LogConfig.MIN_SEGMENT_BYTES;
    }

    /// Leaves this much of the disk free from the next look on.
    public void change(DiskReserve reserve) {
        space.change(reserve);
    }

    @Override
    public void propose(Proposal proposal) {
        int bodySize = proposal.bodySize();
        if (bodySize > maxEntryBytes) {
            proposal.failed(new LogRefusal(LogRefusal.Reason.TOO_LARGE,
                    "an entry of " + bodySize + " bytes exceeds the limit of " + maxEntryBytes));
            return;
        }
        LogRefusal full = space.refusal(proposal.type());
        if (full != null) {
            proposal.failed(full);
            return;
        }
        int frameBytes = FrameLayout.frameBytes(bodySize);
        long waiting = pipeline.waitingBytes.addAndGet(frameBytes);
        if (waiting > maxWaitingBytes) {
            pipeline.waitingBytes.addAndGet(-frameBytes);
            proposal.failed(new LogRefusal(LogRefusal.Reason.BUSY,
                    "too many bytes wait for the disk already, the limit is " + maxWaitingBytes));
            return;
        }
        ProposalQueue.Offer offer = pipeline.queue.offer(proposal);
        if (offer == ProposalQueue.Offer.ACCEPTED_FIRST) {
            pipeline.writer.signal();
        } else if (offer == ProposalQueue.Offer.CLOSED) {
            pipeline.waitingBytes.addAndGet(-frameBytes);
            proposal.failed(pipeline.refusal());
        }
    }

    @Override
    public long firstPosition() {
        return segments.firstPosition();
    }

    @Override
    public long lastPosition() {
        return pipeline.last;
    }

    @Override
    public long committedPosition() {
        return pipeline.committed;
    }

    @Override
    public long appliedPosition() {
        return pipeline.applied;
    }

    /// Up to where the log is durable; behind [#committedPosition()] when it is asynchronous.
    public long durablePosition() {
        return pipeline.forced;
    }

    /// Why the log has failed for good; empty while it works.
    public Optional<Throwable> failure() {
        return Optional.ofNullable(pipeline.failure());
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        pipeline.closing = true;
        pipeline.signalAll();
        preparer.close();
        joinThreads();
        if (!pipeline.hasFailed()) {
            forcing.end();
        }
    }

    private void joinThreads() {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
