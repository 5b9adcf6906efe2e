package io.skylark.cli.health;

import io.skylark.cli.broker.BrokerState;
import io.skylark.cli.frame.Cluster;
import io.skylark.client.admin.ClusterAdmin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `skylark check ready`
@Command(
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Verdict.UNKNOWN,
        description = "Ends with 0 when all answer, 1 when a name server or a replica does not, 2 when clients cannot work.")
final class CheckReady implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Option(names = "--brokers", paramLabel = "N", description = "fewer than these are critical (default: ${DEFAULT-VALUE})")
    private int least = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return Verdict.print("READY", cluster, spec, admin -> verdict(admin.cluster()));
    }

    private Verdict verdict(ClusterAdmin admin) {
        List<String> problems = new ArrayList<>();
        for (ClusterAdmin.NameServerView view : admin.nameServers()) {
            view.problem().ifPresent(problem -> problems.add("name server " + view.address() + ": " + problem));
        }
        List<BrokerState> states = BrokerState.all(admin);
        states.forEach(state -> state.problem().ifPresent(problem ->
                problems.add("broker " + state.name() + ": " + problem)));
        long masters = states.stream().filter(BrokerState::isMaster).count();
        long ready = states.stream().filter(state -> state.isMaster() && state.problem().isEmpty()).count();
        boolean enough = ready >= least && ready == masters;
        String text = ready + " of " + masters + " brokers answer"
                + (problems.isEmpty() ? "" : "; " + String.join("; ", problems));
        return new Verdict(
                !enough ? Verdict.Level.CRITICAL : problems.isEmpty() ? Verdict.Level.OK : Verdict.Level.WARNING,
                text, "brokers=" + ready + ";;" + least + ":");
    }
}
