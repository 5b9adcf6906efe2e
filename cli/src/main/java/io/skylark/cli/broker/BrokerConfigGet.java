package io.skylark.cli.broker;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Settings;
import io.skylark.cli.frame.Where;
import io.skylark.client.admin.BrokerAdmin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark broker config get [KEY]`
@Command(mixinStandardHelpOptions = true, footer = {"", "Example: skylark broker config get disk --broker broker-a"})
final class BrokerConfigGet implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Where where = new Where();

    @Mixin
    private Output output = new Output();

    @Parameters(arity = "0..1", paramLabel = "KEY", description = "only keys that contain this")
    private String part = "";

    @Override
    public Integer call() {
        return cluster.use(client -> {
            BrokerAdmin admin = client.admin().within(where.scope()).brokers();
            List<Settings.Row> rows = new ArrayList<>();
            admin.masters().forEach((name, address) ->
                    rows.addAll(Settings.rows(admin.settings(address), part, name)));
            output.list(Settings.COLUMNS, rows);
        });
    }
}
