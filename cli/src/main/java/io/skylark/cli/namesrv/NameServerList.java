package io.skylark.cli.namesrv;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Watch;
import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.ClusterAdmin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skylark namesrv list`
@Command(mixinStandardHelpOptions = true)
final class NameServerList implements Callable<Integer> {
    private static final Columns<ClusterAdmin.NameServerView> COLUMNS =
            Columns.named("nameServer", ClusterAdmin.NameServerView::address)
                    .with("brokers", (ClusterAdmin.NameServerView row) ->
                            row.brokers().stream().map(ClusterAdmin.Broker::name).toList())
                    .with("problem", ClusterAdmin.NameServerView::problem);

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Watch watch = new Watch();

    @Override
    public Integer call() throws InterruptedException {
        try (SkylarkClient client = cluster.connect()) {
            watch.run(() -> output.list(COLUMNS, client.admin().cluster().nameServers()));
        }
        return 0;
    }
}
