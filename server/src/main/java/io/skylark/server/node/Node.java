package io.skylark.server.node;

import io.skylark.net.NetConfig;
import io.skylark.net.Transport;
import io.skylark.server.config.BrokerSettings;
import io.skylark.server.config.NameServerSettings;
import io.skylark.server.control.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The listening parts of this process: a name server, a broker, or both, on the same event loops.
public final class Node implements AutoCloseable {
    private final Closing parts = new Closing();
    private final List<String> bootLines = new ArrayList<>();
    private final List<Supplier<NodeState>> states = new ArrayList<>();
    private final Transport transport;
    private final Control control;

    private Node(NetConfig config, Control control) {
        this.control = control;
        transport = new Transport(config);
        parts.add(transport);
    }

    public static Node nameServer(NameServerSettings settings, Control control) throws StartFailure {
        Node node = new Node(settings.net(), control);
        node.parts.startOrClose(() -> node.startNameServer(settings));
        return node;
    }

    public static Node broker(BrokerSettings settings, Control control) throws StartFailure {
        Node node = new Node(settings.net(), control);
        node.parts.startOrClose(() -> node.startBroker(settings, Optional.empty()));
        return node;
    }

    /// The broker makes itself known to the name server by method call.
    public static Node both(NameServerSettings nameServer, BrokerSettings broker, Control control)
            throws StartFailure {
        Node node = new Node(broker.net(), control);
        node.parts.startOrClose(() -> {
            NameServerNode inProcess = node.startNameServer(nameServer);
            node.startBroker(broker, Optional.of(inProcess));
        });
        return node;
    }

    /// The lines that tutorials, images and scripts wait for, one for each part.
    public List<String> bootLines() {
        return List.copyOf(bootLines);
    }

    /// How the process is now. Any thread.
    public NodeState state() {
        return states.stream().map(Supplier::get).reduce(NodeState::and).orElseThrow();
    }

    /// Reads the configuration again, and lets those settings hold that can change at run time. May block.
    public void reload() {
        control.configuration().reload();
    }

    /// Withdraws what is registered, closes what listens, and closes the log.
    @Override
    public void close() {
        parts.close();
    }

    private NameServerNode startNameServer(NameServerSettings settings) throws StartFailure {
        NameServerNode started = NameServerNode.start(settings, transport, control);
        parts.add(started);
        bootLines.add(started.bootLine());
        states.add(started::state);
        return started;
    }

    private void startBroker(BrokerSettings settings, Optional<NameServerNode> inProcess) throws StartFailure {
        BrokerNode started = BrokerNode.start(settings, transport, inProcess, control);
        parts.add(started);
        bootLines.add(started.bootLine());
        states.add(started::state);
    }
}
