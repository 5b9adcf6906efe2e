package io.skylark.broker.order;

import io.skylark.protocol.body.MessageQueue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody else holds the lock of a queue from here on. An entry of the log is a run of these, big-endian: `queue id 4`,
/// then `length 2 + UTF-8` of topic, broker name, group, and client id, which is empty for nobody.
///
/// @param holder null for nobody
record LockChange(String group, MessageQueue queue, @Nullable String holder) {
    /// Longest of each of the four names.
    static final int MAX_NAME_BYTES = 1_024;

    private static final int FIXED_BYTES = 4 + 4 * 2;

    static boolean isTooLong(String name) {
        // three bytes of UTF-8 for a char at most
        return name.length() > MAX_NAME_BYTES / 3 && name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES;
    }

    static byte[] encode(List<LockChange> changes) {
        List<byte[]> names = new ArrayList<>(4 * changes.size());
        int size = 0;
        for (LockChange change : changes) {
            size += FIXED_BYTES;
            for (String name : change.names()) {
                byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
                size += utf8.length;
                names.add(utf8);
            }
        }
        ByteBuffer entry = ByteBuffer.allocate(size);
        int next = 0;
        for (LockChange change : changes) {
            entry.putInt(change.queue.queueId());
            for (int end = next + 4; next < end; next++) {
                entry.putShort((short) names.get(next).length).put(names.get(next));
            }
        }
        return entry.array();
    }

    private List<String> names() {
        return List.of(queue.topic(), queue.brokerName(), group, holder == null ? "" : holder);
    }

    static List<LockChange> decode(ByteBuffer entry) {
        List<LockChange> changes = new ArrayList<>();
        while (entry.hasRemaining()) {
            int queueId = entry.getInt();
            MessageQueue queue = new MessageQueue(text(entry), text(entry), queueId);
            String group = text(entry);
            String holder = text(entry);
            changes.add(new LockChange(group, queue, holder.isEmpty() ? null : holder));
        }
        return changes;
    }

    private static String text(ByteBuffer entry) {
        byte[] utf8 = new byte[entry.getShort() & 0xFFFF];
        entry.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
