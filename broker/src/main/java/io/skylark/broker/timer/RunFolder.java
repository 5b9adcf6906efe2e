package io.skylark.broker.timer;

import io.skylark.log.disk.Disk;
import io.skylark.log.disk.DiskException;
import io.skylark.log.disk.DiskFile;
import io.skylark.log.segment.Segments;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of runs, beside the segments. A run that is not written yet is in memory and nothing is lost without its file,
/// because the log has all that is in it; so a disk that refuses is asked again later.
///
/// Shared: what waits is guarded by the monitor of this object; files are written on the thread timer-writer (the starting
/// thread during replay) and deleted on the janitor.
final class RunFolder {
    /// Runs that may wait to be written; more timers are refused then.
    static final int MAX_UNWRITTEN = 16;

    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

    /// A run that a snapshot names and whose file is not whole: it has to be made again from the log.
    record Lost(long firstPosition, long lastPosition) {}

    private final Disk disk;
    private final Deque<Run> unwritten = new ArrayDeque<>();
    private final List<Lost> lost = new ArrayList<>();
    private @Nullable Set<Long> newestSnapshot;
    private long highestId;

    RunFolder(Disk disk) {
        this.disk = disk;
        for (String name : disk.list()) {
            if (RunFile.isRun(name)) {
                highestId = Math.max(highestId, RunFile.id(name));
            }
        }
    }

    /// No file has it, or a higher one.
    long firstFreeId() {
        return highestId + 1;
    }

    synchronized void add(Run run) {
        unwritten.add(run);
    }

    synchronized boolean isEmpty() {
        return unwritten.isEmpty();
    }

    synchronized boolean isFull() {
        return unwritten.size() >= MAX_UNWRITTEN;
    }

    /// Writes what waits, as far as the disk allows. Only one thread at a time.
    void writeAll(PendingTimers pending) {
        for (Run run = first(); run != null; run = first()) {
            try {
                pending.written(run, write(run));
            } catch (DiskException refused) {
                LOG.warn("a run of {} timers stays in memory and is written later: {}", run.left(), refused.getMessage());
                return;
            }
            synchronized (this) {
                unwritten.remove();
            }
        }
    }

    private synchronized @Nullable Run first() {
        return unwritten.peek();
    }

    private LongBuffer write(Run run) {
        String name = RunFile.name(run.id());
        String unfinished = name + Segments.UNFINISHED;
        if (disk.list().contains(unfinished)) {
            disk.delete(unfinished);
        }
        ByteBuffer mapped;
        try (DiskFile file = disk.create(unfinished)) {
            RunFile.write(file, run);
            mapped = file.map(file.size());
        }
        disk.rename(unfinished, name);
        disk.syncDirectory();
        return RunFile.records(mapped);
    }

    /// Opens a run that a snapshot names.
    ///
    /// @param item behind its first byte, see [TimerTable]
    void restore(ByteBuffer item, PendingTimers pending) {
        long id = item.getLong();
        int count = item.getInt();
        long firstPosition = item.getLong();
        long lastPosition = item.getLong();
        int cursor = item.getInt();
        byte[] taken = new byte[item.remaining()];
        item.get(taken);
        pending.firstRunId(id + 1);
        String name = RunFile.name(id);
        try (DiskFile file = disk.open(name)) {
            ByteBuffer mapped = file.map(file.size());
            String fault = RunFile.fault(mapped, id, count, firstPosition, lastPosition);
            if (fault == null) {
                Run run = new Run(id, RunFile.records(mapped), firstPosition, lastPosition, true);
                run.restore(cursor, taken);
                pending.restoreRun(run);
                return;
            }
            LOG.warn("{}/{} is damaged, its timers are looked for in the log: {}", disk.folder(), name, fault);
        } catch (DiskException missing) {
            LOG.warn("a run of timers is missing, they are looked for in the log: {}", missing.getMessage());
        }
        lose(firstPosition, lastPosition);
    }

    void lose(long firstPosition, long lastPosition) {
        lost.add(new Lost(firstPosition, lastPosition));
    }

    /// Runs that could not be opened and were not made again yet.
    List<Lost> lost() {
        return List.copyOf(lost);
    }

    boolean isLost(long position) {
        for (Lost run : lost) {
            if (position >= run.firstPosition() && position <= run.lastPosition()) {
                return true;
            }
        }
        return false;
    }

    void found() {
        lost.clear();
    }

    /// A snapshot is durable, and only it and the one before it are kept: other files go, unless runs of now are in them.
    void snapshotStored(List<Long> ids, Set<Long> live) {
        Set<Long> needed = new HashSet<>(ids);
        Set<Long> before = newestSnapshot;
        newestSnapshot = Set.copyOf(ids);
        if (before == null) {
            return; // what the older snapshot needs is not known
        }
        needed.addAll(before);
        needed.addAll(live);
        for (String name : disk.list()) {
            if (RunFile.isRun(name) && !needed.contains(RunFile.id(name))) {
                disk.delete(name);
            }
        }
    }
}
