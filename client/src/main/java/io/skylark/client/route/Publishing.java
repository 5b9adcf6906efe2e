package io.skylark.client.route;

import io.skylark.protocol.body.MessageQueue;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// Where messages of one topic may be sent, in turn. Shared by all senders.
public final class Publishing {
    private final List<MessageQueue> queues;
    private final AtomicInteger turn;

    Publishing(List<MessageQueue> queues, AtomicInteger turn) {
        this.queues = queues;
        this.turn = turn;
    }

    /// Never empty.
    public List<MessageQueue> queues() {
        return queues;
    }

    /// The next queue in turn whose broker is not to be avoided, or any when all are.
    public MessageQueue next(Predicate<String> avoided) {
        for (int i = 0; i < queues.size(); i++) {
            MessageQueue queue = inTurn();
            if (!avoided.test(queue.brokerName())) {
                return queue;
            }
        }
        return inTurn();
    }

    private MessageQueue inTurn() {
        return queues.get(Math.floorMod(turn.getAndIncrement(), queues.size()));
    }

    /// The queue of a sharding key. Official clients that select by the hash of the same text choose the same.
    public MessageQueue ofKey(String shardingKey) {
        return queues.get(Math.abs(shardingKey.hashCode() % queues.size()));
    }
}
