package io.skylark.log.store;

import io.skylark.log.TableSnapshot;
import io.skylark.log.disk.DiskException;
import io.skylark.log.index.QueueHeads;
import io.skylark.log.index.Queues;
import io.skylark.log.index.SegmentSealer;
import io.skylark.log.index.TailSegment;
import io.skylark.log.sealed.DamagedIndexException;
import io.skylark.log.snapshot.SnapshotPoint;
import io.skylark.log.snapshot.Snapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread log-janitor: seals segments that have ended, takes snapshots, and does what else needs no hurry. Nothing it
/// does is needed for an answer; what fails is tried again.
final class Janitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Janitor.class);
    private static final long DURABLE_POLL_MILLIS = 50;
    private static final long RETRY_MILLIS = 1000;
    private static final long LAST_WORK_SECONDS = 60;

    /// A segment that ended, and the tables as they were at its end.
    private static final class Ended {
        private final TailSegment segment;
        private final Optional<List<TableSnapshot>> tables;
        private boolean sealed;

        private Ended(TailSegment segment, Optional<List<TableSnapshot>> tables) {
            this.segment = segment;
            this.tables = tables;
        }
    }

    private final SegmentSealer sealer;
    private final Snapshots snapshots;
    private final Queues queues;
    private final LongSupplier durable;
    private final LongSupplier applied;
    private final BooleanSupplier failed;
    private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, work -> Thread.ofPlatform().name("log-janitor").daemon().unstarted(work));
    private volatile boolean closing;

    /// @param durable up to where the log is durable
    /// @param applied up to where it is being applied
    /// @param failed whether the log has failed for good: nothing is sealed after that
    Janitor(
            SegmentSealer sealer,
            Snapshots snapshots,
            Queues queues,
            LongSupplier durable,
            LongSupplier applied,
            BooleanSupplier failed) {
        this.sealer = sealer;
        this.snapshots = snapshots;
        this.queues = queues;
        this.durable = durable;
        this.applied = applied;
        this.failed = failed;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// A segment has ended. Log-applier.
    ///
    /// @param tables as they were then; without them there will be no snapshot of that point
    void segmentEnded(TailSegment segment, Optional<List<TableSnapshot>> tables) {
        ended.add(new Ended(segment, tables));
        thread.execute(() -> attempt(this::sealAll));
    }

    /// Runs work again and again, with a pause between an end and the next beginning.
    void every(Duration pause, Runnable work) {
        long millis = pause.toMillis();
        thread.scheduleWithFixedDelay(() -> attempt(work), millis, millis, TimeUnit.MILLISECONDS);
    }

    /// Runs work as soon as possible.
    Future<?> soon(Runnable work) {
        return thread.submit(() -> attempt(work));
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.error("work of the janitor failed; it goes on", failure);
        }
    }

    private void sealAll() {
        Ended next = ended.peek();
        while (next != null && !failed.getAsBoolean()) {
            if (durable.getAsLong() < next.segment.endPosition()) {
                later(DURABLE_POLL_MILLIS);
                return;
            }
            try {
                seal(next);
            } catch (DiskException | DamagedIndexException refused) {
                LOG.warn("cannot seal the segment at {}, trying again: {}", next.segment.base(), refused.getMessage());
                later(RETRY_MILLIS);
                return;
            }
            ended.remove();
            next = ended.peek();
        }
    }

    private void seal(Ended next) {
        TailSegment segment = next.segment;
        if (!next.sealed) {
            sealer.seal(segment);
            next.sealed = true;
        }
        next.tables.ifPresent(tables -> snapshots.write(
                new SnapshotPoint(segment.endPosition(), segment.endPosition(), segment.lastIndex(),
                        segment.lastTerm(), segment.lastTime()),
                with(new QueueHeads(queues), tables),
                this::awaitDurable));
    }

    /// Tables and queues are seen as they are by then, which may be more than what was forced. On this thread.
    ///
    /// @throws DiskException when the log has failed
    void awaitDurable() {
        long known = applied.getAsLong();
        while (durable.getAsLong() < known) {
            if (failed.getAsBoolean()) {
                throw new DiskException("the log has failed");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DURABLE_POLL_MILLIS));
        }
    }

    /// The queues first: tables may remove topics.
    static List<TableSnapshot> with(TableSnapshot queues, List<TableSnapshot> tables) {
        List<TableSnapshot> all = new ArrayList<>(tables.size() + 1);
        all.add(queues);
        all.addAll(tables);
        return all;
    }

    private void later(long millis) {
        if (!closing) {
            thread.schedule(() -> attempt(this::sealAll), millis, TimeUnit.MILLISECONDS);
        }
    }

    /// Finishes what can be finished. After the log was closed.
    @Override
    public void close() {
        closing = true;
        thread.execute(() -> attempt(this::sealAll));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_WORK_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the janitor is still at work after {} s; the next start takes longer", LAST_WORK_SECONDS);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
