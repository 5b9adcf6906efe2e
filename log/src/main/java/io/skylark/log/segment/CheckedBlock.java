package io.skylark.log.segment;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The small files beside the segments are made of blocks of 64 bytes, and larger files begin and end with one. A block
/// fits into a sector and is written as a whole or not at all. All integers are big-endian.
///
/// | offset | size | field |
/// |---|---|---|
/// | 0 | 4 | magic, one for each kind of block |
/// | 4 | 4 | version |
/// | 8 | 4 | CRC32C of everything behind it |
/// | 12 | 52 | fields of the kind, zeros behind them |
public final class CheckedBlock {
    public static final int BYTES = 64;
    public static final int FIELDS = 16;

    private static final int MAGIC = 0;
    private static final int VERSION = 4;
    private static final int CHECKSUM = 8;
    private static final int COVERED = 12;

    private CheckedBlock() {}

    /// An empty block; put the fields from [#FIELDS] on, then [#seal].
    public static ByteBuffer create(int magic, int version) {
        return ByteBuffer.allocate(BYTES).putInt(MAGIC, magic).putInt(VERSION, version);
    }

    public static ByteBuffer seal(ByteBuffer block) {
        return block.putInt(CHECKSUM, checksum(block)).clear();
    }

    /// What is wrong with a block, or null when it is whole. A wrong file, a newer one, a cut one and a damaged one are
    /// four different answers.
    public static @Nullable String fault(ByteBuffer block, int magic, int version) {
        if (block.limit() < BYTES) {
            return "it ends after " + block.limit() + " of " + BYTES + " bytes";
        }
        if (block.getInt(MAGIC) != magic) {
            return "it has not the magic of this kind of file but 0x" + Integer.toHexString(block.getInt(MAGIC));
        }
        if (block.getInt(VERSION) != version) {
            return "format version " + block.getInt(VERSION) + " is not known here";
        }
        int expected = checksum(block);
        if (block.getInt(CHECKSUM) != expected) {
            return String.format("checksum 0x%08x instead of 0x%08x", block.getInt(CHECKSUM), expected);
        }
        return null;
    }

    private static int checksum(ByteBuffer block) {
        CRC32C crc = new CRC32C();
        crc.update(block.slice(COVERED, BYTES - COVERED));
        return (int) crc.getValue();
    }
}
