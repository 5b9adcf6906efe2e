package io.skylark.broker.config;

import io.skylark.message.Host;
import io.skylark.net.Connection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.IntSupplier;

/// The address of this broker as others see it.
public final class Identity {
    private final BrokerConfig config;
    private final IntSupplier port;

    /// @param port the port that is listened on, known once it is bound
    public Identity(BrokerConfig config, IntSupplier port) {
        this.config = config;
        this.port = port;
    }

    public int port() {
        return port.getAsInt();
    }

    /// The host that messages are stored with, for a client that came over `connection`: the configured address, or the
    /// one that the client dialled, so that it can dial it again.
    public Host storeHost(Connection connection) {
        InetAddress host = config.advertisedHost().orElse(connection.localAddress().getAddress());
        return Host.of(new InetSocketAddress(host, port()));
    }

    /// The same as text, for remarks.
    public String name(Connection connection) {
        return config.advertisedHost().orElse(connection.localAddress().getAddress()).getHostAddress();
    }
}
