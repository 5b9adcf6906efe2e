package io.skylark.server.config;

import io.skylark.nameserver.NameServerConfig;
import io.skylark.net.NetConfig;
import java.nio.file.Path;
import java.time.Duration;

/// All that a name server process is told, in the types of the parts it is made of.
///
/// @param keys those that there are for it
/// @param adminFromAnywhere whether other hosts may administer too
public record NameServerSettings(
        NameServerConfig nameServer,
        NetConfig net,
        String bindAddress,
        int listenPort,
        Catalog keys,
        boolean adminFromAnywhere) {

    /// Variables that start with this are settings of the name server.
    public static final String VARIABLES = "SKYLARK_NAMESRV_";

    public static Catalog catalog() {
        return NameServerKeys.CATALOG;
    }

    /// For a file that configures name server and broker.
    public static Catalog catalogBesideBroker() {
        return NameServerKeys.BESIDE_BROKER;
    }

    public static NameServerSettings read(Configuration from) {
        return read(from, NameServerKeys.LISTEN_PORT, catalog());
    }

    /// Reads from a file that configures name server and broker.
    public static NameServerSettings readBesideBroker(Configuration from) {
        return read(from, NameServerKeys.LISTEN_PORT_BESIDE_BROKER, catalogBesideBroker());
    }

    /// The settings of the same name server in another configuration.
    public NameServerSettings again(Configuration from) {
        return keys.has(NameServerKeys.LISTEN_PORT_BESIDE_BROKER.name()) ? readBesideBroker(from) : read(from);
    }

    private static NameServerSettings read(Configuration from, Key<Integer> port, Catalog catalog) {
        Path file = from.path(NameServerKeys.KV_FILE, from.get(NameServerKeys.KV_FILE));
        Duration wait = from.get(NameServerKeys.WAIT_FOR_BROKERS)
                ? Duration.ofSeconds(from.get(NameServerKeys.WAIT_SECONDS))
                : Duration.ZERO;
        NameServerConfig nameServer = new NameServerConfig(
                file,
                from.get(NameServerKeys.ORDERED_TOPICS),
                from.get(NameServerKeys.ORDERED_TOPICS_TO_BROKERS),
                from.get(NameServerKeys.LIST_ALL_TOPICS),
                from.get(NameServerKeys.LIST_TOPICS),
                from.get(NameServerKeys.SCAN_INTERVAL),
                wait);
        return new NameServerSettings(
                nameServer, NetConfig.STANDARD, from.get(NameServerKeys.BIND_ADDRESS), from.get(port), catalog,
                from.get(BrokerKeys.ADMIN_FROM_ANYWHERE));
    }
}
