package io.skylark.log.segment;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Looks for bytes that are not zero.
public final class Zeros {
    private static final int BLOCK_BYTES = 64 << 10;
    private static final ByteBuffer BLOCK = ByteBuffer.allocateDirect(BLOCK_BYTES).asReadOnlyBuffer();

    private Zeros() {}

    /// A buffer of up to 64 KiB of zeros.
    public static ByteBuffer block(int size) {
        return BLOCK.slice(0, Math.min(size, BLOCK_BYTES));
    }

    /// Says where the first byte that is not zero lies, or null when there is none.
    static @Nullable String fault(ByteBuffer source, int from, int to) {
        for (int at = from; at < to; at += BLOCK_BYTES) {
            int size = Math.min(BLOCK_BYTES, to - at);
            int mismatch = source.slice(at, size).mismatch(block(size));
            if (mismatch >= 0) {
                return "byte " + (at + mismatch - from) + " of the padding is not zero";
            }
        }
        return null;
    }

    /// End of the last byte in the range that is not zero; `from` when there is none.
    public static int dirtyEnd(ByteBuffer source, int from, int to) {
        int end = to;
        while (end > from) {
            int start = Math.max(from, end - BLOCK_BYTES);
            if (source.slice(start, end - start).mismatch(block(end - start)) >= 0) {
                while (source.get(end - 1) == 0) {
                    end--;
                }
                return end;
            }
            end = start;
        }
        return from;
    }
}
