package io.skylark.log.segment;

import io.skylark.log.EntryType;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Completes frames in memory: header, alignment and checksum. Owned by one thread, the log-writer.
public final class FrameWriter {
    private final CRC32C crc = new CRC32C();

    /// Makes a frame at `at` of the body that was already written [FrameLayout#HEADER_BYTES] behind it. The buffer's
    /// position and limit may be anything, and are anything afterwards.
    ///
    /// @param position of the frame in the log
    public void seal(
            ByteBuffer target, int at, int bodySize, int typeCode, long index, long term, long time, long position) {
        int size = FrameLayout.HEADER_BYTES + bodySize;
        int end = at + FrameLayout.align(size);
        target.limit(end);
        for (int zero = at + size; zero < end; zero++) {
            target.put(zero, (byte) 0);
        }
        header(target, at, size, typeCode, index, term, time);
        checksum(target, at, end, position);
    }

    /// Makes the padding frame that closes a segment, `rest` bytes before its end. Only the header is written: the zeros
    /// behind it are in the file already.
    public void pad(ByteBuffer target, int at, int rest, long lastIndex, long lastTerm, long position) {
        int end = at + FrameLayout.HEADER_BYTES;
        target.limit(end);
        header(target, at, rest, EntryType.PADDING.code(), lastIndex, lastTerm, 0);
        checksum(target, at, end, position);
    }

    private static void header(ByteBuffer target, int at, int size, int typeCode, long index, long term, long time) {
        target.putInt(at + FrameLayout.MAGIC, FrameLayout.MAGIC_V1);
        target.putInt(at + FrameLayout.SIZE, size);
        target.put(at + FrameLayout.TYPE, (byte) typeCode);
        target.put(at + FrameLayout.FLAGS, (byte) 0);
        target.putShort(at + FrameLayout.RESERVED, (short) 0);
        target.putLong(at + FrameLayout.INDEX, index);
        target.putLong(at + FrameLayout.TERM, term);
        target.putLong(at + FrameLayout.TIME, time);
    }

    private void checksum(ByteBuffer target, int at, int end, long position) {
        crc.reset();
        crc.update(target.limit(end).position(at + FrameLayout.SIZE));
        target.putInt(at + FrameLayout.CHECKSUM, (int) crc.getValue() ^ FrameLayout.fold(position));
    }
}
