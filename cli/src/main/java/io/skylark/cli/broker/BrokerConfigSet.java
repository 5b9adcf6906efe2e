package io.skylark.cli.broker;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.DryRun;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Settings;
import io.skylark.cli.frame.Where;
import io.skylark.client.admin.BrokerAdmin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark broker config set KEY=VALUE...`
@Command(
        mixinStandardHelpOptions = true,
        description = "On all brokers, unless --broker or --cluster names some.",
        footer = {"", "Example: skylark broker config set fileReservedTime=48 --broker broker-a"})
final class BrokerConfigSet implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Where where = new Where();

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
            BrokerAdmin admin = client.admin().within(where.scope()).brokers();
            admin.masters().forEach((name, address) -> change(admin, name, address, settings));
        });
    }

    private void change(BrokerAdmin admin, String name, String address, Map<String, String> settings) {
        Map<String, String> before = admin.settings(address);
        settings.forEach((key, value) -> {
            String change = key + " from " + before.getOrDefault(key, "(none)") + " to " + value;
            if (!dryRun.prevents("change on " + name + " " + change)) {
                Optional<String> remark = admin.change(address, Map.of(key, value));
                output.done("broker", name, Settings.outcome(
                        "broker " + name, key, before, admin.settings(address), remark));
            }
        });
    }
}
