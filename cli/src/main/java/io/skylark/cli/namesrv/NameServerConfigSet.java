package io.skylark.cli.namesrv;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.DryRun;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Settings;
import java.util.List;
import java.util.Map;
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
            if (!dryRun.prevents("change " + settings + " at " + client.admin().nameServers().addresses())) {
                client.admin().nameServers().change(settings);
                settings.forEach((key, value) -> output.done("setting", key, value));
            }
        });
    }
}
