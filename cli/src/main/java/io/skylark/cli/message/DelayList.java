package io.skylark.cli.message;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Where;
import io.skylark.client.admin.WaitingAdmin;
import io.skylark.client.admin.WaitingAdmin.Delayed;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skylark delay list`
@Command(
        mixinStandardHelpOptions = true,
        description = "Those that are due first in front. The topic of a message that a group failed to consume is that"
                + " group's retry topic.",
        footer = {"", "Example: skylark delay list --topic orders --from '2026-11-22 08:00'"})
final class DelayList implements Callable<Integer> {
    private static final Columns<Delayed> COLUMNS = Columns.named("id", (Delayed row) -> row.message().messageId())
            .with("topic", (Delayed row) -> row.message().topic())
            .with("due", Delayed::due)
            .with("tag", (Delayed row) -> row.message().tags())
            .with("keys", (Delayed row) -> row.message().keys())
            .with("sizeBytes", (Delayed row) -> row.message().size())
            .wide("broker", Delayed::broker)
            .wide("queue", (Delayed row) -> row.message().queueId())
            .wide("sent", (Delayed row) -> Instant.ofEpochMilli(row.message().storeTime()))
            .wide("recallHandle", (Delayed row) -> row.message().recallHandle());

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Where where = new Where();

    @Mixin
    private Output output = new Output();

    @Mixin
    private WaitingLists lists = new WaitingLists();

    @Option(names = "--from", paramLabel = "TIME", description = "due at this time or later: '2026-11-22 08:00'")
    private Instant from = Instant.EPOCH;

    @Override
    public Integer call() {
        return cluster.use(client -> {
            WaitingAdmin waiting = client.admin().within(where.scope()).waiting();
            lists.print(COLUMNS, output, "delayed messages", "--from TIME goes on there, --max N shows more",
                    (topic, max) -> waiting.delayed(topic, "", from, max));
        });
    }
}
