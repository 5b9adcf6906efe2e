package io.skylark.cli.message;

import io.skylark.cli.frame.CommandException;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.TopicQueue;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.TopicNames;
import io.skylark.protocol.body.MessageQueue;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// The dead letters of one group, read in the order of their queues, without a group of their own.
final class DeadLetters {
    private final Admin admin;
    private final List<TopicQueue> queues;

    /// @throws CommandException when the group has none
    DeadLetters(Admin admin, String group) {
        this.admin = admin;
        try {
            this.queues = admin.topics().describe(TopicNames.deadLetterTopic(group)).queues();
        } catch (TopicNotFoundException none) {
            throw CommandException.notFound("group " + group + " has no dead letters");
        }
    }

    long count() {
        return queues.stream().mapToLong(TopicQueue::messages).sum();
    }

    /// Those that were stored at a time or later.
    void forEach(Instant since, Consumer<ReceivedMessage> action) {
        for (TopicQueue bounds : queues) {
            MessageQueue queue = bounds.queue();
            long offset = since.equals(Instant.EPOCH) ? bounds.minOffset() : admin.messages().offsetAt(queue, since);
            while (offset < bounds.maxOffset()) {
                List<ReceivedMessage> run = admin.messages().from(queue, offset);
                if (run.isEmpty()) {
                    break;
                }
                run.stream().filter(message -> !message.storeTime().isBefore(since)).forEach(action);
                offset = run.getLast().queueOffset() + 1;
            }
        }
    }
}
