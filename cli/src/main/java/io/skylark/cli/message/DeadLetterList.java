package io.skylark.cli.message;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.MessageScan;
import io.skylark.client.admin.TopicQueue;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.TopicNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark dlq list [GROUP]`
@Command(mixinStandardHelpOptions = true)
final class DeadLetterList implements Callable<Integer> {
    private record Group(String name, long messages, Optional<Instant> newest) {}

    private static final Columns<Group> GROUPS = Columns.named("group", Group::name)
            .with("messages", Group::messages)
            .with("newest", Group::newest);

    private static final Columns<ReceivedMessage> MESSAGES = Columns.named("id", ReceivedMessage::messageId)
            .with("place", (ReceivedMessage row) -> row.queue().topic() + "/" + row.queue().brokerName() + "/"
                    + row.queue().queueId() + "/" + row.queueOffset())
            .with("dead", ReceivedMessage::storeTime)
            .with("topic", DeadLetters::origin)
            .with("attempts", ReceivedMessage::reconsumeTimes)
            .with("keys", ReceivedMessage::keys)
            .with("body", MessageColumns::shortBody);

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(arity = "0..1", paramLabel = "GROUP", description = "its name")
    private Optional<String> group = Optional.empty();

    @Option(names = "--since", paramLabel = "TIME", description = "those that died at this time or later: 1h, '2026-11-22 08:00'")
    private Optional<Instant> since = Optional.empty();

    @Option(names = "--max", paramLabel = "N", description = "so many at most (default: ${DEFAULT-VALUE})")
    private int max = 32;

    @Override
    public Integer call() {
        return cluster.use(client -> {
            if (group.isPresent()) {
                output.list(MESSAGES, messages(client.admin(), group.get()));
            } else {
                output.list(GROUPS, groups(client.admin()));
            }
        });
    }

    private List<ReceivedMessage> messages(Admin admin, String name) {
        MessageScan scan = admin.messages().scan(TopicNames.deadLetterTopic(name), max);
        return since.isPresent() ? scan.since(since.get(), Instant.MAX) : scan.newest(Instant.MAX);
    }

    private static List<Group> groups(Admin admin) {
        List<Group> groups = new ArrayList<>();
        for (String name : admin.deadLetters().groups()) {
            List<TopicQueue> queues = admin.topics().describe(TopicNames.deadLetterTopic(name)).queues();
            groups.add(new Group(
                    name,
                    queues.stream().mapToLong(TopicQueue::messages).sum(),
                    queues.stream().flatMap(queue -> queue.lastUpdate().stream()).max(Instant::compareTo)));
        }
        return groups;
    }
}
