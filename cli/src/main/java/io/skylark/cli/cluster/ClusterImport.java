package io.skylark.cli.cluster;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.DryRun;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Where;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.GroupAdmin;
import io.skylark.client.admin.Scope;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark cluster import FILE`
@Command(
        mixinStandardHelpOptions = true,
        description = "Doing it twice changes nothing the second time. What is not in the file stays as it is.",
        footer = {"", "Example: skylark cluster import definitions.json --dry-run"})
final class ClusterImport implements Callable<Integer> {
    private record Row(String kind, String name, String broker, String action, String detail) {}

    private static final Columns<Row> COLUMNS = Columns.named("name", Row::name)
            .with("kind", Row::kind)
            .with("broker", Row::broker)
            .with("action", Row::action)
            .with("detail", Row::detail);

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Where where = new Where();

    @Mixin
    private Output output = new Output();

    @Mixin
    private DryRun dryRun = new DryRun();

    @Parameters(paramLabel = "FILE", description = "that skylark cluster export wrote, JSON or YAML; - reads stdin")
    private String file = "";

    private final List<Row> rows = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Definitions definitions = DefinitionsFile.read(file);
        return cluster.use(client -> {
            Admin admin = client.admin();
            SortedMap<String, String> brokers = admin.within(where.scope()).brokers().masters();
            boolean only = dryRun.prevents("make topics and groups as in " + file);
            for (String broker : brokers.keySet()) {
                Admin there = admin.within(Scope.broker(broker));
                definitions.topics().forEach(topic -> topic(there, broker, topic, only));
                Groups groups = new Groups(there.groups().settings(), there.groups().forbidden(), broker);
                definitions.groups().forEach(group -> group(there.groups(), groups, group, only));
            }
            output.list(COLUMNS, rows);
        });
    }

    private void topic(Admin admin, String broker, Definitions.Topic wanted, boolean only) {
        TopicConfig config = admin.topics().settings(wanted.name()).get(broker);
        boolean met = config != null && wanted.isMetBy(config);
        if (!met && !only) {
            admin.topics().put(wanted.config());
        }
        rows.add(new Row("topic", wanted.name(), broker, action(config != null, met), wanted.readQueues() + "/"
                + wanted.writeQueues() + " queues, " + Permission.text(wanted.permission())));
    }

    /// The groups of a broker.
    private record Groups(
            Map<String, SortedMap<String, ConsumerGroup.Settings>> settings,
            Map<String, SortedMap<String, SortedSet<String>>> forbidden,
            String broker) {

        Optional<ConsumerGroup.Settings> settings(String group) {
            return Optional.ofNullable(settings.get(group)).flatMap(brokers -> Optional.ofNullable(brokers.get(broker)));
        }

        boolean mayRead(String group, String topic) {
            return !forbidden.getOrDefault(group, new TreeMap<>()).getOrDefault(broker, new TreeSet<>()).contains(topic);
        }
    }

    private void group(GroupAdmin admin, Groups groups, Definitions.Group wanted, boolean only) {
        Optional<ConsumerGroup.Settings> there = groups.settings(wanted.name());
        ConsumerGroup.Settings settings = there.map(wanted::over).orElseGet(wanted::asNew);
        boolean met = there.filter(now -> now.complete().equals(settings)).isPresent();
        List<String> toForbid = wanted.mayNotRead().stream()
                .filter(topic -> groups.mayRead(wanted.name(), topic))
                .toList();
        if (!met && !only) {
            admin.put(settings.withAttributes(added(wanted.attributes())));
        }
        if (!only) {
            toForbid.forEach(topic -> admin.forbid(wanted.name(), topic));
        }
        rows.add(new Row("group", wanted.name(), groups.broker, action(there.isPresent(), met && toForbid.isEmpty()),
                wanted.text()));
    }

    /// As requests have them; those that are not named stay.
    private static Map<String, String> added(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .collect(Collectors.toMap(each -> "+" + each.getKey(), Map.Entry::getValue));
    }

    private static String action(boolean there, boolean met) {
        return met ? "unchanged" : there ? "change" : "create";
    }
}
