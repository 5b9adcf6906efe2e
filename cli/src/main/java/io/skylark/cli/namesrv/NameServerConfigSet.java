package io.skylark.cli.namesrv;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.DryRun;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Settings;
import io.skylark.client.admin.NameServerAdmin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark namesrv config set KEY=VALUE...`
@Command(mixinStandardHelpOptions = true, description = "At all name servers.")
final class NameServerConfigSet implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private DryRun dryRun = new DryRun();

    @Parameters(arity = "1..*", paramLabel = "KEY=VALUE", description = "what to change; may be repeated")
    private List<String> words = List.of();

    @Override
    public Integer call() {
        Map<String, String> settings = Settings.parse(words);
        return cluster.use(client -> {
            NameServerAdmin admin = client.admin().nameServers();
            if (!dryRun.prevents("change " + settings + " at " + admin.addresses())) {
                settings.forEach((key, value) -> change(admin, key, value));
            }
        });
    }

    private void change(NameServerAdmin admin, String key, String value) {
        Map<String, Map<String, String>> before = new TreeMap<>();
        admin.addresses().forEach(address -> before.put(address, admin.settings(address)));
        Map<String, String> remarks = admin.change(Map.of(key, value));
        before.forEach((address, settings) -> output.done("server", address, Settings.outcome(
                "name server " + address, key, settings, admin.settings(address),
                Optional.ofNullable(remarks.get(address)))));
    }
}
