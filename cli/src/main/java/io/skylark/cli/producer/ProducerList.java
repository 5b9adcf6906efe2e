package io.skylark.cli.producer;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Watch;
import io.skylark.cli.frame.Where;
import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.ProducerAdmin;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skylark producer list`
@Command(mixinStandardHelpOptions = true)
final class ProducerList implements Callable<Integer> {
    private record Group(String name, List<ProducerAdmin.Connection> connections) {
        long clients() {
            return connections.stream().map(ProducerAdmin.Connection::clientId).distinct().count();
        }

        SortedSet<String> brokers() {
            return connections.stream()
                    .map(ProducerAdmin.Connection::broker)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        Optional<Instant> lastSeen() {
            return connections.stream().flatMap(each -> each.lastSeen().stream()).max(Instant::compareTo);
        }
    }

    private static final Columns<Group> COLUMNS = Columns.named("group", Group::name)
            .with("clients", Group::clients)
            .with("brokers", Group::brokers)
            .with("lastSeen", Group::lastSeen);

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Where where = new Where();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Watch watch = new Watch();

    @Override
    public Integer call() throws InterruptedException {
        try (SkylarkClient client = cluster.connect()) {
            watch.run(() -> {
                Map<String, List<ProducerAdmin.Connection>> groups =
                        client.admin().within(where.scope()).producers().all().stream().collect(Collectors.groupingBy(
                                ProducerAdmin.Connection::group, TreeMap::new, Collectors.toList()));
                output.list(COLUMNS, groups.entrySet().stream()
                        .map(each -> new Group(each.getKey(), each.getValue()))
                        .toList());
            });
        }
        return 0;
    }
}
