package io.skylark.server.node;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.registration.RouteRegistry;
import io.skylark.nameserver.NameServer;
import io.skylark.nameserver.Scheduler;
import io.skylark.net.NetServer;
import io.skylark.net.Router;
import io.skylark.net.Transport;
import io.skylark.server.config.HostPort;
import io.skylark.server.config.NameServerSettings;
import io.skylark.server.control.Control;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/// A name server that listens.
public final class NameServerNode implements AutoCloseable {
    private final NameServerSettings settings;
    private final Control control;
    private final Closing parts = new Closing();
    private volatile boolean adminFromAnywhere;
    private @Nullable NameServer nameServer;

    private NameServerNode(NameServerSettings settings, Control control) {
        this.settings = settings;
        this.control = control;
        this.adminFromAnywhere = settings.adminFromAnywhere();
    }

    public static NameServerNode start(NameServerSettings settings, Transport transport, Control control)
            throws StartFailure {
        NameServerNode node = new NameServerNode(settings, control);
        node.parts.startOrClose(() -> node.open(transport));
        return node;
    }

    private void open(Transport transport) throws IOException {
        NameServer started = NameServer.open(settings.nameServer(), System::nanoTime);
        nameServer = started;
        parts.add(started);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("nameserver-timer").daemon().factory());
        parts.add(timer::shutdownNow);
        Router.Builder routes = Router.builder();
        started.routes(routes);
        InetSocketAddress address = new InetSocketAddress(settings.bindAddress(), settings.listenPort());
        Router router =
                control.nameServer(routes.build(settings.net()), settings.keys(), () -> adminFromAnywhere);
        parts.add(NetServer.bind(transport, settings.net(), address, router));
        started.start(Scheduler.on(timer));
        control.configuration().follow(next -> {
            NameServerSettings changed = settings.again(next);
            return () -> {
                adminFromAnywhere = changed.adminFromAnywhere();
                started.change(changed.nameServer());
            };
        });
    }

    /// Where a broker of this process makes itself known.
    ///
    /// @param broker its settings; clients are told the host that they dialled themselves, unless one is configured
    RouteRegistry registryFor(BrokerConfig broker) {
        NameServer target = nameServer;
        if (target == null) {
            throw new IllegalStateException("the name server has not started");
        }
        return new InProcessRegistry(target, broker);
    }

    /// Where clients of this machine find it.
    HostPort address() {
        return new HostPort("localhost", settings.listenPort());
    }

    /// Whether somebody who dials this address reaches this name server.
    boolean answersAt(HostPort address) {
        if (address.port() != settings.listenPort()) {
            return false;
        }
        try {
            InetAddress host = InetAddress.getByName(address.host());
            return host.isLoopbackAddress() || NetworkInterface.getByInetAddress(host) != null;
        } catch (IOException unknownHost) {
            return false;
        }
    }

    /// The line that tutorials, images and scripts wait for.
    public String bootLine() {
        return "The Name Server boot success. serializeType=JSON, address " + settings.bindAddress() + ":"
                + settings.listenPort();
    }

    NodeState state() {
        return new NodeState(true, "name server ready at " + settings.bindAddress() + ":" + settings.listenPort());
    }

    @Override
    public void close() {
        parts.close();
    }
}
