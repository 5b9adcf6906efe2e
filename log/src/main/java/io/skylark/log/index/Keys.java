package io.skylark.log.index;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongPredicate;

/// Finds messages by their keys: for each segment a table from the hash of `topic#key` to positions.
///
/// Hashes collide, so what is found is a candidate: look at the message.
///
/// Shared: the log-applier adds, any thread looks up without a lock.
public final class Keys {
    private static final byte SEPARATOR = '#';
    private static final int FACTOR = 31;

    private final long segmentBytes;
    private volatile SegmentKeys[] segments = {};

    public Keys(long segmentBytes) {
        this.segmentBytes = segmentBytes;
    }

    /// The part of the hash that all keys of a topic share.
    public static int topicHash(ByteBuffer source, int at, int length) {
        return extend(0, source, at, length) * FACTOR + SEPARATOR;
    }

    /// The hash of a key in the topic with this hash.
    public static int keyHash(int topicHash, ByteBuffer source, int at, int length) {
        return extend(topicHash, source, at, length);
    }

    private static int extend(int start, ByteBuffer source, int at, int length) {
        int hash = start;
        for (int i = at; i < at + length; i++) {
            hash = FACTOR * hash + source.get(i);
        }
        return hash;
    }

    /// Adds a key of the message at `position`. Positions only grow. Log-applier.
    public void add(int keyHash, long position, long time) {
        SegmentKeys[] known = segments;
        long base = position - position % segmentBytes;
        if (known.length == 0 || known[known.length - 1].base() != base) {
            known = Arrays.copyOf(known, known.length + 1);
            known[known.length - 1] = new SegmentKeys(base, segmentBytes);
            segments = known;
        }
        known[known.length - 1].add(keyHash, position, time);
    }

    /// Hands out the positions of messages that may have the key, newest first, until the visitor has enough. Segments
    /// that have nothing from between the times are left out.
    public void visit(int keyHash, long beginTime, long endTime, LongPredicate wantsMore) {
        SegmentKeys[] known = segments;
        for (int i = known.length - 1; i >= 0; i--) {
            if (!known[i].visit(keyHash, beginTime, endTime, wantsMore)) {
                return;
            }
        }
    }
}
