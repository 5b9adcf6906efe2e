package io.skylark.log.segment;

import io.skylark.log.disk.Disk;
import io.skylark.log.disk.DiskFile;
import java.nio.ByteBuffer;

/// Up to where the log was durable, so that a start can tell an end that a crash tore from an end that got lost: the file
/// `durable.mark`, two [CheckedBlock]s of version 1, each in a sector of its own, written in turn. The whole one with the
/// higher sequence counts.
///
/// | offset | size | field |
/// |---|---|---|
/// | 16 | 8 | sequence |
/// | 24 | 8 | position: the log is durable up to here |
/// | 32 | 8 | window: more bytes than this were never written without being forced |
/// | 40 | 1 | 1 when the log was closed in order and ends exactly at the position |
///
/// It is written after every force, which is cheap because it is not forced itself: it survives the end of the process
/// at once. Forced once a second, it survives the end of the power with the age of a second. An old mark is never
/// wrong, only less strict.
///
/// Owned by the log-flusher (the starting thread before).
public final class DurableMark implements AutoCloseable {
    public static final String FILE = "durable.mark";

    private static final int MAGIC = 0x534B5944;
    private static final int VERSION = 1;
    private static final int SECTOR_BYTES = 512;
    private static final int SEQUENCE = CheckedBlock.FIELDS;
    private static final int POSITION = SEQUENCE + 8;
    private static final int WINDOW = POSITION + 8;
    private static final int CLOSED = WINDOW + 8;

    /// What a mark says.
    ///
    /// @param closed the log was closed in order and ends at `position`
    public record Content(long position, long windowBytes, boolean closed) {}

    private final DiskFile file;
    private final ByteBuffer block = CheckedBlock.create(MAGIC, VERSION);
    private final Content found;
    private long sequence;

    private DurableMark(DiskFile file, long sequence, Content found) {
        this.file = file;
        this.sequence = sequence;
        this.found = found;
    }

    /// Opens the mark, or makes one for an empty log.
    ///
    /// @throws CorruptLogException when both blocks are damaged, or the file is missing but there are segments
    public static DurableMark open(Disk disk) {
        if (!disk.list().contains(FILE)) {
            if (disk.list().stream().anyMatch(Segments::isSegment)) {
                throw new CorruptLogException(disk.folder() + "/" + FILE, 0, "it is missing but there are segments");
            }
            return create(disk);
        }
        DiskFile file = disk.open(FILE);
        try {
            ByteBuffer newest = newest(disk, file);
            return new DurableMark(file, newest.getLong(SEQUENCE), content(newest));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /// What the mark of a folder says, without opening it for writing.
    ///
    /// @throws CorruptLogException when both blocks are damaged
    public static Content read(Disk disk) {
        try (DiskFile file = disk.open(FILE)) {
            return content(newest(disk, file));
        }
    }

    private static ByteBuffer newest(Disk disk, DiskFile file) {
        ByteBuffer first = read(file, 0);
        ByteBuffer second = read(file, 1);
        String firstFault = CheckedBlock.fault(first, MAGIC, VERSION);
        String secondFault = CheckedBlock.fault(second, MAGIC, VERSION);
        if (firstFault != null && secondFault != null) {
            throw new CorruptLogException(disk.folder() + "/" + FILE, 0,
                    "no block is whole; the first: " + firstFault + "; the second: " + secondFault);
        }
        if (firstFault != null) {
            return second;
        }
        return secondFault != null || first.getLong(SEQUENCE) > second.getLong(SEQUENCE) ? first : second;
    }

    private static Content content(ByteBuffer block) {
        return new Content(block.getLong(POSITION), block.getLong(WINDOW), block.get(CLOSED) != 0);
    }

    private static DurableMark create(Disk disk) {
        Content content = new Content(0, 0, true);
        replace(disk, content);
        return new DurableMark(disk.open(FILE), 2, content);
    }

    /// Makes a mark that says this, in place of the one that is there.
    public static void replace(Disk disk, Content content) {
        String unfinished = FILE + Segments.UNFINISHED;
        if (disk.list().contains(unfinished)) {
            disk.delete(unfinished);
        }
        try (DiskFile file = disk.create(unfinished)) {
            DurableMark mark = new DurableMark(file, 0, content);
            mark.record(content);
            mark.record(content);
            mark.force();
        }
        disk.rename(unfinished, FILE);
        disk.syncDirectory();
    }

    private static ByteBuffer read(DiskFile file, int slot) {
        ByteBuffer block = ByteBuffer.allocate(CheckedBlock.BYTES);
        file.readFully(block, (long) slot * SECTOR_BYTES);
        return block.flip();
    }

    /// What the mark said when it was opened.
    public Content found() {
        return found;
    }

    /// Writes without forcing. A refused write may have spoiled its block, so the next one goes to the same: the other
    /// block stays whole.
    public void record(Content content) {
        long next = sequence + 1;
        block.putLong(SEQUENCE, next).putLong(POSITION, content.position()).putLong(WINDOW, content.windowBytes());
        block.put(CLOSED, (byte) (content.closed() ? 1 : 0));
        file.write(CheckedBlock.seal(block), (next & 1) * SECTOR_BYTES);
        sequence = next;
    }

    public void force() {
        file.force();
    }

    @Override
    public void close() {
        file.close();
    }
}
