package io.skylark.client.config;

import io.skylark.protocol.SerializeType;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Limits of connections.
///
/// @param connectTimeout how long a connection may take to be made, and as long again to agree on encryption
/// @param writeStall how long a server may take nothing although something waits, before its connection is given up
/// @param maxInFlight requests of one connection that may wait for their answers at a time; more are refused
/// @param headers in which form request headers are sent, where they fit; both are read
/// @param tls how connections are encrypted; null when they are not
public record TransportConfig(
        Duration connectTimeout,
        Duration writeStall,
        int maxInFlight,
        SerializeType headers,
        @Nullable TlsConfig tls) {

    public static final TransportConfig STANDARD =
            new TransportConfig(Duration.ofSeconds(3), Duration.ofSeconds(10), 65_535, SerializeType.JSON);

    public TransportConfig {
        if (connectTimeout.isNegative() || connectTimeout.isZero() || writeStall.isNegative() || writeStall.isZero()) {
            throw new IllegalArgumentException("timeouts must be positive");
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight must be at least 1, not " + maxInFlight);
        }
    }

    /// Without encryption.
    public TransportConfig(Duration connectTimeout, Duration writeStall, int maxInFlight, SerializeType headers) {
        this(connectTimeout, writeStall, maxInFlight, headers, null);
    }

    public TransportConfig withHeaders(SerializeType value) {
        return new TransportConfig(connectTimeout, writeStall, maxInFlight, value, tls);
    }

    /// Encrypts the connections to all servers, whose certificates the context must trust and must name their hosts.
    public TransportConfig withTls(SSLContext context) {
        return withTls(new TlsConfig(context));
    }

    public TransportConfig withTls(TlsConfig value) {
        return new TransportConfig(connectTimeout, writeStall, maxInFlight, headers, value);
    }
}
