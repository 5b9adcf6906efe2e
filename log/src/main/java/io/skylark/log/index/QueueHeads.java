package io.skylark.log.index;

import io.skylark.log.EntryType;
import io.skylark.log.TableSnapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The queues in a snapshot, as they were where the sealed segments end: an item of type [EntryType#QUEUES] for each topic.
/// All integers are big-endian.
///
/// | size | field |
/// |---|---|
/// | 2 + n | length and UTF-8 of the topic |
/// | 8 | born: position where a topic of this name was last removed, 0 for never |
/// | 20 each | queue id 4, minimum offset 8, offset of the first message that is not sealed 8 |
public final class QueueHeads implements TableSnapshot {
    private static final int QUEUE_BYTES = 4 + 8 + 8;

    /// So that no offset runs over; nobody gets there.
    private static final long MAX_OFFSET = Long.MAX_VALUE / 2;

    private final Queues queues;

    /// Looks at the queues when it is written: what is not sealed by then must not change, which is so on the janitor.
    public QueueHeads(Queues queues) {
        this.queues = queues;
    }

    @Override
    public void writeTo(Sink sink) {
        Map<String, Long> removals = new HashMap<>(queues.removals());
        for (TopicQueues topic : queues.topics()) {
            removals.remove(topic.name());
            sink.entry(EntryType.QUEUES, 0, encode(topic.name(), topic.born(), topic.all()));
        }
        removals.forEach((topic, born) -> sink.entry(EntryType.QUEUES, 0, encode(topic, born, List.of())));
    }

    private static byte[] encode(String topic, long born, List<LogQueue> queues) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(2 + name.length + Long.BYTES + queues.size() * QUEUE_BYTES);
        body.putShort((short) name.length).put(name).putLong(born);
        for (LogQueue queue : queues) {
            body.putInt(queue.queueId()).putLong(queue.minOffset()).putLong(queue.tailOffset());
        }
        return body.array();
    }

    /// What is wrong with one item, or null.
    public static @Nullable String fault(ByteBuffer body) {
        int nameBytes = body.remaining() < 2 ? -1 : body.getShort() & 0xFFFF;
        if (nameBytes < 0 || body.remaining() < nameBytes + Long.BYTES
                || (body.remaining() - nameBytes - Long.BYTES) % QUEUE_BYTES != 0) {
            return "an item about queues has a wrong size";
        }
        body.position(body.position() + nameBytes);
        if (body.getLong() < 0) {
            return "a topic was removed at a negative position";
        }
        while (body.hasRemaining()) {
            int queueId = body.getInt();
            long min = body.getLong();
            long tail = body.getLong();
            boolean offsets = min >= 0 && min <= MAX_OFFSET && tail >= 0 && tail <= MAX_OFFSET;
            if (queueId < 0 || queueId >= Queues.MAX_QUEUES_PER_TOPIC || !offsets) {
                return "queue " + queueId + " has minimum " + min + " and is sealed up to " + tail;
            }
        }
        return null;
    }

    /// Makes the queues of one item that has no fault.
    public static void restore(Queues queues, ByteBuffer body) {
        byte[] name = new byte[body.getShort() & 0xFFFF];
        body.get(name);
        String topic = new String(name, StandardCharsets.UTF_8);
        long born = body.getLong();
        if (born > 0) {
            queues.removals().put(topic, born);
        }
        while (body.hasRemaining()) {
            LogQueue queue = queues.findOrMake(topic, body.getInt());
            long min = body.getLong();
            queue.restore(min, body.getLong());
        }
    }
}
