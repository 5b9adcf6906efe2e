package io.skylark.cli.broker;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Watch;
import io.skylark.client.SkylarkClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skylark broker list`
@Command(mixinStandardHelpOptions = true)
final class BrokerList implements Callable<Integer> {
    private static final Columns<BrokerState> COLUMNS = Columns.named("broker", BrokerState::name)
            .with("id", BrokerState::id)
            .with("cluster", BrokerState::cluster)
            .with("address", BrokerState::address)
            .with("version", BrokerState::version)
            .with("inPerSecond", BrokerState::in)
            .with("outPerSecond", BrokerState::out)
            .with("diskPercent", BrokerState::diskPercent)
            .wide("started", BrokerState::started)
            .wide("problem", BrokerState::problem);

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
                var states = BrokerState.all(client.admin().cluster());
                output.list(COLUMNS, states);
                states.forEach(state -> state.problem().ifPresent(problem ->
                        output.remark(state.name() + ": " + problem)));
            });
        }
        return 0;
    }
}
