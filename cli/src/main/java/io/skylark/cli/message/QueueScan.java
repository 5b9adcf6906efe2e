package io.skylark.cli.message;

import io.skylark.client.admin.Admin;
import io.skylark.client.admin.TopicQueue;
import io.skylark.client.message.ReceivedMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/// Reads messages of some queues of a topic without a group.
final class QueueScan {
    private static final Comparator<ReceivedMessage> BY_TIME = Comparator.comparing(ReceivedMessage::storeTime)
            .thenComparing(ReceivedMessage::queue)
            .thenComparingLong(ReceivedMessage::queueOffset);

    private final Admin admin;
    private final List<TopicQueue> queues;
    private final int max;

    /// @param max how many messages at most
    /// @throws io.skylark.client.error.TopicNotFoundException when there is no such topic
    QueueScan(Admin admin, String topic, QueueChoice choice, int max) {
        this.admin = admin;
        this.queues = admin.topics().describe(topic).queues().stream()
                .filter(queue -> choice.includes(queue.queue()))
                .toList();
        this.max = max;
    }

    /// From an offset of each queue on, the oldest first.
    List<ReceivedMessage> from(long offset, Instant until) {
        return first(read(queue -> Math.max(offset, queue.minOffset()), until));
    }

    /// From a time on, the oldest first.
    List<ReceivedMessage> since(Instant time, Instant until) {
        return first(read(queue -> admin.messages().offsetAt(queue.queue(), time), until).stream()
                .filter(message -> !message.storeTime().isBefore(time))
                .toList());
    }

    /// The newest before a time, the oldest of them first.
    List<ReceivedMessage> newest(Instant until) {
        List<ReceivedMessage> found = read(queue -> {
            long end = until.isBefore(Instant.MAX) && queue.lastUpdate().filter(until::isBefore).isPresent()
                    ? admin.messages().offsetAt(queue.queue(), until.plusMillis(1))
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
            long offset = start.applyAsLong(queue);
            int taken = 0;
            while (taken < max && offset < queue.maxOffset()) {
                List<ReceivedMessage> run = admin.messages().from(queue.queue(), offset);
                List<ReceivedMessage> wanted = run.stream()
                        .filter(message -> !message.storeTime().isAfter(until))
                        .limit(max - taken)
                        .toList();
                found.addAll(wanted);
                taken += wanted.size();
                if (run.isEmpty() || wanted.size() < run.size()) {
                    break;
                }
                offset = run.getLast().queueOffset() + 1;
            }
        }
        return found;
    }
}
