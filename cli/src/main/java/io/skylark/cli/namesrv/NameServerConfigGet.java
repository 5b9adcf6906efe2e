package io.skylark.cli.namesrv;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Settings;
import io.skylark.client.admin.NameServerAdmin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark namesrv config get [KEY]`
@Command(mixinStandardHelpOptions = true)
final class NameServerConfigGet implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(arity = "0..1", paramLabel = "KEY", description = "only keys that contain this")
    private String part = "";

    @Override
    public Integer call() {
        return cluster.use(client -> {
            NameServerAdmin admin = client.admin().nameServers();
            List<Settings.Row> rows = new ArrayList<>();
            admin.addresses().forEach(address -> rows.addAll(Settings.rows(admin.settings(address), part, address)));
            output.list(Settings.COLUMNS, rows);
        });
    }
}
