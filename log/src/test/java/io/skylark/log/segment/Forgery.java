package io.skylark.log.segment;

import io.skylark.log.EntryType;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Gives a damaged frame the checksum of its new content. For tests of the tests: a store then behaves as one that does
/// not look at checksums.
public final class Forgery {
    private Forgery() {}

    /// @param at where the frame starts in the segment
    /// @param base position of the first byte of the segment
    public static void reseal(byte[] segment, int at, long base) {
        ByteBuffer frame = ByteBuffer.wrap(segment);
        boolean padding = frame.get(at + FrameLayout.TYPE) == EntryType.PADDING.code();
        int end = at + (padding ? FrameLayout.HEADER_BYTES : FrameLayout.align(frame.getInt(at + FrameLayout.SIZE)));
        CRC32C crc = new CRC32C();
        crc.update(frame.limit(end).position(at + FrameLayout.SIZE));
        frame.putInt(at + FrameLayout.CHECKSUM, (int) crc.getValue() ^ FrameLayout.fold(base + at));
    }
}
