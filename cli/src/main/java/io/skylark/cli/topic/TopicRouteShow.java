package io.skylark.cli.topic;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Watch;
import io.skylark.client.SkylarkClient;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicRoute;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark topic route TOPIC`
@Command(mixinStandardHelpOptions = true)
final class TopicRouteShow implements Callable<Integer> {
    private record Row(QueueData queues, String cluster, Map<String, String> addresses) {}

    private static final Columns<Row> COLUMNS = Columns.named("broker", (Row row) -> row.queues.brokerName())
            .with("cluster", Row::cluster)
            .with("readQueues", (Row row) -> row.queues.readQueueNums())
            .with("writeQueues", (Row row) -> row.queues.writeQueueNums())
            .with("permission", (Row row) -> Permission.text(row.queues.perm()))
            .with("addresses", Row::addresses);

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Watch watch = new Watch();

    @Parameters(paramLabel = "TOPIC", description = "its name")
    private String topic = "";

    @Override
    public Integer call() throws InterruptedException {
        try (SkylarkClient client = cluster.connect()) {
            watch.run(() -> show(client.admin().topics().route(topic)));
        }
        return 0;
    }

    private void show(TopicRoute route) {
        List<Row> rows = route.queueDatas().stream()
                .sorted(Comparator.comparing(QueueData::brokerName))
                .map(queues -> route.brokerDatas().stream()
                        .filter(broker -> broker.brokerName().equals(queues.brokerName()))
                        .findFirst()
                        .map(broker -> new Row(queues, broker.cluster(), addresses(broker)))
                        .orElse(new Row(queues, "", Map.of())))
                .toList();
        output.list(COLUMNS, rows);
    }

    private static Map<String, String> addresses(BrokerData broker) {
        Map<String, String> addresses = new TreeMap<>();
        broker.brokerAddrs().forEach((id, address) -> addresses.put(String.valueOf(id), address));
        return addresses;
    }
}
