package io.skylark.cli.broker;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Consent;
import io.skylark.cli.frame.Output;
import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.BrokerAdmin;
import io.skylark.client.admin.Scope;
import io.skylark.protocol.body.Permission;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark broker drain BROKER`
@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Producers go to other brokers within half a minute; what they still send after that is refused. Consumers,"
                    + " retries, open transactions and delayed messages go on. Waits until nothing is left; the broker can"
                    + " be stopped then. It stays drained, also when it is started again, until --undo.",
            "",
            "Ends with 0 when nothing is left, 6 when something is left after --wait."
        },
        footer = {"", "Example: skylark broker drain broker-a --yes --wait 10m"})
final class BrokerDrain implements Callable<Integer> {
    private static final String KEY = "brokerPermission";
    private static final String STANDARD = String.valueOf(Permission.READ | Permission.WRITE);

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Consent consent = new Consent();

    @Parameters(paramLabel = "BROKER", description = "name or host:port")
    private String broker = "";

    @Option(names = "--undo", description = "let clients write to it again")
    private boolean undo;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description = "how long to wait until nothing is left, 0s for not at all (default: 10m)")
    private Duration wait = Duration.ofMinutes(10);

    @Option(names = "--attended", description = "do not wait for groups that have no members now")
    private boolean attended;

    @Override
    public Integer call() throws InterruptedException {
        try (SkylarkClient client = cluster.connect()) {
            BrokerAdmin admin = client.admin().within(Scope.broker(broker)).brokers();
            Map.Entry<String, String> found = admin.masters().firstEntry();
            String name = found.getKey();
            String address = found.getValue();
            int permission = permission(admin, address);
            if (undo) {
                giveWrites(client, admin, name, address, permission);
            } else if (takeWrites(client, admin, name, address, permission)) {
                new DrainWatch(admin, name, address, output, attended).until(wait);
            }
        }
        return 0;
    }

    private static int permission(BrokerAdmin admin, String address) {
        String told = admin.settings(address).getOrDefault(KEY, STANDARD);
        try {
            return Integer.parseInt(told);
        } catch (NumberFormatException wrong) {
            throw CommandException.failed("the broker says " + KEY + "=" + told + ", which is no number");
        }
    }

    /// What it has not forbidden itself, name servers may have been told by other tools.
    private void giveWrites(SkylarkClient client, BrokerAdmin admin, String name, String address, int permission) {
        if (consent.isDryRun()) {
            consent.given("let clients write to " + name);
            return;
        }
        if (Permission.isWriteable(permission)) {
            client.admin().nameServers().giveWrites(name);
        } else {
            admin.change(address, Map.of(KEY, String.valueOf(permission | Permission.WRITE)));
        }
        output.done("broker", name, "takes messages again");
    }

    /// Whether it takes none from now on.
    private boolean takeWrites(SkylarkClient client, BrokerAdmin admin, String name, String address, int permission) {
        if (!Permission.isWriteable(permission)) {
            output.remark("Broker " + name + " is drained already.");
            return !consent.isDryRun();
        }
        int others = client.admin().brokers().masters().size() - 1;
        String warning = others == 0 ? "; there is no other broker, so that clients can write nowhere" : "";
        String left = admin.remainder(address).map(now -> "; left on it now: " + DrainWatch.text(now)).orElse("");
        if (!consent.given("let clients write to other brokers than " + name + warning + left)) {
            return false;
        }
        admin.change(address, Map.of(KEY, String.valueOf(permission & ~Permission.WRITE)));
        return true;
    }
}
