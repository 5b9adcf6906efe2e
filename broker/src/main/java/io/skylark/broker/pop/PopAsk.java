package io.skylark.broker.pop;

import io.skylark.log.index.TagFilter;
import io.skylark.protocol.api.PopMessage;
import org.jspecify.annotations.Nullable;

/// A pop that passed all checks.
///
/// @param firstQueue where to start, so that all queues get their turn
/// @param queues how many queues to look at, from there on and round
/// @param allQueues queues of the topic
/// @param initMode where a group without an offset starts, see `PopMessage`
record PopAsk(
        String group,
        String topic,
        int firstQueue,
        int queues,
        int allQueues,
        TagFilter filter,
        int maxMessages,
        long invisibleMillis,
        int initMode,
        boolean order,
        @Nullable String attemptId) {

    /// The queue, or any queue, that it waits for.
    PopKey waitsFor() {
        return new PopKey(group, topic, queues == 1 ? firstQueue : PopMessage.ANY_QUEUE);
    }

    PopKey key(int i) {
        return new PopKey(group, topic, (firstQueue + i) % allQueues);
    }
}
