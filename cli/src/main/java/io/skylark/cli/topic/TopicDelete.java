package io.skylark.cli.topic;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Consent;
import io.skylark.cli.frame.Output;
import io.skylark.client.admin.TopicAdmin;
import io.skylark.client.admin.TopicDescription;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark topic delete TOPIC...`
@Command(mixinStandardHelpOptions = true)
final class TopicDelete implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Consent consent = new Consent();

    @Parameters(arity = "1..*", paramLabel = "TOPIC", description = "its name; may be repeated")
    private List<String> topics = List.of();

    @Override
    public Integer call() {
        return cluster.use(client -> topics.forEach(topic -> delete(client.admin().topics(), topic)));
    }

    private void delete(TopicAdmin admin, String topic) {
        TopicDescription description = admin.describe(topic);
        SortedSet<String> readers = admin.groups(topic);
        String deed = "delete topic " + topic + " with its messages, " + description.messages() + " at most"
                + (readers.isEmpty() ? "" : ", which " + String.join(", ", readers) + " read");
        if (consent.given(deed)) {
            admin.delete(topic);
            output.done("topic", topic, "deleted");
        }
    }
}
