package io.skylark.cli.frame;

import io.skylark.client.admin.Scope;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// `--cluster` or `--broker`: on which brokers.
public final class Where {
    @ArgGroup
    private Choice choice = new Choice();

    private static final class Choice {
        @Option(names = {"-c", "--cluster"}, paramLabel = "CLUSTER", description = "only the brokers of this cluster")
        private Optional<String> cluster = Optional.empty();

        @Option(names = {"-b", "--broker"}, paramLabel = "BROKER", description = "only this broker: name or host:port")
        private Optional<String> broker = Optional.empty();
    }

    public Scope scope() {
        return choice.cluster.map(Scope::cluster)
                .or(() -> choice.broker.map(Scope::broker))
                .orElseGet(Scope::everywhere);
    }
}
