package io.skylark.log.store;

import io.skylark.log.DiskReserve;
import io.skylark.log.ExpiringSegment;
import io.skylark.log.LogConfig;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.disk.Disk;
import io.skylark.log.disk.DiskException;
import io.skylark.log.disk.FileSystemDisk;
import io.skylark.log.index.QueueHeads;
import io.skylark.log.index.SegmentSealer;
import io.skylark.log.index.TailSegment;
import io.skylark.log.local.LocalLog;
import io.skylark.log.retention.RetainedLog;
import io.skylark.log.retention.Retention;
import io.skylark.log.retention.RetentionConfig;
import io.skylark.log.segment.DurableMark;
import io.skylark.log.segment.Recovery;
import io.skylark.log.segment.Segments;
import io.skylark.log.segment.StoreMeta;
import io.skylark.log.snapshot.SnapshotPoint;
import io.skylark.log.snapshot.Snapshots;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder with a log in it, and the messages in that log. The only place that wires the parts of this module.
///
/// Life: [#open] locks the folder; tables are registered with [#messages()]; [#start] recovers, replays and accepts
/// proposals; [#close()] ends it. Owned by the thread that opens it.
public final class Storage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final String LOCK_FILE = "lock";

    private final LogConfig config;
    private final InstantSource clock;
    private final Disk.FolderLock lock;
    private final DurableMark mark;
    private final Segments segments;
    private final MessageStore messages;
    private final SegmentSealer sealer;
    private final Snapshots snapshots;
    private @Nullable LocalLog log;
    private @Nullable Janitor janitor;
    private final List<ExpiringSegment.Listener> expiryListeners = new ArrayList<>();
    private @Nullable RetentionRules rules;
    private @Nullable Retention retention;
    private long lastSnapshot;
    private volatile boolean closed;

    private record RetentionRules(
            RetentionConfig config, Function<String, Optional<Duration>> byTopic, ZoneId zone) {}

    private Storage(
            LogConfig config,
            InstantSource clock,
            Disk.FolderLock lock,
            DurableMark mark,
            Segments segments,
            long storeId) {
        this.config = config;
        this.clock = clock;
        this.lock = lock;
        this.mark = mark;
        this.segments = segments;
        this.messages = new MessageStore(segments);
        this.sealer = new SegmentSealer(segments, messages.indexed(), messages.queues(), storeId);
        this.snapshots = new Snapshots(segments.disk(), storeId, messages::fault);
    }

    /// Opens the folder, makes it when it does not exist, and locks it.
    ///
    /// @throws io.skylark.log.disk.DiskException when the folder is in use by another process, or cannot be written; the
    ///         message is one sentence for the operator
    /// @throws io.skylark.log.segment.CorruptLogException when a file is missing, damaged, or of an unknown version
    public static Storage open(Path folder, LogConfig config, InstantSource clock) {
        return open(FileSystemDisk.of(folder), config, clock, new SecureRandom());
    }

    /// The same with every source of chance given.
    public static Storage open(Disk disk, LogConfig config, InstantSource clock, RandomGenerator chance) {
        Disk.FolderLock lock = disk.lock(LOCK_FILE);
        try {
            StoreMeta fresh = new StoreMeta(config.segmentBytes(), chance.nextLong(), clock.millis());
            StoreMeta meta = StoreMeta.openOrCreate(disk, fresh);
            if (meta.segmentBytes() != config.segmentBytes()) {
                LOG.info("segments of {} stay at {} bytes as it was made, {} are configured",
                        disk.folder(), meta.segmentBytes(), config.segmentBytes());
            }
            DurableMark mark = DurableMark.open(disk);
            Segments segments = Segments.open(disk, meta.segmentBytes());
            return new Storage(config.withSegmentBytes(meta.segmentBytes()), clock, lock, mark, segments,
                    meta.storeId());
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Readable at once, complete after [#start].
    public MessageStore messages() {
        return messages;
    }

    /// The folder, for files that tables keep beside the log.
    public Disk disk() {
        return segments.disk();
    }

    /// Deletes what has expired, from [#start] on. Without this everything is kept. Only before [#start].
    ///
    /// @param byTopic the retention that a topic has of its own; asked on a thread of the log, must not wait
    /// @param zone in which the hours of the day are meant
    public void retain(RetentionConfig keep, Function<String, Optional<Duration>> byTopic, ZoneId zone) {
        if (log != null) {
            throw new IllegalStateException("the log in " + segments.disk().folder() + " was started already");
        }
        rules = new RetentionRules(keep, byTopic, zone);
    }

    /// Changes how long is kept and how much is left free, from the next look on; the intervals of the looks stay as they
    /// were. Only after [#start]. Any thread.
    public void change(RetentionConfig keep, DiskReserve reserve) {
        if (retention != null) {
            retention.change(keep, reserve);
        }
        if (log != null) {
            log.change(reserve);
        }
    }

    /// Offers each segment to the listener before it is deleted. Only before [#start].
    public void beforeExpiry(ExpiringSegment.Listener listener) {
        expiryListeners.add(listener);
    }

    /// Deletes what has expired now, whatever the hour. Any thread; does not wait.
    ///
    /// @return completed when the first look is done; not everything may have been deletable yet
    public Future<?> expireSoon() {
        Retention rule = retention;
        Janitor worker = janitor;
        if (rule == null || worker == null || closed) {
            return CompletableFuture.completedFuture(null);
        }
        rule.expireSoon();
        return worker.soon(() -> check(rule));
    }

    /// Looks once more than the interval says.
    Future<?> checkRetention() {
        Retention rule = Objects.requireNonNull(retention);
        return Objects.requireNonNull(janitor).soon(() -> check(rule));
    }

    /// After a failure nobody knows what the disk does with a deletion.
    private void check(Retention rule) {
        if (!hasFailed()) {
            rule.run();
        }
    }

    SegmentSealer sealer() {
        return sealer;
    }

    /// Checks the log behind the sealed segments, cuts a torn end, replays what the newest snapshot does not know, and starts
    /// the threads of the log.
    ///
    /// @param onFailure hears once when the log has failed for good, on a thread of the log
    /// @throws io.skylark.log.segment.CorruptLogException when entries that were durable are damaged
    public ReplicatedLog start(Consumer<Throwable> onFailure) {
        if (log != null) {
            throw new IllegalStateException("the log in " + segments.disk().folder() + " was started already");
        }
        long begin = clock.millis();
        Replay replay = new Replay(segments, messages, sealer, snapshots, mark.found());
        Recovery.Report found = replay.run(begin);
        LOG.info("the log in {} is at position {} after {} ms", segments.disk().folder(), found.end(),
                clock.millis() - begin);
        found.tornFile().ifPresent(file -> LOG.warn(
                "the end of the log at position {} was torn by a crash: {} bytes, none of them acknowledged,"
                        + " were moved to {}", found.end(), found.tornBytes(), file));
        lastSnapshot = found.end();
        Janitor cleaning = new Janitor(
                sealer, snapshots, messages.queues(), this::durablePosition, this::committedPosition, this::hasFailed);
        replay.waiting().forEach(segment -> cleaning.segmentEnded(segment, Optional.empty()));
        messages.onSegmentEnd((segment, tables) -> cleaning.segmentEnded(segment, Optional.of(tables.get())));
        janitor = cleaning;
        LocalLog started = LocalLog.start(segments, mark, config, found, clock, messages, onFailure);
        log = started;
        if (rules != null) {
            startRetention(rules, started, cleaning);
        }
        return started;
    }

    private void startRetention(RetentionRules given, LocalLog started, Janitor worker) {
        Retention rule = new Retention(
                given.config, config.reserve(), given.byTopic,
                new RetainedLog(segments.disk(), messages.indexed(), messages.queues(), sealer, snapshots,
                        messages::firstSince, this::takeAlong, started::propose, worker::awaitDurable),
                clock, given.zone);
        retention = rule;
        worker.every(given.config.checkInterval(), () -> check(rule));
    }

    private void takeAlong(long base) {
        ExpiringSegment segment = new SegmentWalk(segments, base);
        expiryListeners.forEach(listener -> listener.expiring(segment));
    }

    private long durablePosition() {
        return log == null ? 0 : log.durablePosition();
    }

    /// What is being applied lies before this.
    private long committedPosition() {
        return log == null ? 0 : log.committedPosition();
    }

    private boolean hasFailed() {
        return log != null && log.failure().isPresent();
    }

    /// Closes the log, leaves a snapshot of where it ended, and unlocks the folder.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock; segments; mark) {
            if (log != null) {
                log.close();
                if (janitor != null) {
                    janitor.close();
                }
                if (!hasFailed() && log.appliedPosition() > lastSnapshot) {
                    writeSnapshot(log.appliedPosition());
                }
            }
        }
    }

    /// Nothing depends on it: without it the next start takes longer.
    private void writeSnapshot(long position) {
        TailSegment newest = messages.newestSegment();
        if (newest == null) {
            return;
        }
        try {
            snapshots.write(
                    new SnapshotPoint(position, messages.indexed().tailPosition(), newest.lastIndex(),
                            newest.lastTerm(), newest.lastTime()),
                    Janitor.with(new QueueHeads(messages.queues()), messages.snapshots()),
                    () -> {});
        } catch (DiskException refused) {
            LOG.warn("no snapshot was left, the next start takes longer: {}", refused.getMessage());
        }
    }
}
