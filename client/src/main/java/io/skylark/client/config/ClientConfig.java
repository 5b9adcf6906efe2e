package io.skylark.client.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Settings of a client. Start from [#standard(List)] and change with the `with` methods.
///
/// @param nameServers `host:port` each
/// @param requestTimeout how long an answer to an ordinary request is waited for
/// @param routeRefresh how often routes are asked for again
/// @param heartbeat how often brokers are told of this client's groups; they forget it after 120 s without
/// @param transport limits of connections
/// @param credentials with which requests are signed; null when the servers let everybody in
public record ClientConfig(
        List<String> nameServers,
        Duration requestTimeout,
        Duration routeRefresh,
        Duration heartbeat,
        TransportConfig transport,
        @Nullable Credentials credentials) {

    public ClientConfig {
        nameServers = List.copyOf(nameServers);
        nameServers.forEach(Address::parse);
        if (nameServers.isEmpty()) {
            throw new IllegalArgumentException("a client needs the address of a name server");
        }
        positive("requestTimeout", requestTimeout);
        positive("routeRefresh", routeRefresh);
        positive("heartbeat", heartbeat);
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    /// The timing of RocketMQ clients.
    public static ClientConfig standard(List<String> nameServers) {
        return new ClientConfig(
                nameServers,
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                TransportConfig.STANDARD,
                null);
    }

    /// @param nameServers `host:port`, several separated by `;`
    public static ClientConfig standard(String nameServers) {
        return standard(NameServerAddresses.parse(nameServers));
    }

    public ClientConfig withRequestTimeout(Duration value) {
        return new ClientConfig(nameServers, value, routeRefresh, heartbeat, transport, credentials);
    }

    public ClientConfig withRouteRefresh(Duration value) {
        return new ClientConfig(nameServers, requestTimeout, value, heartbeat, transport, credentials);
    }

    public ClientConfig withHeartbeat(Duration value) {
        return new ClientConfig(nameServers, requestTimeout, routeRefresh, value, transport, credentials);
    }

    public ClientConfig withTransport(TransportConfig value) {
        return new ClientConfig(nameServers, requestTimeout, routeRefresh, heartbeat, value, credentials);
    }

    /// For servers that let only known users in. Every request is signed; answers are not.
    public ClientConfig withCredentials(Credentials value) {
        return new ClientConfig(nameServers, requestTimeout, routeRefresh, heartbeat, transport, value);
    }
}
