package io.skylark.cli.message;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark tx resolve TOPIC ID`
@Command(
        mixinStandardHelpOptions = true,
        description = "Works for one that was given up too. Only a producer commits or rolls back: a broker takes no such"
                + " word from anyone else.")
final class TransactionResolve implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(index = "0", paramLabel = "TOPIC", description = "that it was sent to")
    private String topic = "";

    @Parameters(index = "1", paramLabel = "ID", description = "as skylark tx list and log files name it")
    private String id = "";

    @Override
    public Integer call() {
        return cluster.use(client -> {
            client.admin().messages().checkAgain(topic, id);
            output.done("message", id, "its producers are asked again");
        });
    }
}
