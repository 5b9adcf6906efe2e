package io.skylark.log.segment;

import io.skylark.log.disk.Disk;
import io.skylark.log.disk.DiskFile;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// All segments of a log, in one folder, without a gap. A segment is `<position of its first byte, 20 digits>.log`.
///
/// Shared: any thread looks up, without a lock; making a segment takes the monitor of this object.
public final class Segments implements AutoCloseable {
    /// Ends the name of a file that is not complete yet; such files are deleted at the next start.
    public static final String UNFINISHED = ".unfinished";

    private static final String SUFFIX = ".log";
    private static final int DIGITS = 20;

    private final Disk disk;
    private final long segmentBytes;
    private volatile Segment[] all;

    private Segments(Disk disk, long segmentBytes, Segment[] all) {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.all = all;
    }

    /// Opens all segments of the folder.
    ///
    /// @throws CorruptLogException when one is missing between two others, or one has another size
    public static Segments open(Disk disk, long segmentBytes) {
        List<String> files = disk.list();
        files.stream().filter(name -> name.endsWith(UNFINISHED)).forEach(disk::delete);
        String[] names = files.stream().filter(Segments::isSegment).toArray(String[]::new);
        Segment[] all = new Segment[names.length];
        for (int i = 0; i < names.length; i++) {
            long base = base(names[i]);
            if (base % segmentBytes != 0 || (i > 0 && base != all[i - 1].base() + segmentBytes)) {
                throw new CorruptLogException(disk.folder() + "/" + names[i], base, i == 0
                        ? "its name is no multiple of the segment size " + segmentBytes
                        : "the segment " + name(all[i - 1].base() + segmentBytes) + " before it is missing");
            }
            all[i] = openOne(disk, names[i], base, segmentBytes);
        }
        return new Segments(disk, segmentBytes, all);
    }

    private static Segment openOne(Disk disk, String name, long base, long segmentBytes) {
        DiskFile file = disk.open(name);
        long size = file.size();
        if (size != segmentBytes) {
            file.close();
            throw new CorruptLogException(disk.folder() + "/" + name, base,
                    "it has " + size + " bytes instead of " + segmentBytes);
        }
        return new Segment(disk.folder() + "/" + name, base, file, file.map(segmentBytes));
    }

    /// Whether a file has the name of a segment.
    public static boolean isSegment(String name) {
        return name.length() == DIGITS + SUFFIX.length()
                && name.endsWith(SUFFIX)
                && name.chars().limit(DIGITS).allMatch(c -> c >= '0' && c <= '9');
    }

    /// The position in the name of a segment.
    public static long base(String name) {
        return Long.parseLong(name.substring(0, DIGITS));
    }

    public static String name(long base) {
        return digits(base) + SUFFIX;
    }

    /// A position as names of files have it.
    public static String digits(long position) {
        return String.format(Locale.ROOT, "%020d", position);
    }

    public Disk disk() {
        return disk;
    }

    public long segmentBytes() {
        return segmentBytes;
    }

    /// Where the oldest segment starts; 0 when there is none.
    public long firstPosition() {
        Segment[] segments = all;
        return segments.length == 0 ? 0 : segments[0].base();
    }

    /// Where a position's segment starts.
    public long baseOf(long position) {
        return position - position % segmentBytes;
    }

    /// The segment in which a position lies, or null when there is none (any more, or yet).
    public @Nullable Segment find(long position) {
        Segment[] segments = all;
        if (segments.length == 0 || position < segments[0].base()) {
            return null;
        }
        long ordinal = (position - segments[0].base()) / segmentBytes;
        return ordinal < segments.length ? segments[(int) ordinal] : null;
    }

    /// The segment in which a position lies, made when the log ends right before it.
    ///
    /// The file gets its full size and its final name only then, so that a segment is there as a whole or not at all. Its
    /// blocks are not written yet: see [SegmentPreparer].
    public Segment ensure(long position) {
        Segment existing = find(position);
        return existing != null ? existing : create(baseOf(position));
    }

    private synchronized Segment create(long base) {
        Segment existing = find(base);
        if (existing != null) {
            return existing;
        }
        Segment[] segments = all;
        if (segments.length > 0 && segments[segments.length - 1].base() + segmentBytes != base) {
            throw new IllegalStateException("segment " + base + " would leave a gap behind "
                    + segments[segments.length - 1].base());
        }
        String unfinished = name(base) + UNFINISHED;
        if (disk.list().contains(unfinished)) {
            disk.delete(unfinished);
        }
        try (DiskFile file = disk.create(unfinished)) {
            file.resize(segmentBytes);
            file.force();
        }
        disk.rename(unfinished, name(base));
        disk.syncDirectory();
        Segment made = openOne(disk, name(base), base, segmentBytes);
        Segment[] more = Arrays.copyOf(segments, segments.length + 1);
        more[segments.length] = made;
        all = more;
        return made;
    }

    /// Deletes the oldest segment. Whoever reads it goes on: its memory stays valid, and the file system gives the room back
    /// when nobody can reach it any more.
    ///
    /// @throws io.skylark.log.disk.DiskException when the disk refuses; the segment is still the oldest one then, unless
    ///         only making the deletion durable failed
    public synchronized void dropOldest() {
        Segment[] segments = all;
        if (segments.length < 2) {
            throw new IllegalStateException("the last segment is never deleted");
        }
        disk.delete(name(segments[0].base()));
        all = Arrays.copyOfRange(segments, 1, segments.length);
        segments[0].file().close();
        disk.syncDirectory();
    }

    /// Closes the files. Memory that readers still hold stays valid.
    @Override
    public void close() {
        for (Segment segment : all) {
            segment.file().close();
        }
    }
}
