package io.skylark.cli.namesrv;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Consent;
import io.skylark.cli.frame.Output;
import io.skylark.client.admin.NameServerAdmin;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark namesrv wipe-writes BROKER`, `skylark namesrv add-writes BROKER`
@Command(
        mixinStandardHelpOptions = true,
        description = "At all name servers, until the broker registers other topics.")
final class NameServerWrites implements Callable<Integer> {
    private final boolean give;

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Consent consent = new Consent();

    @Parameters(paramLabel = "BROKER", description = "its name")
    private String broker = "";

    NameServerWrites(boolean give) {
        this.give = give;
    }

    @Override
    public Integer call() {
        return cluster.use(client -> {
            String deed = give ? "let clients write to " + broker + " again"
                    : "tell clients to write to other brokers than " + broker;
            if (consent.given(deed)) {
                NameServerAdmin admin = client.admin().nameServers();
                SortedMap<String, Integer> topics = give ? admin.giveWrites(broker) : admin.takeWrites(broker);
                topics.forEach((server, count) -> output.done("broker", broker,
                        (give ? "takes writes" : "takes no writes") + " to " + count + " topics, as " + server
                                + " tells clients"));
            }
        });
    }
}
