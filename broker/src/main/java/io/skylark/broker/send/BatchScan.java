package io.skylark.broker.send;

import io.skylark.message.BatchBody;
import io.skylark.message.MessageEncoder;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Looks through a batch where it lies: whether all its messages are plain, and how large they will be in the log. Reused;
/// owned by one event loop.
final class BatchScan {
    /// Larger batches go the general way; clients send at most 1,024 by themselves.
    static final int MAX_MESSAGES = 4096;

    private static final int FIRST_MESSAGES = 32;
    private static final int FIRST_BYTES = 256;

    private byte[] properties = {};
    private int[] sizes = {};
    private int count;
    private int sum;

    /// False when the batch is broken, or a message of it is not plain.
    ///
    /// @param source the batch, from its position to its limit
    /// @param fixedBytes of each stored message, besides body and properties
    /// @param addedBytes of properties that each message gets behind its own
    boolean read(ByteBuffer source, int fixedBytes, int addedBytes) {
        count = 0;
        sum = 0;
        int end = source.limit();
        int at = source.position();
        while (at < end) {
            int size = BatchBody.totalSize(source, at);
            if (size < 0 || count == MAX_MESSAGES) {
                return false;
            }
            int length = BatchBody.propertiesLength(source, at);
            if (!isPlain(source, BatchBody.propertiesAt(source, at), length)) {
                return false;
            }
            int stored = MessageEncoder.propertiesSize(length, properties[length - 1], addedBytes);
            int messageBytes = fixedBytes + BatchBody.bodyLength(source, at) + stored;
            if (stored > MessageLayout.MAX_PROPERTIES_BYTES || messageBytes > Integer.MAX_VALUE - sum) {
                return false;
            }
            add(messageBytes);
            at += size;
        }
        return count > 0;
    }

    private boolean isPlain(ByteBuffer source, int at, int length) {
        if (properties.length < length) {
            properties = new byte[Math.max(FIRST_BYTES, Integer.highestOneBit(length) * 2)];
        }
        source.get(at, properties, 0, length);
        return PlainProperties.uniqueKey(properties, 0, length) >= 0;
    }

    private void add(int size) {
        if (count == sizes.length) {
            sizes = Arrays.copyOf(sizes, Math.max(FIRST_MESSAGES, 2 * count));
        }
        sizes[count++] = size;
        sum += size;
    }

    /// The size of each stored message, in order.
    int[] sizes() {
        return Arrays.copyOf(sizes, count);
    }

    /// All of them together.
    int allSizes() {
        return sum;
    }
}
