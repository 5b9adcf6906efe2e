package io.skylark.log.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The queues of one topic, by id.
///
/// Shared: any thread finds without a lock; queues are made under the monitor of [Queues].
final class TopicQueues {
    private static final int GROWTH = 4;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final IndexedSegments segments;
    private final byte[] utf8;
    private final String name;
    private final long born;
    private final int keysHash;
    private final TopicVolume volume = new TopicVolume();
    private volatile @Nullable LogQueue[] queues = new LogQueue[0];

    /// @param born position where a topic of this name was last removed; 0 for never
    TopicQueues(IndexedSegments segments, ByteBuffer source, int at, int length, long born) {
        this.segments = segments;
        this.born = born;
        utf8 = new byte[length];
        source.get(at, utf8);
        name = new String(utf8, StandardCharsets.UTF_8);
        keysHash = Keys.topicHash(utf8);
    }

    static int hash(ByteBuffer source, int at, int length) {
        long hash = length;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            hash = mix(hash ^ source.getLong(at + i));
        }
        for (; i < length; i++) {
            hash = mix(hash ^ source.get(at + i));
        }
        return (int) (hash ^ hash >>> Integer.SIZE);
    }

    private static long mix(long hash) {
        long product = hash * MIX;
        return product ^ product >>> 29;
    }

    boolean isNamed(ByteBuffer source, int at, int length) {
        if (length != utf8.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (utf8[i] != source.get(at + i)) {
                return false;
            }
        }
        return true;
    }

    IndexedSegments segments() {
        return segments;
    }

    String name() {
        return name;
    }

    /// See [Keys#topicHash(byte\[\])].
    int keysHash() {
        return keysHash;
    }

    long born() {
        return born;
    }

    TopicVolume volume() {
        return volume;
    }

    ByteBuffer utf8() {
        return ByteBuffer.wrap(utf8);
    }

    @Nullable LogQueue find(int queueId) {
        @Nullable LogQueue[] known = queues;
        return queueId >= 0 && queueId < known.length ? known[queueId] : null;
    }

    LogQueue findOrMake(int queueId) {
        LogQueue existing = find(queueId);
        if (existing != null) {
            return existing;
        }
        int length = Math.max(queues.length, (queueId + GROWTH) / GROWTH * GROWTH);
        @Nullable LogQueue[] more = Arrays.copyOf(queues, length);
        LogQueue made = new LogQueue(this, queueId);
        more[queueId] = made;
        queues = more;
        return made;
    }

    List<LogQueue> all() {
        List<LogQueue> all = new ArrayList<>();
        for (LogQueue queue : queues) {
            if (queue != null) {
                all.add(queue);
            }
        }
        return all;
    }
}
