package io.skylark.cli.health;

import io.skylark.cli.broker.BrokerState;
import io.skylark.cli.frame.Cluster;
import io.skylark.client.admin.ClusterAdmin;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `skylark check disk`
@Command(
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Verdict.UNKNOWN,
        description = "The fullest disk counts. Ends with 0, 1 or 2; with 3 when no broker tells.")
final class CheckDisk implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Option(names = "--warning", paramLabel = "PERCENT", description = "(default: ${DEFAULT-VALUE})")
    private long warning = 75;

    @Option(names = "--critical", paramLabel = "PERCENT", description = "(default: ${DEFAULT-VALUE})")
    private long critical = 90;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return Verdict.print("DISK", cluster, spec, admin -> verdict(admin.cluster()));
    }

    private Verdict verdict(ClusterAdmin admin) {
        List<BrokerState> telling = BrokerState.all(admin).stream()
                .filter(state -> state.diskPercent().isPresent())
                .toList();
        if (telling.isEmpty()) {
            return new Verdict(Verdict.Level.UNKNOWN, "no broker tells how full its disk is", "");
        }
        double fullest = telling.stream().mapToDouble(state -> state.diskPercent().orElse(0.0)).max().orElse(0);
        String text = telling.stream()
                .map(state -> "%s %.1f %%".formatted(state.name(), state.diskPercent().orElse(0.0)))
                .collect(Collectors.joining(", "));
        String figures = telling.stream()
                .map(state -> "%s=%.1f%%;%s;%s".formatted(
                        state.name(), state.diskPercent().orElse(0.0), warning, critical))
                .collect(Collectors.joining(" "));
        return Verdict.of(Math.round(fullest), warning, critical, text, figures);
    }
}
