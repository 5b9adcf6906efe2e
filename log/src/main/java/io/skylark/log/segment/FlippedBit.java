package io.skylark.log.segment;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Finds the one bit that was flipped in a frame. A CRC is linear: the difference between the checksum that is stored
/// and the one that is computed depends on the place of the flipped bit alone, and is another for every place in a
/// frame of less than 2^31 bits. So a frame in which nothing else is wrong is restored exactly.
///
/// Damage of more bits looks like one flipped bit with a chance of about bits / 2^32; one in half a million for 1 KiB.
/// The caller therefore looks at what comes out as if it had been read from a disk.
public final class FlippedBit {
    private static final int REVERSED_POLYNOMIAL = 0x82F63B78;
    private static final int MAX_FRAME_BYTES = 32 << 20;

    private FlippedBit() {}

    /// A copy of the frame with the bit turned back, or null when more than one is wrong.
    ///
    /// @param source the whole frame, from its first byte to the next frame
    /// @param position of the frame in the log
    public static @Nullable ByteBuffer restore(ByteBuffer source, long position) {
        int size = source.remaining();
        if (size < FrameLayout.HEADER_BYTES || size > MAX_FRAME_BYTES) {
            return null;
        }
        ByteBuffer frame = ByteBuffer.allocate(size).put(source.duplicate()).clear();
        int computed = checksum(frame, position);
        int difference = frame.getInt(FrameLayout.CHECKSUM) ^ computed;
        int magic = frame.getInt(FrameLayout.MAGIC) ^ FrameLayout.MAGIC_V1;
        if (difference == 0) {
            return Integer.bitCount(magic) == 1 ? frame.putInt(FrameLayout.MAGIC, FrameLayout.MAGIC_V1) : null;
        }
        if (magic != 0) {
            return null;
        }
        if (Integer.bitCount(difference) == 1) {
            return frame.putInt(FrameLayout.CHECKSUM, computed);
        }
        long fromEnd = bitsFromEnd(difference, 8L * (size - FrameLayout.SIZE));
        if (fromEnd < 0) {
            return null;
        }
        long bit = 8L * size - fromEnd;
        int at = (int) (bit >>> 3);
        return frame.put(at, (byte) (frame.get(at) ^ 1 << (bit & 7)));
    }

    /// How many bits before the end the flipped one lies, 1 for the last; -1 when no single bit makes this difference.
    private static long bitsFromEnd(int difference, long bits) {
        int register = 1;
        for (long distance = 1; distance <= bits; distance++) {
            register = (register & 1) != 0 ? register >>> 1 ^ REVERSED_POLYNOMIAL : register >>> 1;
            if (register == difference) {
                return distance;
            }
        }
        return -1;
    }

    private static int checksum(ByteBuffer frame, long position) {
        CRC32C crc = new CRC32C();
        crc.update(frame.slice(FrameLayout.SIZE, frame.limit() - FrameLayout.SIZE));
        return (int) crc.getValue() ^ FrameLayout.fold(position);
    }
}
