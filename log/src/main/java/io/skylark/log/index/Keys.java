package io.skylark.log.index;

import java.nio.ByteBuffer;

/// How keys become hashes: of `topic#key`, so that the same key in another topic is another one. Hashes collide, so what
/// is found by them is a candidate: look at the message.
public final class Keys {
    /// Further keys of one message are not indexed, so that an index cannot outgrow its segment.
    public static final int MAX_PER_MESSAGE = 32;

    private static final byte SEPARATOR = '#';
    private static final int FACTOR = 31;

    private Keys() {}

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
}
