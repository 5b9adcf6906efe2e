package io.skylark.log.store;

import io.skylark.log.EntryView;
import io.skylark.log.LogConfig;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.disk.Disk;
import io.skylark.log.disk.FileSystemDisk;
import io.skylark.log.local.LocalLog;
import io.skylark.log.segment.DurableMark;
import io.skylark.log.segment.Recovery;
import io.skylark.log.segment.Segments;
import io.skylark.log.segment.StoreMeta;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Consumer;
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
    private @Nullable LocalLog log;

    private Storage(
            LogConfig config, InstantSource clock, Disk.FolderLock lock, DurableMark mark, Segments segments) {
        this.config = config;
        this.clock = clock;
        this.lock = lock;
        this.mark = mark;
        this.segments = segments;
        this.messages = new MessageStore(segments);
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
            return new Storage(config.withSegmentBytes(meta.segmentBytes()), clock, lock, mark, segments);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Readable at once, complete after [#start].
    public MessageStore messages() {
        return messages;
    }

    /// Checks the log, cuts a torn end, replays every entry, and starts the threads of the log.
    ///
    /// @param onFailure hears once when the log has failed for good, on a thread of the log
    /// @throws io.skylark.log.segment.CorruptLogException when entries that were durable are damaged
    public ReplicatedLog start(Consumer<Throwable> onFailure) {
        if (log != null) {
            throw new IllegalStateException("the log in " + segments.disk().folder() + " was started already");
        }
        long[] entries = new long[1];
        Consumer<EntryView> replay = entry -> {
            messages.apply(entry);
            entries[0]++;
        };
        long begin = clock.millis();
        Recovery.Report found = new Recovery(segments, mark.found(), begin).run(replay);
        messages.publishNewest();
        LOG.info("{} entries up to position {} replayed in {} ms", entries[0], found.end(), clock.millis() - begin);
        found.tornFile().ifPresent(file -> LOG.warn(
                "the end of the log at position {} was torn by a crash: {} bytes, none of them acknowledged,"
                        + " were moved to {}", found.end(), found.tornBytes(), file));
        LocalLog started = LocalLog.start(segments, mark, config, found, clock, messages, onFailure);
        log = started;
        return started;
    }

    /// Closes the log and unlocks the folder.
    @Override
    public void close() {
        try (lock; segments; mark) {
            if (log != null) {
                log.close();
            }
        }
    }
}
