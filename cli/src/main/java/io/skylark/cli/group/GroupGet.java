package io.skylark.cli.group;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Output;
import io.skylark.client.admin.GroupAdmin;
import io.skylark.protocol.api.ConsumerGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark group get GROUP`
@Command(mixinStandardHelpOptions = true)
final class GroupGet implements Callable<Integer> {
    private record Row(String group, String broker, ConsumerGroup.Settings settings) {}

    private static final Columns<Row> COLUMNS = Columns.named("group", Row::group)
            .with("broker", Row::broker)
            .with("consume", (Row row) -> row.settings.consumeEnable())
            .with("broadcast", (Row row) -> row.settings.consumeBroadcastEnable())
            .with("ordered", (Row row) -> row.settings.consumeMessageOrderly())
            .with("retries", (Row row) -> row.settings.retryMaxTimes())
            .with("retryQueues", (Row row) -> row.settings.retryQueueNums());

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "GROUP", description = "its name")
    private String group = "";

    @Override
    public Integer call() {
        return cluster.use(client -> {
            List<Row> rows = new ArrayList<>();
            settings(client.admin().groups(), group)
                    .forEach((broker, settings) -> rows.add(new Row(group, broker, settings)));
            if (rows.size() == 1) {
                output.one(COLUMNS, rows.getFirst());
            } else {
                output.list(COLUMNS, rows);
            }
        });
    }

    /// By broker.
    ///
    /// @throws CommandException when no broker has it
    static SortedMap<String, ConsumerGroup.Settings> settings(GroupAdmin admin, String group) {
        SortedMap<String, ConsumerGroup.Settings> settings = admin.settings().getOrDefault(group, new TreeMap<>());
        if (settings.isEmpty()) {
            throw CommandException.notFound("there is no group " + group
                    + "; it appears when a consumer of it connects, or: skylark group create " + group);
        }
        return settings;
    }
}
