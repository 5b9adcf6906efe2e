package io.skylark.cli.topic;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.TopicDescription;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark topic get TOPIC`
@Command(mixinStandardHelpOptions = true)
final class TopicGet implements Callable<Integer> {
    private record Row(String topic, String broker, TopicConfig settings, long messages, SortedSet<String> groups) {}

    private static final Columns<Row> COLUMNS = Columns.named("topic", Row::topic)
            .with("broker", Row::broker)
            .with("readQueues", (Row row) -> row.settings.readQueueNums())
            .with("writeQueues", (Row row) -> row.settings.writeQueueNums())
            .with("permission", (Row row) -> Permission.text(row.settings.perm()))
            .with("ordered", (Row row) -> row.settings.order())
            .with("messages", Row::messages)
            .with("groups", Row::groups)
            .with("attributes", (Row row) -> row.settings.attributes());

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "TOPIC", description = "its name")
    private String topic = "";

    @Override
    public Integer call() {
        return cluster.use(client -> {
            List<Row> rows = rows(client.admin());
            if (rows.size() == 1) {
                output.one(COLUMNS, rows.getFirst());
            } else {
                output.list(COLUMNS, rows);
            }
        });
    }

    private List<Row> rows(Admin admin) {
        SortedMap<String, TopicConfig> settings = admin.topics().settings(topic);
        if (settings.isEmpty()) {
            throw new TopicNotFoundException(topic);
        }
        TopicDescription description = admin.topics().describe(topic);
        SortedSet<String> groups = admin.topics().groups(topic);
        List<Row> rows = new ArrayList<>();
        settings.forEach((broker, config) -> rows.add(new Row(
                topic, broker, config,
                description.queues().stream()
                        .filter(queue -> queue.queue().brokerName().equals(broker))
                        .mapToLong(queue -> queue.messages())
                        .sum(),
                groups)));
        return rows;
    }
}
