package io.skylark.cli.message;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Output;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark message get ID`
@Command(
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: skylark message get 7F000001000136A5...0000 --topic orders",
            "         skylark message get orders/broker-a/3/1200"
        })
final class MessageGet implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "ID", description = FindMessage.ID)
    private String id = "";

    @Option(names = {"-t", "--topic"}, paramLabel = "TOPIC", description = FindMessage.TOPIC)
    private Optional<String> topic = Optional.empty();

    @Option(names = "--body-only", description = "print the bytes of its body, nothing else")
    private boolean bodyOnly;

    @Override
    public Integer call() {
        if (bodyOnly && !output.isTable()) {
            throw CommandException.usage("--body-only has no form; leave --output away");
        }
        return cluster.use(client -> {
            var message = FindMessage.find(client.admin().messages(), id, topic);
            if (bodyOnly) {
                System.out.writeBytes(message.body());
                System.out.flush();
            } else {
                output.one(MessageColumns.WHOLE, message);
            }
        });
    }
}
