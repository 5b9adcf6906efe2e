package io.skylark.cli.broker;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.DryRun;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Where;
import io.skylark.client.admin.BrokerAdmin;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skylark broker clean ...`
@Command(mixinStandardHelpOptions = true)
final class BrokerClean implements Callable<Integer> {
    private final String deed;
    private final BiConsumer<BrokerAdmin, String> action;

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Where where = new Where();

    @Mixin
    private Output output = new Output();

    @Mixin
    private DryRun dryRun = new DryRun();

    /// @param deed what was done, as a sentence about the broker goes on
    BrokerClean(String deed, BiConsumer<BrokerAdmin, String> action) {
        this.deed = deed;
        this.action = action;
    }

    @Override
    public Integer call() {
        return cluster.use(client -> {
            BrokerAdmin admin = client.admin().within(where.scope()).brokers();
            admin.masters().forEach((name, address) -> {
                if (!dryRun.prevents("have " + deed + " on " + name)) {
                    action.accept(admin, address);
                    output.done("broker", name, deed);
                }
            });
        });
    }
}
