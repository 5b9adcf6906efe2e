package io.skylark.cli.broker;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Failures;
import io.skylark.cli.frame.Finding;
import io.skylark.cli.frame.Output;
import io.skylark.client.SkylarkClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark broker writes [BROKER]`
@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Looks at everything between a producer and the disk: the name servers, the permissions of the broker and of a"
                    + " topic, the role, the disk. With --probe a message of one byte is sent, which is the only proof.",
            "",
            "Ends with 0 when messages are taken, 1 when not."
        },
        footer = {"", "Example: skylark broker writes broker-a --topic orders --probe"})
final class BrokerWrites implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(arity = "0..1", paramLabel = "BROKER", description = "name or host:port (default: all)")
    private Optional<String> broker = Optional.empty();

    @Option(names = {"-t", "--topic"}, paramLabel = "TOPIC", description = "look at this topic too")
    private Optional<String> topic = Optional.empty();

    @Option(names = "--probe", description = "send a message of one byte to the topic")
    private boolean probe;

    @Override
    public Integer call() {
        if (probe && topic.isEmpty()) {
            throw CommandException.usage("--probe needs a topic to send to: --topic TOPIC");
        }
        List<Finding> findings = new ArrayList<>();
        try (SkylarkClient client = cluster.connect()) {
            for (BrokerState state : BrokerStatus.named(BrokerState.all(client.admin().cluster()), broker)) {
                findings.addAll(new WriteChecks(client, state, topic).run());
            }
            if (probe) {
                findings.addAll(WriteChecks.probe(client, topic.orElse(""), broker));
            }
        }
        Finding.print(findings, output);
        return Finding.anyFailed(findings) ? Failures.FAILED : 0;
    }
}
