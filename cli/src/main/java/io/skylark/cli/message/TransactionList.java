package io.skylark.cli.message;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Where;
import io.skylark.client.admin.WaitingAdmin;
import io.skylark.client.admin.WaitingAdmin.Open;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skylark tx list`
@Command(
        mixinStandardHelpOptions = true,
        description = "The oldest first. CHECKS is how often producers of the group were asked. Those that were given up are"
                + " messages of the topic TRANS_CHECK_MAX_TIME_TOPIC.",
        footer = {"", "Example: skylark tx list --topic orders"})
final class TransactionList implements Callable<Integer> {
    private static final Columns<Open> COLUMNS = Columns.named("id", (Open row) -> row.transaction().id())
            .with("topic", (Open row) -> row.transaction().topic())
            .with("producerGroup", (Open row) -> row.transaction().producerGroup())
            .with("begun", Open::begun)
            .with("checks", (Open row) -> row.transaction().checks())
            .with("keys", (Open row) -> row.transaction().keys())
            .wide("sizeBytes", (Open row) -> row.transaction().size())
            .wide("broker", Open::broker)
            .wide("messageId", (Open row) -> row.transaction().messageId());

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Where where = new Where();

    @Mixin
    private Output output = new Output();

    @Mixin
    private WaitingLists lists = new WaitingLists();

    @Override
    public Integer call() {
        return cluster.use(client -> {
            WaitingAdmin waiting = client.admin().within(where.scope()).waiting();
            lists.print(COLUMNS, output, "open transactions", "--max N shows more", waiting::transactions);
        });
    }
}
