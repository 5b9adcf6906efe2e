package io.skylark.cli.broker;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Consent;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.PermissionWord;
import io.skylark.client.admin.BrokerAdmin;
import io.skylark.client.admin.Scope;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark broker permission BROKER PERMISSION`
@Command(
        mixinStandardHelpOptions = true,
        description = "Without w the broker is drained; skylark broker drain also waits until nothing is left on it.")
final class BrokerPermission implements Callable<Integer> {
    private static final String KEY = "brokerPermission";

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Consent consent = new Consent();

    @Parameters(index = "0", paramLabel = "BROKER", description = "name or host:port")
    private String broker = "";

    @Parameters(index = "1", paramLabel = "rw|r|w|none", description = "what clients may do")
    private String permission = "";

    @Override
    public Integer call() {
        int bits = PermissionWord.bits(permission);
        return cluster.use(client -> {
            BrokerAdmin admin = client.admin().within(Scope.broker(broker)).brokers();
            admin.masters().forEach((name, address) -> {
                if (consent.given("set the permission of broker " + name + " to " + permission)) {
                    admin.change(address, Map.of(KEY, String.valueOf(bits)));
                    output.done("broker", name, "has the permission " + permission);
                }
            });
        });
    }
}
