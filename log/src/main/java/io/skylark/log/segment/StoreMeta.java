package io.skylark.log.segment;

import io.skylark.log.disk.Disk;
import io.skylark.log.disk.DiskFile;
import java.nio.ByteBuffer;
import java.util.List;

/// What a log folder is, fixed when it is made: the file `skylark.store`, one [CheckedBlock] of version 1.
///
/// | offset | size | field |
/// |---|---|---|
/// | 16 | 8 | segment size in bytes |
/// | 24 | 8 | store id, random |
/// | 32 | 8 | time it was made, ms |
///
/// Positions depend on the segment size, so the recorded one wins over what is configured later.
public record StoreMeta(long segmentBytes, long storeId, long createdTime) {
    public static final String FILE = "skylark.store";

    private static final int MAGIC = 0x534B594D;
    private static final int VERSION = 1;
    private static final int SEGMENT_BYTES = CheckedBlock.FIELDS;
    private static final int STORE_ID = SEGMENT_BYTES + 8;
    private static final int CREATED_TIME = STORE_ID + 8;

    /// Reads what is recorded in the folder, or records `fresh` when the folder is new.
    ///
    /// @throws CorruptLogException when there are segments but no readable meta file
    public static StoreMeta openOrCreate(Disk disk, StoreMeta fresh) {
        List<String> files = disk.list();
        if (files.contains(FILE)) {
            return read(disk);
        }
        if (files.stream().anyMatch(Segments::isSegment)) {
            throw new CorruptLogException(disk.folder() + "/" + FILE, 0, "it is missing but there are segments");
        }
        fresh.write(disk);
        return fresh;
    }

    /// Reads what is recorded in the folder.
    ///
    /// @throws CorruptLogException when the file is damaged
    public static StoreMeta read(Disk disk) {
        ByteBuffer block = ByteBuffer.allocate(CheckedBlock.BYTES);
        try (DiskFile file = disk.open(FILE)) {
            file.readFully(block, 0);
        }
        String fault = CheckedBlock.fault(block.flip(), MAGIC, VERSION);
        if (fault != null) {
            throw new CorruptLogException(disk.folder() + "/" + FILE, 0, fault);
        }
        return new StoreMeta(block.getLong(SEGMENT_BYTES), block.getLong(STORE_ID), block.getLong(CREATED_TIME));
    }

    /// Records this in the folder, replacing what is there.
    public void write(Disk disk) {
        ByteBuffer block = CheckedBlock.create(MAGIC, VERSION);
        block.putLong(SEGMENT_BYTES, segmentBytes).putLong(STORE_ID, storeId).putLong(CREATED_TIME, createdTime);
        String unfinished = FILE + Segments.UNFINISHED;
        if (disk.list().contains(unfinished)) {
            disk.delete(unfinished);
        }
        try (DiskFile file = disk.create(unfinished)) {
            file.write(CheckedBlock.seal(block), 0);
            file.force();
        }
        disk.rename(unfinished, FILE);
        disk.syncDirectory();
    }
}
