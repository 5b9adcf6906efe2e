package io.skylark.client.admin;

import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.TopicNames;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Messages that groups gave up, after all their attempts; [MessageAdmin#giveAgain] gives one to its group again. A group
/// without any is no failure: it has none.
public final class DeadLetterAdmin {
    private final Servers servers;

    DeadLetterAdmin(Servers servers) {
        this.servers = servers;
    }

    /// The groups that have, or once had, dead letters.
    public SortedSet<String> groups() {
        SortedSet<String> groups = new TreeSet<>();
        for (String topic : servers.topics()) {
            if (topic.startsWith(TopicNames.DLQ_PREFIX)) {
                groups.add(topic.substring(TopicNames.DLQ_PREFIX.length()));
            }
        }
        return groups;
    }

    /// As [#groups()], without waiting.
    public CompletableFuture<SortedSet<String>> groupsAsync() {
        return servers.later(this::groups);
    }

    /// How many a group has.
    public long count(String group) {
        return queues(group).stream().mapToLong(TopicQueue::messages).sum();
    }

    /// As [#count(String)], without waiting.
    public CompletableFuture<Long> countAsync(String group) {
        return servers.later(() -> count(group));
    }

    /// Those of a group that died last, the oldest of them first. [ReceivedMessage#storeTime()] says when one died.
    ///
    /// @param max how many at most
    public List<ReceivedMessage> newest(String group, int max) {
        return new MessageScan(new MessageAdmin(servers), queues(group), max).newest(Instant.MAX);
    }

    /// As [#newest(String, int)], without waiting.
    public CompletableFuture<List<ReceivedMessage>> newestAsync(String group, int max) {
        return servers.later(() -> newest(group, max));
    }

    /// Hands on those of a group that died at a time or later, in the order of their queues.
    public void forEach(String group, Instant since, Consumer<ReceivedMessage> action) {
        MessageAdmin messages = new MessageAdmin(servers);
        for (TopicQueue bounds : queues(group)) {
            long offset = since.equals(Instant.EPOCH)
                    ? bounds.minOffset()
                    : messages.offsetAt(bounds.queue(), since);
            messages.each(bounds, offset, message -> {
                if (!message.storeTime().isBefore(since)) {
                    action.accept(message);
                }
                return true;
            });
        }
    }

    /// As [#forEach(String, Instant, Consumer)], without waiting; completes when all were handed on.
    public CompletableFuture<Void> forEachAsync(String group, Instant since, Consumer<ReceivedMessage> action) {
        return servers.doLater(() -> forEach(group, since, action));
    }

    private List<TopicQueue> queues(String group) {
        GroupAdmin.checkGroup(group);
        try {
            return new TopicAdmin(servers).describe(TopicNames.deadLetterTopic(group)).queues();
        } catch (TopicNotFoundException none) {
            return List.of();
        }
    }
}
