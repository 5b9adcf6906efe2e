package io.skylark.cli.group;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Consent;
import io.skylark.cli.frame.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark group clone-offset FROM TO TOPIC`
@Command(mixinStandardHelpOptions = true, description = "The offsets that the other had there are lost.")
final class GroupClone implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Consent consent = new Consent();

    @Parameters(index = "0", paramLabel = "GROUP", description = "whose offsets are taken")
    private String from = "";

    @Parameters(index = "1", paramLabel = "GROUP", description = "that gets them")
    private String to = "";

    @Parameters(index = "2", paramLabel = "TOPIC", description = "in which")
    private String topic = "";

    @Override
    public Integer call() {
        return cluster.use(client -> {
            if (consent.given("give group " + to + " the offsets of group " + from + " in topic " + topic)) {
                client.admin().groups().cloneOffsets(from, to, topic);
                output.done("group", to, "goes on in topic " + topic + " where group " + from + " is");
            }
        });
    }
}
