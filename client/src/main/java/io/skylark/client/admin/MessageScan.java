package io.skylark.client.admin;

import io.skylark.client.message.ReceivedMessage;
import io.skylark.protocol.body.MessageQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// Reads what the queues of a topic hold now, without a group: [MessageAdmin#scan(String, int)]. What is stored later is
/// not seen. Immutable.
public final class MessageScan {
    private static final Comparator<ReceivedMessage> BY_TIME = Comparator.comparing(ReceivedMessage::storeTime)
            .thenComparing(ReceivedMessage::queue)
            .thenComparingLong(ReceivedMessage::queueOffset);

    private final MessageAdmin messages;
    private final List<TopicQueue> queues;
    private final int max;

    /// @param max how many messages at most
    MessageScan(MessageAdmin messages, List<TopicQueue> queues, int max) {
        if (max < 1) {
            throw new IllegalArgumentException("at least 1 message has to be asked for, not " + max);
        }
        this.messages = messages;
        this.queues = queues;
        this.max = max;
    }

    /// The same, of some of the queues.
    public MessageScan within(Predicate<MessageQueue> wanted) {
        return new MessageScan(
                messages, queues.stream().filter(queue -> wanted.test(queue.queue())).toList(), max);
    }

    /// From an offset of each queue on, the oldest first.
    ///
    /// @param until store time, inclusive
    public List<ReceivedMessage> from(long offset, Instant until) {
        return first(read(queue -> Math.max(offset, queue.minOffset()), until));
    }

    /// From a time on, the oldest first.
    ///
    /// @param time store time, inclusive, as `until`
    public List<ReceivedMessage> since(Instant time, Instant until) {
        return first(read(queue -> messages.offsetAt(queue.queue(), time), until).stream()
                .filter(message -> !message.storeTime().isBefore(time))
                .toList());
    }

    /// The newest up to a time, the oldest of them first.
    ///
    /// @param until store time, inclusive
    public List<ReceivedMessage> newest(Instant until) {
        List<ReceivedMessage> found = read(queue -> {
            long end = until.isBefore(Instant.MAX) && queue.lastUpdate().filter(until::isBefore).isPresent()
                    ? messages.offsetAt(queue.queue(), until.plusMillis(1))
                    : queue.maxOffset();
            return Math.max(queue.minOffset(), end - max);
        }, until).stream().sorted(BY_TIME).toList();
        return found.subList(Math.max(0, found.size() - max), found.size());
    }

    private List<ReceivedMessage> first(List<ReceivedMessage> found) {
        return found.stream().sorted(BY_TIME).limit(max).toList();
    }

    private List<ReceivedMessage> read(ToLongFunction<TopicQueue> start, Instant until) {
        List<ReceivedMessage> found = new ArrayList<>();
        for (TopicQueue queue : queues) {
            int wanted = found.size() + max;
            messages.each(queue, start.applyAsLong(queue), message -> {
                boolean inTime = !message.storeTime().isAfter(until);
                if (inTime) {
                    found.add(message);
                }
                return inTime && found.size() < wanted;
            });
        }
        return found;
    }
}
