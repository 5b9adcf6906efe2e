package io.skylark.cli.message;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Output;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.MessageScan;
import io.skylark.client.message.ReceivedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark message list TOPIC`
@Command(
        mixinStandardHelpOptions = true,
        description = "Without a key or a time the newest come, the oldest of them first.",
        footer = {
            "",
            "Example: skylark message list orders --key order-42",
            "         skylark message list orders --since 10m --max 100",
            "         skylark message list orders --queue broker-a/3 --offset 1200"
        })
final class MessageList implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "TOPIC", description = "its name")
    private String topic = "";

    @Option(names = {"-k", "--key"}, paramLabel = "KEY", description = "only those with this key")
    private Optional<String> key = Optional.empty();

    @Option(names = {"--since", "--from"}, paramLabel = "TIME",
            description = "stored at this time or later: 10m for ten minutes ago, or '2026-11-22 08:00'")
    private Optional<Instant> since = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", description = "stored at this time or before")
    private Optional<Instant> until = Optional.empty();

    @Option(names = {"-q", "--queue"}, paramLabel = "[BROKER/]ID", description = "only of this queue")
    private Optional<String> queue = Optional.empty();

    @Option(names = "--offset", paramLabel = "N", description = "from this place in each queue on")
    private Optional<Long> offset = Optional.empty();

    @Option(names = "--max", paramLabel = "N", description = "so many at most (default: ${DEFAULT-VALUE})")
    private int max = 32;

    @Override
    public Integer call() {
        if (max < 1) {
            throw new IllegalArgumentException("--max must be at least 1");
        }
        return cluster.use(client -> output.list(
                output.isTable() ? MessageColumns.LIST : MessageColumns.WHOLE, find(client.admin())));
    }

    private List<ReceivedMessage> find(Admin admin) {
        if (key.isPresent()) {
            List<ReceivedMessage> found = admin.messages().byKey(
                    topic, key.get(), max, since.orElse(Instant.EPOCH), until.orElse(Instant.MAX));
            return found.stream().filter(message -> queue().includes(message.queue())).limit(max).toList();
        }
        MessageScan scan = admin.messages().scan(topic, max).within(queue()::includes);
        if (offset.isPresent()) {
            return scan.from(offset.get(), until.orElse(Instant.MAX));
        }
        return since.isPresent()
                ? scan.since(since.get(), until.orElse(Instant.MAX))
                : scan.newest(until.orElse(Instant.MAX));
    }

    private QueueChoice queue() {
        return queue.map(QueueChoice::parse).orElse(QueueChoice.ALL);
    }
}
