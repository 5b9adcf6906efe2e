package io.skylark.log.inspect;

import io.skylark.log.EntryType;
import io.skylark.log.index.QueueHeads;
import io.skylark.log.sealed.DamagedIndexException;
import io.skylark.log.sealed.SealedIndex;
import io.skylark.log.segment.StoreMeta;
import io.skylark.log.snapshot.DamagedSnapshotException;
import io.skylark.log.snapshot.SnapshotFile;
import io.skylark.log.snapshot.Snapshots;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The files of a store that are made from the log: indexes of sealed segments, and snapshots. All are opened and
/// checked as a whole at once.
final class DerivedFiles {
    private final Map<Long, SealedIndex> indexes = new TreeMap<>();
    private final Map<String, SnapshotFile> snapshots = new TreeMap<>();
    private final Map<String, String> faults = new TreeMap<>();

    DerivedFiles(StoreView store) {
        for (String name : store.names()) {
            if (SealedIndex.isIndex(name)) {
                readIndex(store, name);
            } else if (Snapshots.isSnapshot(name)) {
                readSnapshot(store, name);
            }
        }
    }

    private void readIndex(StoreView store, String name) {
        Optional<ByteBuffer> file = store.file(name);
        if (file.isEmpty()) {
            return;
        }
        try {
            SealedIndex index = SealedIndex.open(name, file.get(), store.segmentBytes());
            index.checkAll();
            if (index.base() != SealedIndex.base(name).orElseThrow()) {
                faults.put(name, "it belongs to segment " + index.base());
            } else if (isForeign(store, index.storeId())) {
                faults.put(name, "it belongs to store " + Long.toHexString(index.storeId()));
            } else {
                indexes.put(index.base(), index);
            }
        } catch (DamagedIndexException damaged) {
            faults.put(name, damaged.reason());
        }
    }

    private void readSnapshot(StoreView store, String name) {
        Optional<ByteBuffer> file = store.file(name);
        if (file.isEmpty()) {
            return;
        }
        try {
            SnapshotFile snapshot = SnapshotFile.open(name, file.get());
            snapshot.forEach(item -> {
                String fault = item.typeCode() == EntryType.QUEUES.code() ? QueueHeads.fault(item.body()) : null;
                if (fault != null) {
                    throw new DamagedSnapshotException(name, fault);
                }
            });
            if (isForeign(store, snapshot.storeId())) {
                faults.put(name, "it belongs to store " + Long.toHexString(snapshot.storeId()));
            } else {
                snapshots.put(name, snapshot);
            }
        } catch (DamagedSnapshotException damaged) {
            faults.put(name, damaged.reason());
        }
    }

    private static boolean isForeign(StoreView store, long storeId) {
        return store.meta().map(StoreMeta::storeId).orElse(storeId) != storeId;
    }

    /// What is wrong with an index or a snapshot, or null.
    @Nullable String fault(String name) {
        return faults.get(name);
    }

    /// The index of a segment, when it is whole.
    @Nullable SealedIndex index(long base) {
        return indexes.get(base);
    }

    /// Whole snapshots by the name of their file, oldest first.
    Map<String, SnapshotFile> snapshots() {
        return snapshots;
    }

    /// The id of the store as its derived files have it.
    Optional<Long> storeId() {
        return indexes.values().stream().map(SealedIndex::storeId).findFirst()
                .or(() -> snapshots.values().stream().map(SnapshotFile::storeId).findFirst());
    }

    /// Where a whole index says something else than its segment, or null.
    @Nullable String disagreement(SealedIndex index, ByteBuffer segment) {
        for (int slot = 0; slot < index.queues(); slot++) {
            int first = index.firstEntry(slot);
            for (int entry = first; entry < first + index.count(slot); entry++) {
                int place = index.place(entry);
                int size = index.size(entry);
                boolean agrees = size == 0 || (place >= 0 && size > 0 && place + (long) size <= segment.limit()
                        && EntryFault.message(segment, place, size) == null
                        && MessageLayout.totalSize(segment, place) == size
                        && MessageLayout.queueId(segment, place) == index.queueId(slot));
                if (!agrees) {
                    return "it lists a message of " + index.topicName(index.topicOf(slot)) + "/" + index.queueId(slot)
                            + " at byte " + place + " of its segment, where none is";
                }
            }
        }
        return null;
    }

    /// Names the queues of the newest whole snapshot, also those that have no messages any more.
    void queues(QueueNames.Visitor visitor) {
        List<SnapshotFile> all = new ArrayList<>(snapshots.values());
        if (all.isEmpty()) {
            return;
        }
        all.getLast().forEach(item -> {
            if (item.typeCode() == EntryType.QUEUES.code()) {
                ByteBuffer body = item.body();
                byte[] topic = new byte[body.getShort() & 0xFFFF];
                body.get(topic).getLong();
                while (body.remaining() >= 4 + 8 + 8) {
                    int queueId = body.getInt();
                    body.getLong();
                    if (body.getLong() > 0) {
                        visitor.queue(new String(topic, StandardCharsets.UTF_8), queueId);
                    }
                }
            }
        });
    }
}
