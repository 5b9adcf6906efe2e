package io.skylark.cli.broker;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Settings;
import io.skylark.cli.frame.Watch;
import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.Admin;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark broker status [BROKER]`
@Command(mixinStandardHelpOptions = true, description = "Without a name, all brokers.")
final class BrokerStatus implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Watch watch = new Watch();

    @Parameters(arity = "0..1", paramLabel = "BROKER", description = "name or host:port")
    private Optional<String> broker = Optional.empty();

    @Option(names = {"-k", "--key"}, paramLabel = "PART", description = "only figures whose name contains this")
    private String part = "";

    @Override
    public Integer call() throws InterruptedException {
        try (SkylarkClient client = cluster.connect()) {
            watch.run(() -> show(client.admin()));
        }
        return 0;
    }

    private void show(Admin admin) {
        List<BrokerState> states = named(BrokerState.all(admin.cluster()), broker);
        states.forEach(state -> state.problem().ifPresent(problem -> {
            throw CommandException.failed(state.name() + ": " + problem);
        }));
        output.list(Settings.COLUMNS, states.stream()
                .flatMap(state -> Settings.rows(new TreeMap<>(state.runtime()), part, state.address()).stream())
                .toList());
        states.stream().filter(state -> state.runtime().isEmpty()).forEach(state ->
                output.remark(state.name() + " tells nothing of itself."));
    }

    /// @throws CommandException when there is none of this name or address
    static List<BrokerState> named(List<BrokerState> states, Optional<String> broker) {
        List<BrokerState> wanted = states.stream()
                .filter(state -> broker.isEmpty() || broker.get().equals(state.name())
                        || broker.get().equals(state.address()))
                .toList();
        if (wanted.isEmpty()) {
            throw CommandException.notFound(broker.map(name -> "no broker " + name + " is registered; there are "
                            + states.stream().map(BrokerState::name).distinct().toList())
                    .orElse("no broker is registered"));
        }
        return wanted;
    }
}
