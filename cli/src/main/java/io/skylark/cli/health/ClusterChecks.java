package io.skylark.cli.health;

import io.skylark.cli.broker.BrokerState;
import io.skylark.cli.frame.Finding;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.ClusterAdmin;
import io.skylark.client.config.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What clients of a cluster would meet, seen from here.
final class ClusterChecks {
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration CLOCK = Duration.ofSeconds(5);
    private static final int STANDARD_BROKER_PORT = 10_911;

    /// Clients of old versions connect that far below the port of a broker.
    private static final int OLD_CLIENTS = -2;

    private static final double WARNING_PERCENT = 75;
    private static final double CRITICAL_PERCENT = 90;

    private final Admin admin;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    ClusterChecks(Admin admin, InstantSource clock) {
        this.admin = admin;
        this.clock = clock;
    }

    List<Finding> run() {
        List<ClusterAdmin.NameServerView> views = admin.cluster().nameServers();
        views.forEach(this::nameServer);
        Optional<ClusterAdmin.NameServerView> first =
                views.stream().filter(view -> view.problem().isEmpty()).findFirst();
        if (first.isEmpty()) {
            withoutNameServer();
            return findings;
        }
        if (views.stream().filter(view -> view.problem().isEmpty())
                .anyMatch(view -> !view.brokers().equals(first.get().brokers()))) {
            findings.add(Finding.warning("name servers", "they do not know the same brokers",
                    "Give every broker all of them: namesrvAddr=host1:9876;host2:9876"));
        }
        if (first.get().brokers().isEmpty()) {
            findings.add(Finding.failed("brokers", "none is registered",
                    "Start one with namesrvAddr=" + first.get().address() + ", or skylark dev"));
        } else {
            BrokerState.all(admin.cluster()).forEach(this::broker);
        }
        return findings;
    }

    private void nameServer(ClusterAdmin.NameServerView view) {
        String check = "name server " + view.address();
        findings.add(view.problem()
                .map(problem -> Finding.failed(check, problem, "Start it: bin/mqnamesrv; or name another with -n"))
                .orElseGet(() -> Finding.ok(check, view.brokers().isEmpty()
                        ? "knows no broker"
                        : "knows " + String.join(", ", view.brokers().stream().map(ClusterAdmin.Broker::name).toList()))));
    }

    /// Often only the name server is missing, or its address is wrong.
    private void withoutNameServer() {
        findings.add(listens("localhost", STANDARD_BROKER_PORT)
                ? Finding.warning("broker here", "something listens on port " + STANDARD_BROKER_PORT,
                        "The broker runs; only its name server is missing")
                : Finding.failed("broker here", "nothing listens on port " + STANDARD_BROKER_PORT,
                        "skylark dev starts name server and broker"));
    }

    private void broker(BrokerState state) {
        String check = "broker " + state.name() + (state.isMaster() ? "" : " id " + state.id());
        if (state.problem().isPresent()) {
            findings.add(Finding.failed(check, "clients are told " + state.address() + ", which does not answer from here: "
                    + state.problem().get(), "When it runs: set brokerIP1 to an address that clients reach; look at"
                    + " firewalls and published ports"));
            return;
        }
        findings.add(Finding.ok(check, "answers at " + state.address()
                + state.version().map(version -> ", " + version).orElse("")));
        oldClients(check, state.address());
        state.now().ifPresent(time -> time(check, time));
        state.diskPercent().ifPresent(percent -> disk(check, percent));
    }

    private void oldClients(String check, String address) {
        Address listener = Address.parse(address);
        int port = listener.port() + OLD_CLIENTS;
        findings.add(listens(listener.host(), port)
                ? Finding.ok(check + " port " + port, "for old clients")
                : Finding.warning(check + " port " + port, "not open", "Only clients before 4.5 send to it; publish it for"
                        + " them"));
    }

    private static boolean listens(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private void time(String check, Instant theirs) {
        Duration apart = Duration.between(theirs, clock.instant());
        String text = apart.abs().toSeconds() + " s " + (apart.isNegative() ? "ahead of" : "behind") + " this machine";
        findings.add(apart.abs().compareTo(CLOCK) < 0
                ? Finding.ok(check + " clock", "as here, to a few seconds")
                : Finding.warning(check + " clock", text, "Delayed messages and resets by time follow it: run NTP"));
    }

    private void disk(String check, double percent) {
        String text = "%.1f %% full".formatted(percent);
        String fix = "Make room, or let messages expire sooner (fileReservedTime): at the limit it refuses messages";
        findings.add(percent >= CRITICAL_PERCENT ? Finding.failed(check + " disk", text, fix)
                : percent >= WARNING_PERCENT ? Finding.warning(check + " disk", text, fix)
                : Finding.ok(check + " disk", text));
    }
}
