package io.skylark.cli.cluster;

import io.skylark.cli.broker.BrokerState;
import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Watch;
import io.skylark.client.SkylarkClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skylark cluster list`
@Command(mixinStandardHelpOptions = true, description = "Its brokers one by one: skylark broker list.")
final class ClusterList implements Callable<Integer> {
    private record Row(String name, List<BrokerState> brokers) {
        long masters() {
            return brokers.stream().filter(BrokerState::isMaster).count();
        }

        List<String> away() {
            return brokers.stream().filter(each -> each.problem().isPresent()).map(BrokerState::address).toList();
        }

        Optional<Double> sum(Function<BrokerState, Optional<Double>> figure) {
            return brokers.stream().flatMap(each -> figure.apply(each).stream()).reduce(Double::sum);
        }
    }

    private static final Columns<Row> COLUMNS = Columns.named("cluster", Row::name)
            .with("brokers", Row::masters)
            .with("replicas", (Row row) -> row.brokers.size() - row.masters())
            .with("inPerSecond", (Row row) -> row.sum(BrokerState::in))
            .with("outPerSecond", (Row row) -> row.sum(BrokerState::out))
            .with("fullestDiskPercent", (Row row) ->
                    row.brokers.stream().flatMap(each -> each.diskPercent().stream()).max(Double::compare))
            .with("doNotAnswer", Row::away);

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Watch watch = new Watch();

    @Override
    public Integer call() throws InterruptedException {
        try (SkylarkClient client = cluster.connect()) {
            watch.run(() -> {
                Map<String, List<BrokerState>> clusters = BrokerState.all(client.admin().cluster()).stream()
                        .collect(Collectors.groupingBy(BrokerState::cluster, TreeMap::new, Collectors.toList()));
                output.list(COLUMNS, clusters.entrySet().stream()
                        .map(each -> new Row(each.getKey(), each.getValue()))
                        .toList());
            });
        }
        return 0;
    }
}
