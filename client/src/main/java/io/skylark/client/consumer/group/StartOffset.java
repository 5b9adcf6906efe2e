package io.skylark.client.consumer.group;

import io.skylark.client.consumer.StartFrom;
import io.skylark.message.TopicNames;
import io.skylark.protocol.body.MessageQueue;
import java.util.OptionalLong;

/// Decides where to begin in a queue: where the group left off, or else where [StartFrom] says. Messages of a retry
/// topic are the group's own failures, so it begins with the first of them, unless a time is given, which says that
/// older ones are not wanted; those that lie in a young queue came with the group itself.
final class StartOffset {
    private StartOffset() {}

    static long of(MessageQueue queue, StartFrom from, Offsets offsets, GroupBrokers brokers) {
        boolean retry = TopicNames.isRetry(queue.topic());
        OptionalLong stored = from.isExact() && !retry ? offsets.stored(queue) : offsets.storedOrYoung(queue);
        if (stored.isPresent()) {
            return stored.getAsLong();
        }
        return switch (from.where()) {
            case CONSUME_FROM_FIRST_OFFSET -> 0;
            case CONSUME_FROM_TIMESTAMP -> retry ? brokers.maxOffset(queue) : brokers.offsetAt(queue, from.time());
            default -> retry ? 0 : brokers.maxOffset(queue);
        };
    }
}
