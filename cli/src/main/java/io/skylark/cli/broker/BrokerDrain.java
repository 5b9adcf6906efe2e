package io.skylark.cli.broker;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Consent;
import io.skylark.cli.frame.Output;
import io.skylark.client.admin.NameServerAdmin;
import io.skylark.client.admin.Scope;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark broker drain BROKER`
@Command(
        mixinStandardHelpOptions = true,
        description = "Clients hear of it within half a minute. When skylark group lag shows nothing left on it, it can be"
                + " stopped. A name server forgets it when the broker registers other topics; --undo takes it back.")
final class BrokerDrain implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Consent consent = new Consent();

    @Parameters(paramLabel = "BROKER", description = "its name")
    private String broker = "";

    @Option(names = "--undo", description = "let clients write to it again")
    private boolean undo;

    @Override
    public Integer call() {
        return cluster.use(client -> {
            NameServerAdmin admin = client.admin().nameServers();
            if (undo) {
                admin.giveWrites(broker).forEach((server, topics) -> output.done("broker", broker,
                        "takes writes to " + topics + " topics again, as " + server + " tells clients"));
                return;
            }
            int others = client.admin().brokers().masters().size()
                    - client.admin().within(Scope.broker(broker)).brokers().masters().size();
            String warning = others == 0 ? "; there is no other broker, so that clients can write nowhere" : "";
            if (consent.given("tell clients to write to other brokers than " + broker + warning)) {
                admin.takeWrites(broker).forEach((server, topics) -> output.done("broker", broker,
                        "takes no writes to " + topics + " topics, as " + server + " tells clients"));
            }
        });
    }
}
