package io.skylark.cli.message;

import io.skylark.cli.frame.CommandException;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.DeadLetterAdmin;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.PropertyNames;
import java.time.Instant;
import java.util.function.Consumer;

/// The dead letters of one group.
final class DeadLetters {
    private final DeadLetterAdmin admin;
    private final String group;
    private final long count;

    /// @throws CommandException when the group has none
    DeadLetters(Admin admin, String group) {
        this.admin = admin.deadLetters();
        this.group = group;
        if (!this.admin.groups().contains(group)) {
            throw CommandException.notFound("group " + group + " has no dead letters");
        }
        this.count = this.admin.count(group);
    }

    long count() {
        return count;
    }

    /// Those that were stored at a time or later.
    void forEach(Instant since, Consumer<ReceivedMessage> action) {
        admin.forEach(group, since, action);
    }

    /// The topic that a dead letter was sent to first.
    static String origin(ReceivedMessage message) {
        return message.property(PropertyNames.RETRY_TOPIC)
                .or(() -> message.property(PropertyNames.DEAD_LETTER_ORIGIN_TOPIC))
                .orElse(message.topic());
    }
}
