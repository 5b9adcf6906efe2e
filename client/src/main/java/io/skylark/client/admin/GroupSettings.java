package io.skylark.client.admin;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.TopicNames;
import io.skylark.protocol.api.ConsumerGroup;

/// A consumer group to be, on each broker. Start from [#of(String)] and change with the `with` methods.
///
/// @param consume whether its members get messages at all
/// @param broadcast whether its members may ask for all messages each
/// @param ordered whether it consumes in order, which brokers need to know of groups that pop
/// @param maxRetries how often a message that failed comes back before it goes to the dead letters
/// @param retryQueues of its retry topic
public record GroupSettings(
        String name, boolean consume, boolean broadcast, boolean ordered, int maxRetries, int retryQueues) {

    private static final int STANDARD_RETRIES = 16;

    /// @throws MessageRejectedException when the name is not legal
    public GroupSettings {
        String fault = TopicNames.groupFault(name);
        if (fault != null) {
            throw new MessageRejectedException(fault);
        }
        if (maxRetries < 0 || retryQueues < 0) {
            throw new IllegalArgumentException("retries and retry queues must not be negative");
        }
    }

    /// What a group has that nobody configured: 16 retries, one retry queue.
    public static GroupSettings of(String name) {
        return new GroupSettings(name, true, true, false, STANDARD_RETRIES, 1);
    }

    public GroupSettings withConsume(boolean value) {
        return new GroupSettings(name, value, broadcast, ordered, maxRetries, retryQueues);
    }

    public GroupSettings withBroadcast(boolean value) {
        return new GroupSettings(name, consume, value, ordered, maxRetries, retryQueues);
    }

    public GroupSettings withOrdered(boolean value) {
        return new GroupSettings(name, consume, broadcast, value, maxRetries, retryQueues);
    }

    public GroupSettings withMaxRetries(int value) {
        return new GroupSettings(name, consume, broadcast, ordered, value, retryQueues);
    }

    public GroupSettings withRetryQueues(int value) {
        return new GroupSettings(name, consume, broadcast, ordered, maxRetries, value);
    }

    ConsumerGroup.Settings onWire() {
        return new ConsumerGroup.Settings(name, consume, broadcast, ordered, retryQueues, maxRetries, true, 0);
    }
}
