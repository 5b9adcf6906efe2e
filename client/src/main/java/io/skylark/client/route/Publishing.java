package io.skylark.client.route;

import io.skylark.protocol.body.MessageQueue;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

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

    /// The next queue in turn; of another broker than the one that just failed, if there is another.
    public MessageQueue next(@Nullable String failedBroker) {
        for (int i = 0; i < queues.size(); i++) {
            MessageQueue queue = inTurn();
            if (!queue.brokerName().equals(failedBroker)) {
                return queue;
            }
        }
        return inTurn();
    }

    private MessageQueue inTurn() {
        return queues.get(Math.floorMod(turn.getAndIncrement(), queues.size()));
    }
}
