package io.skylark.cli.topic;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.OutputForm;
import io.skylark.cli.frame.SystemNames;
import io.skylark.cli.frame.Watch;
import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.Admin;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicRoute;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark topic list`
@Command(
        mixinStandardHelpOptions = true,
        description = "Those of the system, and the retry and dead-letter topics of groups, are listed with --all only.")
final class TopicList implements Callable<Integer> {
    private record Row(String topic, Optional<TopicRoute> route) {
        List<String> brokers() {
            return queues().stream().map(QueueData::brokerName).sorted().toList();
        }

        int writeQueues() {
            return queues().stream().mapToInt(QueueData::writeQueueNums).sum();
        }

        String permission() {
            return queues().stream().map(QueueData::perm).min(Comparator.naturalOrder()).map(Permission::text)
                    .orElse("");
        }

        private List<QueueData> queues() {
            return route.map(TopicRoute::queueDatas).orElse(List.of());
        }
    }

    private static final Columns<Row> COLUMNS = Columns.named("topic", Row::topic)
            .wide("queues", Row::writeQueues)
            .wide("permission", Row::permission)
            .wide("brokers", Row::brokers);

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Watch watch = new Watch();

    @Parameters(index = "0", arity = "0..1", paramLabel = "PART", description = "only names that contain this")
    private String part = "";

    @Option(names = {"-a", "--all"}, description = "those of the system and of groups too")
    private boolean all;

    @Override
    public Integer call() throws InterruptedException {
        try (SkylarkClient client = cluster.connect()) {
            watch.run(() -> show(client.admin()));
        }
        return 0;
    }

    private void show(Admin admin) {
        Set<String> servers = new HashSet<>();
        if (!all) {
            admin.cluster().brokers().forEach(broker -> servers.addAll(List.of(broker.name(), broker.cluster())));
        }
        boolean routes = output.form() != OutputForm.table && output.form() != OutputForm.name;
        output.list(COLUMNS, admin.topics().list().stream()
                .filter(topic -> topic.contains(part))
                .filter(topic -> all || (!servers.contains(topic) && !SystemNames.isTopic(topic)))
                .map(topic -> new Row(topic, routes ? route(admin, topic) : Optional.empty()))
                .toList());
    }

    /// Empty when it was deleted meanwhile.
    private static Optional<TopicRoute> route(Admin admin, String topic) {
        try {
            return Optional.of(admin.topics().route(topic));
        } catch (TopicNotFoundException gone) {
            return Optional.empty();
        }
    }
}
