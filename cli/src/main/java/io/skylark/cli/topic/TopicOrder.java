package io.skylark.cli.topic;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Output;
import io.skylark.client.admin.NameServerAdmin;
import io.skylark.protocol.api.KvConfig;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark topic order-conf TOPIC`
@Command(
        mixinStandardHelpOptions = true,
        footer = {"", "Example: skylark topic order-conf orders --set 'broker-a:4;broker-b:4'"})
final class TopicOrder implements Callable<Integer> {
    private static final Pattern FORM = Pattern.compile("[^:;]+:\\d{1,5}(;[^:;]+:\\d{1,5})*");

    private static final class Change {
        @Option(names = "--set", paramLabel = "BROKER:QUEUES;...", description = "replace it")
        private Optional<String> value = Optional.empty();

        @Option(names = "--delete", description = "take it away")
        private boolean delete;
    }

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "TOPIC", description = "its name")
    private String topic = "";

    @ArgGroup
    private Change change = new Change();

    @Override
    public Integer call() {
        change.value.ifPresent(value -> {
            if (!FORM.matcher(value).matches()) {
                throw new IllegalArgumentException("'" + value + "' is not of the form broker-a:4;broker-b:4");
            }
        });
        return cluster.use(client -> apply(client.admin().nameServers()));
    }

    private void apply(NameServerAdmin admin) {
        if (change.value.isPresent()) {
            admin.putText(KvConfig.ORDER_TOPIC_CONFIG, topic, change.value.get());
            output.done("topic", topic, "order " + change.value.get());
        } else if (change.delete) {
            admin.deleteText(KvConfig.ORDER_TOPIC_CONFIG, topic);
            output.done("topic", topic, "has no order any more");
        } else {
            String order = admin.text(KvConfig.ORDER_TOPIC_CONFIG, topic).orElseThrow(
                    () -> CommandException.notFound("no order is stored for topic " + topic));
            output.done("topic", topic, order);
        }
    }
}
