package io.skylark.log.index;

/// How keys become hashes: of `topic#key`, so that the same key in another topic is another one. Hashes collide, so what
/// is found by them is a candidate: look at the message.
public final class Keys {
    /// Further keys of one message are not indexed, so that an index cannot outgrow its segment.
    public static final int MAX_PER_MESSAGE = 32;

    private static final byte SEPARATOR = '#';
    private static final int FACTOR = 31;
    private static final int FACTOR_2 = FACTOR * FACTOR;
    private static final int FACTOR_3 = FACTOR_2 * FACTOR;
    private static final int FACTOR_4 = FACTOR_3 * FACTOR;

    private Keys() {}

    /// The part of the hash that all keys of a topic share.
    ///
    /// @param topic UTF-8
    public static int topicHash(byte[] topic) {
        return extend(0, topic, 0, topic.length) * FACTOR + SEPARATOR;
    }

    /// The hash of a key in the topic with this hash.
    public static int keyHash(int topicHash, byte[] source, int at, int length) {
        return extend(topicHash, source, at, length);
    }

    /// Four bytes at a time, because each step has to wait for the one before.
    private static int extend(int start, byte[] source, int at, int length) {
        int hash = start;
        int end = at + length;
        int i = at;
        for (; i + 4 <= end; i += 4) {
            hash = FACTOR_4 * hash
                    + FACTOR_3 * source[i]
                    + FACTOR_2 * source[i + 1]
                    + FACTOR * source[i + 2]
                    + source[i + 3];
        }
        for (; i < end; i++) {
            hash = FACTOR * hash + source[i];
        }
        return hash;
    }
}
