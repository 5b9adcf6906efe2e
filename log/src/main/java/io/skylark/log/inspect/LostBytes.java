package io.skylark.log.inspect;

import io.skylark.log.EntryType;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.FrameReader;
import io.skylark.log.segment.LostFrame;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads from damaged bytes what was in them: which messages of which queues. A message counts when its inner lengths
/// agree with its size and its queue has other messages in the log; the damage is then somewhere in its content. What
/// remains may have been messages of any queue, as many as would fit.
final class LostBytes {
    /// Bytes of a stored message with an empty body, one byte of topic, and no properties.
    private static final int MIN_MESSAGE_BYTES = 92;

    private final QueueNames names;
    private final Map<String, Integer> messagesByQueue = new TreeMap<>();
    private long unexplained;

    LostBytes(QueueNames names) {
        this.names = names;
    }

    /// @param entries how many entries were there, 0 when that is not known
    LostFrame read(ByteBuffer source, int from, int to, long missing, long entries) {
        unexplained = to - from + missing;
        int messageEnd = -1;
        int tableChanges = 0;
        int at = from;
        while (at < to) {
            int known = tableChange(source, at, to);
            tableChanges += known > 0 ? 1 : 0;
            if (known == 0) {
                known = message(source, at, to);
                messageEnd = known > 0 ? at + known : messageEnd;
            }
            if (known == 0 && at == messageEnd) {
                unexplained -= Math.min(to, FrameLayout.align(at)) - at;
            }
            unexplained -= known;
            at += Math.max(1, known);
        }
        int messages = messagesByQueue.values().stream().mapToInt(Integer::intValue).sum();
        long headers = entries == 0 ? messages : entries - tableChanges;
        long rest = Math.max(0, unexplained - FrameLayout.HEADER_BYTES * headers);
        return new LostFrame((int) Math.min(Integer.MAX_VALUE, rest / MIN_MESSAGE_BYTES), items());
    }

    /// Bytes of the frame at `at` when it looks like the change of a table, else 0.
    private static int tableChange(ByteBuffer source, int at, int to) {
        boolean looks = at % Long.BYTES == 0
                && FrameReader.looksLikeFrame(source, at, to)
                && FrameReader.typeCode(source, at) >= EntryType.FIRST_TABLE_CODE;
        return looks ? FrameReader.next(source, at) - at : 0;
    }

    /// Bytes of the message at `at` when there is one, else 0.
    private int message(ByteBuffer source, int at, int to) {
        if (EntryFault.message(source, at, to - at) != null) {
            return 0;
        }
        int topicAt = at + MessageLayout.topicAt(source, at);
        int topicBytes = MessageLayout.topicLength(source, at);
        int queueId = MessageLayout.queueId(source, at);
        if (!names.contains(source, topicAt, topicBytes, queueId)) {
            return 0;
        }
        String topic = StandardCharsets.UTF_8.decode(source.slice(topicAt, topicBytes)).toString();
        messagesByQueue.merge(queueId + " " + topic, 1, Integer::sum);
        return MessageLayout.totalSize(source, at);
    }

    private List<LostFrame.LostMessages> items() {
        List<LostFrame.LostMessages> items = new ArrayList<>();
        messagesByQueue.forEach((queue, messages) -> {
            int space = queue.indexOf(' ');
            items.add(new LostFrame.LostMessages(
                    queue.substring(space + 1), Integer.parseInt(queue.substring(0, space)), messages));
        });
        return items;
    }
}
