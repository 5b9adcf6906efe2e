package io.skylark.cli.message;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark delay cancel TOPIC HANDLE`
@Command(mixinStandardHelpOptions = true)
final class DelayCancel implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(index = "0", paramLabel = "TOPIC", description = "that it was sent to")
    private String topic = "";

    @Parameters(index = "1", paramLabel = "HANDLE", description = "the recall handle that its send was answered with")
    private String handle = "";

    @Override
    public Integer call() {
        return cluster.use(client -> {
            if (!client.admin().messages().recall(topic, handle)) {
                throw CommandException.notFound("no broker of topic " + topic
                        + " has this message waiting: it was delivered already, or taken back");
            }
            output.done("handle", handle, "taken back");
        });
    }
}
