package io.skylark.log.index;

import java.util.concurrent.atomic.AtomicLongArray;

/// What was appended to the queues of one topic since the log was replayed: how many messages of which size, and their
/// bytes. Written by the log-applier, read by any thread, which may see a message before its bytes.
public final class TopicVolume {
    /// Upper limits of the classes of sizes, in bytes; the last class has none.
    private static final int[] LIMITS = {1 << 10, 4 << 10, 512 << 10, 1 << 20, 2 << 20, 4 << 20};

    private static final int CLASSES = LIMITS.length + 1;
    private static final int BYTES = CLASSES;

    private final AtomicLongArray cells = new AtomicLongArray(CLASSES + 1);

    /// How many messages are in each class of sizes, smallest first, and the bytes of all.
    public record Reading(long[] messagesBySize, long bytes) {
        static final Reading NOTHING = new Reading(new long[CLASSES], 0);

        public long messages() {
            long all = 0;
            for (long some : messagesBySize) {
                all += some;
            }
            return all;
        }

        Reading plus(Reading other) {
            long[] sum = messagesBySize.clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other.messagesBySize[i];
            }
            return new Reading(sum, bytes + other.bytes);
        }
    }

    /// Upper limits of the classes of sizes, in bytes, without that of the last class, which has none.
    public static int[] sizeLimits() {
        return LIMITS.clone();
    }

    /// One thread alone adds, so an addition is a read and a write.
    void add(int size) {
        int sizeClass = 0;
        while (sizeClass < LIMITS.length && size > LIMITS[sizeClass]) {
            sizeClass++;
        }
        cells.setOpaque(sizeClass, cells.getPlain(sizeClass) + 1);
        cells.setOpaque(BYTES, cells.getPlain(BYTES) + size);
    }

    /// What was replayed is not counted. Starting thread.
    void reset() {
        for (int i = 0; i < cells.length(); i++) {
            cells.set(i, 0);
        }
    }

    Reading read() {
        long[] messages = new long[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            messages[i] = cells.getOpaque(i);
        }
        return new Reading(messages, cells.getOpaque(BYTES));
    }
}
