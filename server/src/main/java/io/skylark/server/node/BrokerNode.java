package io.skylark.server.node;

import io.skylark.broker.Broker;
import io.skylark.broker.BrokerView;
import io.skylark.broker.registration.NameServerClient;
import io.skylark.broker.registration.RouteRegistry;
import io.skylark.console.Console;
import io.skylark.log.store.Storage;
import io.skylark.net.Dialer;
import io.skylark.net.NetServer;
import io.skylark.net.Router;
import io.skylark.net.Transport;
import io.skylark.protocol.api.Remainder;
import io.skylark.server.config.BrokerSettings;
import io.skylark.server.config.ConsoleSettings;
import io.skylark.server.config.HostPort;
import io.skylark.server.control.Control;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A broker that listens: on its port, and on the one two below it, which old clients send to.
public final class BrokerNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerNode.class);
    private static final int OLD_CLIENTS = -2;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

    private final BrokerSettings settings;
    private final Optional<NameServerNode> inProcess;
    private final Control control;
    private final Closing parts = new Closing();
    private volatile boolean adminFromAnywhere;
    private volatile boolean started;
    private volatile boolean closing;

    /// Set once, before anybody asks for the state.
    private @Nullable BrokerView view;

    private BrokerNode(BrokerSettings settings, Optional<NameServerNode> inProcess, Control control) {
        this.settings = settings;
        this.inProcess = inProcess;
        this.control = control;
        this.adminFromAnywhere = settings.adminFromAnywhere();
    }

    /// @param inProcess the name server that is a method call away, when there is one
    static BrokerNode start(
            BrokerSettings settings, Transport transport, Optional<NameServerNode> inProcess, Control control)
            throws StartFailure {
        BrokerNode node = new BrokerNode(settings, inProcess, control);
        node.parts.startOrClose(() -> node.open(transport));
        return node;
    }

    /// Parts end in the opposite order: the broker is withdrawn from the routes; nothing new is accepted, and who waits is
    /// sent away; what is under way is stored; the answers are sent and the connections closed.
    private void open(Transport transport) throws IOException {
        Storage storage = Storage.open(settings.logFolder(), settings.log(), InstantSource.system());
        parts.add(storage);
        Broker broker = new Broker(
                settings.broker(), settings.net(), storage, registries(transport),
                () -> settings.broker().listenPort(), this::address, machineMemory(), InstantSource.system());
        view = broker.view();
        List<NetServer> servers = new ArrayList<>();
        parts.add(() -> servers.forEach(NetServer::close));
        parts.add(broker);
        openConsole(transport, broker);
        broker.recover(BrokerNode::logFailed);
        Router router = control.broker(
                broker.router(), BrokerSettings.catalog(), () -> adminFromAnywhere, decided());
        for (int distance : new int[] {0, OLD_CLIENTS}) {
            InetSocketAddress address =
                    new InetSocketAddress(settings.bindAddress(), settings.broker().listenPort() + distance);
            servers.add(NetServer.bind(transport, settings.net(), address, router));
        }
        parts.add(() -> servers.forEach(NetServer::quiesce));
        exportTables(broker);
        broker.start();
        parts.add(broker::withdraw);
        started = true;
        if (!broker.view().gate().isOpen()) {
            LOG.warn("the broker is drained and takes no new messages, as brokerPermission says; skylark broker drain {}"
                    + " --undo lets it take them again", settings.broker().brokerName());
        }
        control.configuration().follow(next -> changed(broker, BrokerSettings.read(next)));
    }

    private Runnable changed(Broker broker, BrokerSettings next) {
        return () -> {
            adminFromAnywhere = next.adminFromAnywhere();
            broker.change(next.broker(), next.log().reserve());
        };
    }

    /// What the configuration left to the start to decide, and the role, which tools for RocketMQ look for.
    private Map<String, String> decided() {
        return Map.of(
                "brokerName", settings.broker().brokerName(),
                "brokerIP1", settings.host(),
                "storePathCommitLog", settings.logFolder().toString(),
                "brokerRole", "ASYNC_MASTER");
    }

    /// Not into a store of RocketMQ, which has its own files of these names there.
    private void exportTables(Broker broker) {
        if (!Files.isDirectory(settings.dataFolder().resolve("commitlog"))) {
            broker.exportTo(settings.dataFolder().resolve("config"));
        }
    }

    /// Before the replay, so that a probe can tell a long start from a dead process.
    private void openConsole(Transport transport, Broker broker) throws IOException {
        ConsoleSettings wanted = settings.console();
        Console console = new Console(
                transport, broker.view(), () -> started,
                () -> leaving(broker), InstantSource.system());
        parts.add(console);
        if (wanted.port() != 0) {
            try {
                listen(console, wanted.port());
            } catch (IOException taken) {
                if (wanted.chosen()) {
                    throw new IOException(
                            taken.getMessage() + ": stop the process that uses the port, or configure another"
                                    + " httpListenPort, 0 for none", taken);
                }
                LOG.warn("{}: no metrics and no health over HTTP; httpListenPort chooses another port, or 0 for none",
                        taken.getMessage());
            }
        }
        if (wanted.exporterPort().filter(port -> port != wanted.port()).isPresent()) {
            listen(console, wanted.exporterPort().get());
        }
    }

    private Optional<String> leaving(Broker broker) {
        if (closing) {
            return Optional.of("the broker is being stopped");
        }
        return broker.view().gate().isOpen()
                ? Optional.empty()
                : Optional.of("the broker is drained: it takes no new messages (brokerPermission)");
    }

    private void listen(Console console, int port) throws IOException {
        console.listen(new InetSocketAddress(settings.bindAddress(), port));
        LOG.info("metrics are at http://{}:{}/metrics, health at /health/ready", settings.host(), port);
    }

    /// The line that tutorials, images and scripts wait for.
    public String bootLine() {
        String nameServers = Stream.concat(
                        inProcess.map(NameServerNode::address).stream(), remoteNameServers().stream())
                .map(HostPort::toString)
                .collect(Collectors.joining(";"));
        return "The broker[" + settings.broker().brokerName() + ", " + address()
                + "] boot success. serializeType=JSON"
                + (nameServers.isEmpty() ? "" : " and name server is " + nameServers);
    }

    NodeState state() {
        BrokerView broker = Objects.requireNonNull(view, "the broker has not started");
        String name = settings.broker().brokerName();
        return broker.failure()
                .map(failure -> new NodeState(false, name + " has failed: " + failure))
                .orElseGet(() -> new NodeState(true, name + (broker.gate().isOpen()
                        ? " ready at " + address()
                        : " is drained, " + left(broker.leftovers().count()))));
    }

    private static String left(Remainder.Left left) {
        return left.messages() + " messages, " + left.openTransactions() + " transactions and " + left.delayed()
                + " delayed messages are left";
    }

    @Override
    public void close() {
        closing = true;
        parts.close();
    }

    /// Those that are configured, without the one in this process.
    private List<HostPort> remoteNameServers() {
        return settings.nameServers().stream()
                .filter(address -> inProcess.isEmpty() || !inProcess.get().answersAt(address))
                .toList();
    }

    private String address() {
        return settings.host() + ":" + settings.broker().listenPort();
    }

    private List<RouteRegistry> registries(Transport transport) {
        List<RouteRegistry> all = new ArrayList<>();
        inProcess.ifPresent(nameServer -> all.add(nameServer.registryFor(settings.broker())));
        Dialer dialer = new Dialer(
                transport, settings.net(), Router.builder().build(settings.net()), CONNECT_LIMIT);
        remoteNameServers().forEach(server -> all.add(new NameServerClient(dialer, server.host(), server.port())));
        return all;
    }

    /// The JVM takes a quarter of the machine's, or the container's, memory for its heap unless it is told otherwise;
    /// asking the management interface instead would cost a fiftieth of a second at every start.
    private static long machineMemory() {
        return Runtime.getRuntime().maxMemory() * 4;
    }

    private static void logFailed(Throwable cause) {
        LOG.error("the log has failed: nothing is stored any more, reading goes on; see to the disk and restart",
                cause);
    }
}
