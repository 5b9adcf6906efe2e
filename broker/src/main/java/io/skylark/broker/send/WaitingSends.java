package io.skylark.broker.send;

import io.skylark.net.Exchange;
import io.skylark.protocol.api.SendMessage;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The sends of one connection that wait while their topic is created for one before them, so that none overtakes it.
/// Owned by the event loop of the connection.
final class WaitingSends {
    /// Sends that wait on one connection; further ones are refused as busy.
    private static final int MAX_WAITING = 10_000;

    /// By topic: a topic is here from the first send that finds it missing until nobody waits any more.
    private final Map<String, Queue<Waiting>> topics = new HashMap<>();

    private int count;

    record Waiting(Exchange exchange, SendMessage.Request request) {}

    /// Whether sends to this topic have to wait.
    boolean isClosed(String topic) {
        return !topics.isEmpty() && topics.containsKey(topic);
    }

    /// From here on sends to this topic wait.
    void close(String topic) {
        topics.computeIfAbsent(topic, name -> new ArrayDeque<>());
    }

    /// False when too many wait already.
    boolean add(String topic, Waiting send) {
        Queue<Waiting> queue = topics.get(topic);
        if (queue == null || count == MAX_WAITING) {
            return false;
        }
        count++;
        return queue.add(send);
    }

    /// The next one; null when there is none, and the topic is open again.
    @Nullable Waiting next(String topic) {
        Queue<Waiting> queue = topics.get(topic);
        Waiting next = queue == null ? null : queue.poll();
        if (next == null) {
            topics.remove(topic);
        } else {
            count--;
        }
        return next;
    }
}
