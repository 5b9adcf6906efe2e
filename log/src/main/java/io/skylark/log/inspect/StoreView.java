package io.skylark.log.inspect;

import io.skylark.log.disk.Disk;
import io.skylark.log.disk.DiskException;
import io.skylark.log.disk.DiskFile;
import io.skylark.log.disk.FileSystemDisk;
import io.skylark.log.sealed.SealedIndex;
import io.skylark.log.segment.CorruptLogException;
import io.skylark.log.segment.DurableMark;
import io.skylark.log.segment.Segments;
import io.skylark.log.segment.StoreMeta;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A log folder as it was when it was opened here, whatever state it is in. Never changes anything.
///
/// Not shared. Files are opened for one read, or mapped while they are looked at; what was removed meanwhile is
/// missing.
public final class StoreView {
    static final String LOCK_FILE = "lock";

    private static final int MAX_PID_BYTES = 20;

    private final Disk disk;
    private final List<String> names;
    private final Optional<StoreMeta> meta;
    private final Optional<DurableMark.Content> mark;
    private final long segmentBytes;
    private final List<Long> bases;
    private final long first;
    private final long end;
    private @Nullable String metaFault;
    private @Nullable String markFault;
    private long mappedBase = -1;
    private @Nullable ByteBuffer mapped;

    private StoreView(Disk disk) {
        this.disk = disk;
        List<String> before = disk.list();
        this.meta = readMeta(before);
        this.mark = readMark(before);
        // Segments that a running broker makes are listed after the mark was read, so that it speaks of none that is not.
        this.names = disk.list();
        List<Long> found = names.stream().filter(Segments::isSegment).map(Segments::base).toList();
        this.segmentBytes = meta.map(StoreMeta::segmentBytes).orElseGet(() -> sizeOfMost(found));
        this.bases = found.stream().filter(base -> base % segmentBytes == 0).toList();
        // An index is deleted before its segment, so where one is there was a segment too.
        List<Long> indexed = names.stream().flatMapToLong(name -> SealedIndex.base(name).stream()).boxed()
                .filter(base -> segmentBytes < Long.MAX_VALUE && base % segmentBytes == 0).toList();
        this.first = Math.min(bases.isEmpty() ? Long.MAX_VALUE : bases.getFirst(),
                indexed.isEmpty() ? Long.MAX_VALUE : indexed.getFirst());
        this.end = Math.max(bases.isEmpty() ? 0 : bases.getLast() + segmentBytes,
                indexed.isEmpty() ? 0 : indexed.getLast() + segmentBytes);
    }

    /// Opens a store by its root or its log folder.
    ///
    /// @throws NoStoreException when there is none
    public static StoreView open(Path path) {
        return of(FileSystemDisk.readOnly(StoreFolder.find(path)));
    }

    /// Looks at a log folder, with no call that changes it.
    public static StoreView of(Disk disk) {
        return new StoreView(disk);
    }

    private Optional<StoreMeta> readMeta(List<String> there) {
        if (!there.contains(StoreMeta.FILE)) {
            metaFault = "it is missing";
            return Optional.empty();
        }
        try {
            return Optional.of(StoreMeta.read(disk));
        } catch (CorruptLogException e) {
            metaFault = e.reason();
            return Optional.empty();
        }
    }

    private Optional<DurableMark.Content> readMark(List<String> there) {
        if (!there.contains(DurableMark.FILE)) {
            markFault = "it is missing";
            return Optional.empty();
        }
        try {
            return Optional.of(DurableMark.read(disk));
        } catch (CorruptLogException e) {
            markFault = e.reason();
            return Optional.empty();
        }
    }

    /// Without a meta file the size that most segments have is taken for that of all.
    private long sizeOfMost(List<Long> found) {
        return found.stream()
                .collect(Collectors.groupingBy(base -> size(base).orElse(0L), TreeMap::new, Collectors.counting()))
                .entrySet().stream()
                .filter(size -> size.getKey() > 0)
                .reduce((most, next) -> next.getValue() >= most.getValue() ? next : most)
                .map(size -> size.getKey())
                .orElse(Long.MAX_VALUE);
    }

    Disk disk() {
        return disk;
    }

    public String folder() {
        return disk.folder();
    }

    /// All files, by name.
    List<String> names() {
        return names;
    }

    Optional<StoreMeta> meta() {
        return meta;
    }

    /// What is wrong with the meta file, or null.
    @Nullable String metaFault() {
        return metaFault;
    }

    /// What the mark said when this was opened.
    Optional<DurableMark.Content> mark() {
        return mark;
    }

    @Nullable String markFault() {
        return markFault;
    }

    /// What the mark says now: it moves while a broker runs.
    Optional<DurableMark.Content> markNow() {
        return mark.isEmpty() ? mark : readMark(names);
    }

    long segmentBytes() {
        return segmentBytes;
    }

    /// Positions of the segments that were there, in order.
    List<Long> bases() {
        return bases;
    }

    /// Positions at which a segment is missing between others.
    List<Long> missing() {
        List<Long> missing = new ArrayList<>();
        for (int i = 1; i < bases.size(); i++) {
            for (long base = bases.get(i - 1) + segmentBytes; base < bases.get(i); base += segmentBytes) {
                missing.add(base);
            }
        }
        return missing;
    }

    long baseOf(long position) {
        return position - position % segmentBytes;
    }

    /// Where the oldest segment starts, or started; 0 when there is none.
    long first() {
        return end == 0 ? 0 : first;
    }

    /// Where the newest segment ends, or ended; 0 when there is none.
    long end() {
        return end;
    }

    /// The bytes of a file; empty when it was removed meanwhile.
    Optional<ByteBuffer> file(String name) {
        try (DiskFile file = disk.open(name)) {
            return Optional.of(file.map(Math.min(file.size(), Integer.MAX_VALUE)));
        } catch (DiskException e) {
            if (!disk.list().contains(name)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Bytes that a segment file has; empty when it is missing.
    Optional<Long> size(long base) {
        if (!names.contains(Segments.name(base))) {
            return Optional.empty();
        }
        try (DiskFile file = disk.open(Segments.name(base))) {
            return Optional.of(file.size());
        } catch (DiskException e) {
            if (!disk.list().contains(Segments.name(base))) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// The bytes of the segment that starts at `base`, as many as it has; empty when it is missing. Read with absolute
    /// methods only.
    ByteBuffer bytes(long base) {
        ByteBuffer known = mapped;
        if (known != null && mappedBase == base) {
            return known;
        }
        ByteBuffer bytes = size(base).filter(size -> size > 0)
                .map(size -> map(base, Math.min(size, segmentBytes)))
                .orElseGet(() -> ByteBuffer.allocate(0));
        mapped = bytes;
        mappedBase = base;
        return bytes;
    }

    private ByteBuffer map(long base, long size) {
        try (DiskFile file = disk.open(Segments.name(base))) {
            return file.map(size);
        }
    }

    /// The process that used the folder last, when a process with its id is there now. A hint only: ids come again.
    public Optional<Long> user() {
        if (!names.contains(LOCK_FILE)) {
            return Optional.empty();
        }
        ByteBuffer text = ByteBuffer.allocate(MAX_PID_BYTES);
        try (DiskFile file = disk.open(LOCK_FILE)) {
            file.readFully(text, 0);
        }
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.matches("\\d{1,18}")
                ? Optional.of(Long.parseLong(pid)).filter(id -> ProcessHandle.of(id).isPresent())
                : Optional.empty();
    }
}
