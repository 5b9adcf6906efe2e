package io.skylark.cli.completion;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.ContextFile;
import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.ClusterAdmin;
import io.skylark.client.error.SkylarkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Names of what there is, by the label of the argument that takes them. Asks the cluster that the typed words name;
/// when it does not answer there are none.
final class Names {
    /// A user who waits for completion does not wait long.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Set<String> OF_CLUSTER = Set.of("-n", "--name-server", "-C", "--context");

    private final Cluster cluster;

    /// @param words as typed
    Names(List<String> words) {
        Options options = new Options();
        List<String> own = new ArrayList<>();
        for (int i = 0; i + 1 < words.size() - 1; i++) {
            if (OF_CLUSTER.contains(words.get(i))) {
                own.add(words.get(i));
                own.add(words.get(++i));
            }
        }
        var _ = new CommandLine(options).parseArgs(own.toArray(String[]::new));
        this.cluster = options.cluster;
    }

    @Command
    private static final class Options {
        @Mixin
        private Cluster cluster = new Cluster();
    }

    Collection<String> of(String label) {
        return switch (label) {
            case "TOPIC" -> ask(admin -> admin.topics().list());
            case "GROUP" -> ask(admin -> admin.groups().list());
            case "BROKER" -> ask(admin -> admin.cluster().brokers().stream().map(ClusterAdmin.Broker::name).toList());
            case "CLUSTER" ->
                ask(admin -> admin.cluster().brokers().stream().map(ClusterAdmin.Broker::cluster).toList());
            case "CONTEXT" -> ContextFile.read(cluster.contextFile()).nameServers().keySet();
            default -> List.of();
        };
    }

    private Collection<String> ask(Function<Admin, Collection<String>> question) {
        try (SkylarkClient client = cluster.connectPatiently(PATIENCE)) {
            return question.apply(client.admin());
        } catch (SkylarkException | IllegalArgumentException nobodyAnswers) {
            return List.of();
        }
    }
}
