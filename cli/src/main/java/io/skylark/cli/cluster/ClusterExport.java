package io.skylark.cli.cluster;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.JsonText;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.ProgressLine;
import io.skylark.cli.frame.SystemNames;
import io.skylark.cli.frame.Where;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.ClusterAdmin;
import io.skylark.protocol.body.TopicConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skylark cluster export`
@Command(
        mixinStandardHelpOptions = true,
        description = "As JSON, or YAML with -o yaml, for skylark cluster import. Topics and groups of the system, retry"
                + " and dead-letter topics are left out. Of what differs between brokers, the first broker counts, and"
                + " that is said.",
        footer = {"", "Example: skylark cluster export -o yaml > definitions.yaml"})
final class ClusterExport implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Where where = new Where();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        return cluster.use(client -> {
            Admin admin = client.admin().within(where.scope());
            Definitions definitions = new Definitions(Definitions.FORMAT, topics(admin), groups(admin));
            output.tree(definitions.tree(), () -> output.out().println(JsonText.of(definitions)));
        });
    }

    private List<Definitions.Topic> topics(Admin admin) {
        Set<String> servers = new HashSet<>();
        for (ClusterAdmin.Broker broker : admin.cluster().brokers()) {
            servers.addAll(List.of(broker.name(), broker.cluster()));
        }
        List<String> names = admin.topics().list().stream()
                .filter(topic -> !servers.contains(topic) && !SystemNames.isTopic(topic))
                .toList();
        List<Definitions.Topic> topics = new ArrayList<>();
        ProgressLine line = ProgressLine.onTerminal(output.err());
        for (String name : names) {
            line.show(() -> topics.size() + " of " + names.size() + " topics");
            SortedMap<String, TopicConfig> settings = admin.topics().settings(name);
            if (!settings.isEmpty()) {
                Definitions.Topic first = Definitions.Topic.of(settings.firstEntry().getValue());
                topics.add(first);
                warn("topic", name, settings.firstKey(), settings.values().stream()
                        .map(Definitions.Topic::of)
                        .allMatch(first::equals));
            }
        }
        line.end();
        return topics;
    }

    private List<Definitions.Group> groups(Admin admin) {
        List<Definitions.Group> groups = new ArrayList<>();
        Map<String, SortedMap<String, SortedSet<String>>> forbidden = admin.groups().forbidden();
        admin.groups().settings().forEach((name, brokers) -> {
            if (!SystemNames.isGroup(name)) {
                Map<String, SortedSet<String>> topics = forbidden.getOrDefault(name, new TreeMap<>());
                List<Definitions.Group> all = new ArrayList<>();
                brokers.forEach((broker, settings) -> all.add(
                        Definitions.Group.of(name, settings, topics.getOrDefault(broker, new TreeSet<>()))));
                groups.add(all.getFirst());
                warn("group", name, brokers.firstKey(), all.stream().allMatch(all.getFirst()::equals));
            }
        });
        return groups;
    }

    private void warn(String kind, String name, String broker, boolean same) {
        if (!same) {
            output.err().println("skylark: " + kind + " " + name
                    + " is not the same on all brokers; it is written as on " + broker);
        }
    }
}
