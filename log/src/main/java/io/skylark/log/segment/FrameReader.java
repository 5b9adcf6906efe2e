package io.skylark.log.segment;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Checks frames and reads them in place. Owned by one thread.
public final class FrameReader {
    private final CRC32C crc = new CRC32C();

    /// What is wrong with the frame at `at`, or null when it is whole. Moves the buffer's position; its limit must be
    /// the end of the segment.
    ///
    /// @param position of the frame in the log
    public @Nullable String fault(ByteBuffer source, int at, long position) {
        int rest = source.limit() - at;
        if (rest < FrameLayout.HEADER_BYTES) {
            return "only " + rest + " bytes are left in the segment";
        }
        int magic = source.getInt(at + FrameLayout.MAGIC);
        if (magic != FrameLayout.MAGIC_V1) {
            return (magic ^ FrameLayout.MAGIC_V1) >>> 8 == 0
                    ? "format version " + (magic & 0xFF) + " is not known here"
                    : "no frame magic but 0x" + Integer.toHexString(magic);
        }
        int size = source.getInt(at + FrameLayout.SIZE);
        if (size < FrameLayout.HEADER_BYTES || size > rest || FrameLayout.align(size) > rest) {
            return "frame size " + size + " is outside " + FrameLayout.HEADER_BYTES + " to " + rest;
        }
        boolean padding = source.get(at + FrameLayout.TYPE) == EntryType.PADDING.code();
        if (padding && size != rest) {
            return "padding of " + size + " bytes does not end with its segment, " + rest + " bytes are left";
        }
        int end = at + (padding ? FrameLayout.HEADER_BYTES : FrameLayout.align(size));
        int stored = source.getInt(at + FrameLayout.CHECKSUM);
        int expected = checksum(source, at, end, position);
        if (stored != expected) {
            return String.format("checksum 0x%08x instead of 0x%08x", stored, expected);
        }
        return padding ? Zeros.fault(source, end, source.limit()) : null;
    }

    private int checksum(ByteBuffer source, int at, int end, long position) {
        int limit = source.limit();
        crc.reset();
        crc.update(source.limit(end).position(at + FrameLayout.SIZE));
        source.limit(limit);
        return (int) crc.getValue() ^ FrameLayout.fold(position);
    }

    /// Whether there is a header of a frame at `at` that ends before `to`. Its checksum is not looked at.
    public static boolean looksLikeFrame(ByteBuffer source, int at, int to) {
        if (to - at < FrameLayout.HEADER_BYTES || source.getInt(at + FrameLayout.MAGIC) != FrameLayout.MAGIC_V1) {
            return false;
        }
        int size = source.getInt(at + FrameLayout.SIZE);
        return size >= FrameLayout.HEADER_BYTES && size <= to - at && FrameLayout.align(size) <= to - at;
    }

    /// Type of the entry in the frame at `at`.
    public static int typeCode(ByteBuffer source, int at) {
        return source.get(at + FrameLayout.TYPE);
    }

    /// Time of the entry in the frame at `at`, ms.
    public static long time(ByteBuffer source, int at) {
        return source.getLong(at + FrameLayout.TIME);
    }

    /// Where the frame behind the one at `at` starts in the buffer.
    public static int next(ByteBuffer source, int at) {
        return at + FrameLayout.align(source.getInt(at + FrameLayout.SIZE));
    }

    /// Points the view at a frame that is known to be whole, and returns where the next one starts in the buffer.
    ///
    /// @param position of the frame in the log; that of the view is the body's
    public static int read(ByteBuffer source, int at, long position, EntryView view) {
        int size = source.getInt(at + FrameLayout.SIZE);
        view.wrap(
                source.get(at + FrameLayout.TYPE),
                source.getLong(at + FrameLayout.INDEX),
                source.getLong(at + FrameLayout.TERM),
                source.getLong(at + FrameLayout.TIME),
                position + FrameLayout.HEADER_BYTES);
        view.body(source, at + FrameLayout.HEADER_BYTES, size - FrameLayout.HEADER_BYTES);
        return at + FrameLayout.align(size);
    }
}
