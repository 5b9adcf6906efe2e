package io.skylark.log.inspect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Which queues occur in a log, and from where on.
final class QueueNames {
    private static final long NEVER = -1;
    private static final int GROWTH = 8;
    private static final long[] NOTHING = {};

    private final Map<ByteBuffer, long[]> firstPositions = new HashMap<>();
    private int queues;

    /// Hears the name of a queue.
    interface Visitor {
        void queue(String topic, int queueId);
    }

    void add(ByteBuffer source, int topicAt, int topicBytes, int queueId, long position) {
        ByteBuffer topic = source.slice(topicAt, topicBytes);
        long[] known = firstPositions.getOrDefault(topic, NOTHING);
        if (queueId < known.length && known[queueId] != NEVER) {
            return;
        }
        int length = known.length;
        if (queueId >= length) {
            known = Arrays.copyOf(known, queueId + GROWTH);
            Arrays.fill(known, length, known.length, NEVER);
            firstPositions.put(ByteBuffer.allocate(topicBytes).put(topic).clear().asReadOnlyBuffer(), known);
        }
        known[queueId] = position;
        queues++;
    }

    boolean contains(ByteBuffer source, int topicAt, int topicBytes, int queueId) {
        long[] known = firstPositions.getOrDefault(source.slice(topicAt, topicBytes), NOTHING);
        return queueId >= 0 && queueId < known.length && known[queueId] != NEVER;
    }

    /// Names the queues of which the first message lies at `position` or behind it.
    void startingFrom(long position, Visitor visitor) {
        firstPositions.forEach((topic, known) -> {
            for (int queueId = 0; queueId < known.length; queueId++) {
                if (known[queueId] >= position) {
                    visitor.queue(StandardCharsets.UTF_8.decode(topic.duplicate()).toString(), queueId);
                }
            }
        });
    }

    int topics() {
        return firstPositions.size();
    }

    int queues() {
        return queues;
    }
}
