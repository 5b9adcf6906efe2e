package io.skylark.log.snapshot;

import io.skylark.log.EntryView;
import io.skylark.log.TableSnapshot;
import io.skylark.log.disk.Disk;
import io.skylark.log.disk.DiskFile;
import io.skylark.log.segment.Segments;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The snapshots in a log folder. The two newest are kept, so that a damaged one costs a longer replay and nothing else.
///
/// Owned by the janitor (the starting thread before, the closing thread after).
public final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final int KEPT = 2;

    private final Disk disk;
    private final long storeId;
    private final ItemCheck check;

    /// Looks at items before they are used.
    @FunctionalInterface
    public interface ItemCheck {
        /// What is wrong with one, or null.
        @Nullable String fault(EntryView item);
    }

    public Snapshots(Disk disk, long storeId, ItemCheck check) {
        this.disk = disk;
        this.storeId = storeId;
        this.check = check;
    }

    public static boolean isSnapshot(String name) {
        return name.endsWith(SnapshotLayout.SUFFIX);
    }

    /// The newest whole snapshot whose tail has not been deleted; empty when there is none.
    ///
    /// @param first where the oldest kept segment starts
    public Optional<SnapshotFile> newest(long first) {
        for (String name : names().reversed()) {
            try {
                SnapshotFile file = open(name);
                if (file.point().tailPosition() >= first) {
                    return Optional.of(file);
                }
            } catch (DamagedSnapshotException damaged) {
                LOG.warn("{}; looking for an older one", damaged.getMessage());
            }
        }
        return Optional.empty();
    }

    private List<String> names() {
        return disk.list().stream().filter(Snapshots::isSnapshot).toList();
    }

    private SnapshotFile open(String name) {
        String path = disk.folder() + "/" + name;
        try (DiskFile file = disk.open(name)) {
            long size = file.size();
            if (size > Integer.MAX_VALUE) {
                throw new DamagedSnapshotException(path, "it has " + size + " bytes");
            }
            SnapshotFile opened = SnapshotFile.open(path, file.map(size));
            if (opened.storeId() != storeId) {
                throw new DamagedSnapshotException(path, "it belongs to store " + Long.toHexString(opened.storeId()));
            }
            if (!name.equals(SnapshotLayout.name(opened.point().position()))) {
                throw new DamagedSnapshotException(path, "it is of position " + opened.point().position());
            }
            opened.forEach(item -> {
                String fault = check.fault(item);
                if (fault != null) {
                    throw new DamagedSnapshotException(path, fault);
                }
            });
            return opened;
        }
    }

    /// Makes a snapshot durable, and deletes those that are not needed any more.
    ///
    /// @param entriesDurable returns when the entries that the tables know by then are durable: a snapshot must not know
    ///        what a power cut can take back
    /// @throws io.skylark.log.disk.DiskException when the disk refuses; the older ones are still there then
    public void write(SnapshotPoint point, List<TableSnapshot> tables, Runnable entriesDurable) {
        String name = SnapshotLayout.name(point.position());
        String unfinished = name + Segments.UNFINISHED;
        if (disk.list().contains(unfinished)) {
            disk.delete(unfinished);
        }
        try (DiskFile file = disk.create(unfinished)) {
            SnapshotWriter writer = new SnapshotWriter(file);
            writer.begin(point, storeId);
            tables.forEach(table -> table.writeTo(writer));
            writer.end();
            file.force();
        }
        entriesDurable.run();
        disk.rename(unfinished, name);
        disk.syncDirectory();
        List<String> names = names();
        names.subList(0, Math.max(0, names.size() - KEPT)).forEach(disk::delete);
        tables.forEach(TableSnapshot::stored);
    }

    /// Up to where segments may be deleted, so that each kept snapshot can still be used; 0 while there are too few.
    public long deletableUpTo() {
        List<String> names = names();
        if (names.size() < KEPT) {
            return 0;
        }
        try {
            return open(names.getFirst()).point().tailPosition();
        } catch (DamagedSnapshotException damaged) {
            LOG.warn("{}; no segment is deleted before there are two newer ones", damaged.getMessage());
            return 0;
        }
    }
}
