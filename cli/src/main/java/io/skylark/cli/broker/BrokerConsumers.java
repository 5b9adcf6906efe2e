package io.skylark.cli.broker;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.ProgressLine;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.QueueLag;
import io.skylark.client.admin.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark broker consume-stats BROKER`
@Command(mixinStandardHelpOptions = true, description = "Queues in which groups are behind, the slowest first.")
final class BrokerConsumers implements Callable<Integer> {
    private record Row(String group, QueueLag lag) {}

    private static final Columns<Row> COLUMNS = Columns.named("group", Row::group)
            .with("topic", (Row row) -> row.lag.queue().topic())
            .with("queue", (Row row) -> row.lag.queue().queueId())
            .with("lag", (Row row) -> row.lag.lag())
            .with("consumed", (Row row) -> row.lag.consumerOffset())
            .with("end", (Row row) -> row.lag.brokerOffset())
            .with("lastConsumed", (Row row) -> row.lag.lastConsumed());

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "BROKER", description = "name or host:port")
    private String broker = "";

    @Option(names = "--min-lag", paramLabel = "N", description = "only queues that far behind (default: ${DEFAULT-VALUE})")
    private long minLag = 1;

    @Override
    public Integer call() {
        return cluster.use(client -> output.list(COLUMNS, rows(client.admin())));
    }

    private List<Row> rows(Admin admin) {
        Admin there = admin.within(Scope.broker(broker));
        Set<String> names = there.brokers().masters().keySet();
        SortedSet<String> groups = there.groups().list();
        List<Row> rows = new ArrayList<>();
        ProgressLine line = ProgressLine.onTerminal(output.err());
        int done = 0;
        for (String group : groups) {
            int count = done++;
            line.show(() -> count + " of " + groups.size() + " groups");
            there.groups().progress(group).queues().stream()
                    .filter(queue -> names.contains(queue.queue().brokerName()) && queue.lag() >= minLag)
                    .forEach(queue -> rows.add(new Row(group, queue)));
        }
        line.end();
        rows.sort(Comparator.comparingLong((Row row) -> row.lag.lag()).reversed().thenComparing(Row::group));
        return rows;
    }
}
