package io.skylark.broker.pop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One item of a POP_STATE entry, which is a run of them, big-endian.
///
/// | size | field |
/// |---|---|
/// | 1 | operation: [#BEGIN], [#DONE], [#DELIVERED] |
/// | 4 | queue id |
/// | 8 | begin: the base; done: from, included; delivered: the offset |
/// | 8 | begin: 0; done: to, excluded; delivered: how often |
/// | 8 | when the consumption that it belongs to began, ms; never the same twice for a queue |
/// | 2 + n | topic, UTF-8 |
/// | 2 + n | group, UTF-8 |
record PopEntry(byte operation, PopKey key, long first, long second, long begunAt) {
    /// A group starts, or starts again, at an offset.
    static final byte BEGIN = 1;

    /// A range is acknowledged, expired or not wanted.
    static final byte DONE = 2;

    /// A message was handed out so often, and is not done.
    static final byte DELIVERED = 3;

    private static final int FIXED_BYTES = 1 + 4 + 8 + 8 + 8 + 2 + 2;

    static byte[] begin(PopKey key, long base, long begunAt) {
        return encode(BEGIN, key, base, 0, begunAt);
    }

    static byte[] done(PopKey key, long from, long to, long begunAt) {
        return encode(DONE, key, from, to, begunAt);
    }

    static byte[] delivered(PopKey key, long offset, int count, long begunAt) {
        return encode(DELIVERED, key, offset, count, begunAt);
    }

    private static byte[] encode(byte operation, PopKey key, long first, long second, long begunAt) {
        byte[] topic = key.topic().getBytes(StandardCharsets.UTF_8);
        byte[] group = key.group().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED_BYTES + topic.length + group.length)
                .put(operation).putInt(key.queueId()).putLong(first).putLong(second).putLong(begunAt)
                .putShort((short) topic.length).put(topic)
                .putShort((short) group.length).put(group)
                .array();
    }

    /// Reads the item at the position of `body` and moves behind it.
    static PopEntry decode(ByteBuffer body) {
        byte operation = body.get();
        if (operation < BEGIN || operation > DELIVERED) {
            throw new IllegalStateException("unknown change of pop consumption " + operation);
        }
        int queueId = body.getInt();
        long first = body.getLong();
        long second = body.getLong();
        long begunAt = body.getLong();
        String topic = text(body);
        return new PopEntry(operation, new PopKey(text(body), topic, queueId), first, second, begunAt);
    }

    private static String text(ByteBuffer body) {
        byte[] bytes = new byte[body.getShort() & 0xFFFF];
        body.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
