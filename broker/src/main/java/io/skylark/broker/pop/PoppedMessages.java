package io.skylark.broker.pop;

import io.skylark.log.store.MessageSink;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.message.TopicNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The messages that one pop hands out: where they are, until they are copied into the answer. A message that comes
/// again says how often it came, and has its handle with it. Owned by the thread that pops.
final class PoppedMessages {
    /// A message as it lies in the log.
    record Found(ByteBuffer source, int at, int size, long offset, long position) {}

    /// A message of one queue that is handed out.
    private record Message(int queueId, Found found, int deliveries, long firstPopTime, byte[] extra) {
        int size() {
            return found.size + extra.length;
        }
    }

    /// Collects what reads find.
    static final class Finds implements MessageSink {
        private final List<Found> finds = new ArrayList<>();
        private int bytes;

        @Override
        public void message(ByteBuffer source, int at, int size, long queueOffset, long position) {
            finds.add(new Found(source, at, size, queueOffset, position));
            bytes += size;
        }

        /// Forgets all but the first `count`.
        void keep(int count) {
            while (finds.size() > count) {
                bytes -= finds.removeLast().size;
            }
        }

        int count() {
            return finds.size();
        }

        int bytes() {
            return bytes;
        }

        List<Found> inOrder() {
            finds.sort(Comparator.comparingLong(Found::offset));
            return finds;
        }
    }

    private final String brokerName;
    private final long popTime;
    private final long invisibleMillis;
    private final int reviveQueueId;
    private final boolean sayHandles;
    private final List<Message> messages = new ArrayList<>();
    private final StringBuilder startOffsets = new StringBuilder();
    private final StringBuilder offsets = new StringBuilder();
    private final StringBuilder orderCounts = new StringBuilder();
    private int sizeBytes;

    PoppedMessages(String topic, String brokerName, long popTime, long invisibleMillis, int reviveQueueId) {
        this.brokerName = brokerName;
        this.popTime = popTime;
        this.invisibleMillis = invisibleMillis;
        this.reviveQueueId = reviveQueueId;
        // clients take the topic of a handle that they make themselves from its retry flag: not for these topics
        this.sayHandles = TopicNames.isRetry(topic);
    }

    /// Adds messages of one queue, in order, with what is known of their flights.
    void add(int queueId, List<Found> finds, List<Flights.Flight> flights) {
        if (finds.isEmpty()) {
            return;
        }
        char flag = sayHandles ? '1' : '0';
        long start = finds.getFirst().offset;
        separate(startOffsets).append(flag).append(' ').append(queueId).append(' ').append(start);
        separate(offsets).append(flag).append(' ').append(queueId).append(' ');
        for (int i = 0; i < finds.size(); i++) {
            Found found = finds.get(i);
            int deliveries = flights.get(i).deliveries();
            offsets.append(i == 0 ? "" : ",").append(found.offset);
            if (deliveries > 1) {
                separate(orderCounts).append(flag).append(" qo").append(queueId).append('%').append(found.offset)
                        .append(' ').append(deliveries - 1);
            }
            byte[] extra = extra(queueId, start, found, deliveries, flights.get(i).firstPopTime());
            Message message = new Message(queueId, found, deliveries, flights.get(i).firstPopTime(), extra);
            messages.add(message);
            sizeBytes += message.size();
        }
        // what clients look at that know no counts of single messages
        int least = flights.stream().mapToInt(Flights.Flight::deliveries).min().orElse(1) - 1;
        separate(orderCounts).append(flag).append(' ').append(queueId).append(' ').append(least);
    }

    private static StringBuilder separate(StringBuilder text) {
        return text.isEmpty() ? text : text.append(';');
    }

    /// Properties that the copy gets; none for a first delivery, whose handle the client makes.
    private byte[] extra(int queueId, long start, Found found, int deliveries, long firstPopTime) {
        if (deliveries == 1 && !sayHandles) {
            return new byte[0];
        }
        PopHandle handle = new PopHandle(
                start, popTime, invisibleMillis, reviveQueueId, 0, brokerName, queueId, found.offset);
        StringBuilder text = new StringBuilder();
        int length = MessageLayout.propertiesLength(found.source, found.at);
        int end = found.at + found.size;
        if (length > 0 && found.source.get(end - 1) != Properties.VALUE_END) {
            text.append((char) Properties.VALUE_END);
        }
        property(text, PropertyNames.POP_CHECKPOINT, handle.text());
        property(text, PropertyNames.FIRST_POP_TIME, Long.toString(firstPopTime));
        byte[] extra = text.toString().getBytes(StandardCharsets.UTF_8);
        return length + extra.length > MessageLayout.MAX_PROPERTIES_BYTES ? new byte[0] : extra;
    }

    private static void property(StringBuilder text, String name, String value) {
        text.append(name).append((char) Properties.NAME_END).append(value).append((char) Properties.VALUE_END);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    int count() {
        return messages.size();
    }

    int sizeBytes() {
        return sizeBytes;
    }

    long popTime() {
        return popTime;
    }

    long invisibleMillis() {
        return invisibleMillis;
    }

    int reviveQueueId() {
        return reviveQueueId;
    }

    String startOffsets() {
        return startOffsets.toString();
    }

    String offsets() {
        return offsets.toString();
    }

    String orderCounts() {
        return orderCounts.toString();
    }

    /// Copies the messages back to back.
    void writeTo(ByteBuffer target) {
        int to = target.position();
        for (Message message : messages) {
            Found found = message.found;
            target.put(to, found.source, found.at, found.size);
            MessageLayout.place(target, to, found.offset, found.position);
            if (message.deliveries > 1) {
                int times = MessageLayout.reconsumeTimes(target, to) + message.deliveries - 1;
                MessageLayout.setReconsumeTimes(target, to, times);
            }
            if (message.extra.length > 0) {
                MessageLayout.appendProperties(target, to, message.extra);
            }
            to += message.size();
        }
        target.position(to);
    }
}
