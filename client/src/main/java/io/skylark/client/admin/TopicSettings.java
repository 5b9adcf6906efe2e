package io.skylark.client.admin;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.TopicNames;
import io.skylark.protocol.body.Permission;
import java.util.Optional;

/// A topic to be, on each broker. Start from [#of(String)] and change with the `with` methods.
///
/// @param readQueues that consumers read
/// @param writeQueues that producers write; fewer than `readQueues` while queues are being taken away
/// @param ordered whether its queues are named to clients one by one, so that a broker that is away changes nothing
/// @param type empty leaves an existing topic as it is
public record TopicSettings(
        String name,
        int readQueues,
        int writeQueues,
        boolean readable,
        boolean writeable,
        boolean ordered,
        Optional<MessageType> type) {

    private static final int STANDARD_QUEUES = 8;

    /// @throws MessageRejectedException when the name is not legal
    public TopicSettings {
        String fault = TopicNames.topicFault(name);
        if (fault != null) {
            throw new MessageRejectedException(fault);
        }
        if (readQueues < 0 || writeQueues < 0) {
            throw new IllegalArgumentException("queue counts must not be negative");
        }
    }

    /// 8 queues that can be read and written.
    public static TopicSettings of(String name) {
        return new TopicSettings(
                name, STANDARD_QUEUES, STANDARD_QUEUES, true, true, false, Optional.empty());
    }

    public TopicSettings withQueues(int value) {
        return withQueues(value, value);
    }

    public TopicSettings withQueues(int read, int write) {
        return new TopicSettings(name, read, write, readable, writeable, ordered, type);
    }

    public TopicSettings withPermission(boolean read, boolean write) {
        return new TopicSettings(name, readQueues, writeQueues, read, write, ordered, type);
    }

    public TopicSettings withOrdered(boolean value) {
        return new TopicSettings(name, readQueues, writeQueues, readable, writeable, value, type);
    }

    public TopicSettings withType(MessageType value) {
        return new TopicSettings(name, readQueues, writeQueues, readable, writeable, ordered, Optional.of(value));
    }

    int permission() {
        return (readable ? Permission.READ : 0) | (writeable ? Permission.WRITE : 0);
    }
}
