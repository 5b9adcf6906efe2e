package io.skylark.cli.cluster;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.DryRun;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Where;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.GroupSettings;
import io.skylark.client.admin.Scope;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.json.Json;
import io.skylark.protocol.wire.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark cluster import FILE`
@Command(
        mixinStandardHelpOptions = true,
        description = "Doing it twice changes nothing the second time. What is not in the file stays as it is.",
        footer = {"", "Example: skylark cluster import definitions.json --dry-run"})
final class ClusterImport implements Callable<Integer> {
    private static final String STDIN = "-";

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

    @Parameters(paramLabel = "FILE", description = "that skylark cluster export wrote; - reads stdin")
    private String file = "";

    private final List<Row> rows = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Definitions definitions = read();
        return cluster.use(client -> {
            Admin admin = client.admin();
            SortedMap<String, String> brokers = admin.within(where.scope()).brokers().masters();
            boolean only = dryRun.prevents("make " + definitions.topics().size() + " topics and "
                    + definitions.groups().size() + " groups as in " + file);
            for (String broker : brokers.keySet()) {
                Admin there = admin.within(Scope.broker(broker));
                definitions.topics().forEach(topic -> topic(there, broker, topic, only));
                Map<String, SortedMap<String, ConsumerGroup.Settings>> groups = there.groups().settings();
                definitions.groups().forEach(group -> group(there, broker, group, groups, only));
            }
            output.list(COLUMNS, rows);
        });
    }

    private Definitions read() throws IOException {
        byte[] text = STDIN.equals(file) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        Definitions definitions;
        try {
            definitions = Json.decode(ByteBuffer.wrap(text), Definitions.class);
        } catch (ProtocolException noJson) {
            throw new IllegalArgumentException(
                    file + " holds no definitions as skylark cluster export writes them: " + noJson.getMessage(), noJson);
        }
        if (definitions.format() != Definitions.FORMAT) {
            throw new IllegalArgumentException(file + " is of format " + definitions.format()
                    + ", and this version reads format " + Definitions.FORMAT);
        }
        return definitions;
    }

    private void topic(Admin admin, String broker, Definitions.Topic wanted, boolean only) {
        TopicConfig config = admin.topics().settings(wanted.name()).get(broker);
        boolean met = config != null && sameBut(wanted, Definitions.Topic.of(config));
        if (!met && !only) {
            admin.topics().put(wanted.config());
        }
        rows.add(new Row("topic", wanted.name(), broker, action(config != null, met), wanted.readQueues() + "/"
                + wanted.writeQueues() + " queues, " + Permission.text(wanted.permission())));
    }

    /// Attributes that are not named stay.
    private static boolean sameBut(Definitions.Topic wanted, Definitions.Topic there) {
        Map<String, String> attributes = new TreeMap<>(there.attributes());
        attributes.putAll(wanted.attributes());
        return wanted.equals(new Definitions.Topic(
                        there.name(), there.readQueues(), there.writeQueues(), there.permission(), there.ordered(),
                        wanted.attributes()))
                && attributes.equals(there.attributes());
    }

    private void group(Admin admin, String broker, Definitions.Group wanted,
            Map<String, SortedMap<String, ConsumerGroup.Settings>> groups, boolean only) {
        Optional<Definitions.Group> there = Optional.ofNullable(groups.get(wanted.name()))
                .flatMap(brokers -> Optional.ofNullable(brokers.get(broker)))
                .map(settings -> Definitions.Group.of(wanted.name(), settings));
        boolean met = there.filter(wanted::isMetBy).isPresent();
        if (!met && !only) {
            admin.groups().create(settings(wanted));
        }
        rows.add(new Row("group", wanted.name(), broker, action(there.isPresent(), met), wanted.text()));
    }

    private static GroupSettings settings(Definitions.Group wanted) {
        GroupSettings standard = GroupSettings.of(wanted.name());
        return standard
                .withConsume(Optional.ofNullable(wanted.consume()).orElse(standard.consume()))
                .withBroadcast(Optional.ofNullable(wanted.broadcast()).orElse(standard.broadcast()))
                .withOrdered(Optional.ofNullable(wanted.ordered()).orElse(standard.ordered()))
                .withMaxRetries(Optional.ofNullable(wanted.retries()).orElse(standard.maxRetries()))
                .withRetryQueues(Optional.ofNullable(wanted.retryQueues()).orElse(standard.retryQueues()));
    }

    private static String action(boolean there, boolean met) {
        return met ? "unchanged" : there ? "change" : "create";
    }
}
