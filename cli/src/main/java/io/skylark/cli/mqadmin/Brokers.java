package io.skylark.cli.mqadmin;

import io.skylark.client.admin.ServerCalls;
import io.skylark.protocol.api.Route;
import io.skylark.protocol.body.BrokerData;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which brokers a command means, as a name server knows them.
final class Brokers {
    static final long MASTER = 0;

    private static final String NO_CLUSTER =
            "[error] Make sure the specified clusterName exists or the name server connected to is correct.";

    private final ServerCalls servers;
    private final PrintStream out;

    Brokers(ServerCalls servers, PrintStream out) {
        this.servers = servers;
        this.out = out;
    }

    Route.Cluster all() {
        return servers.cluster();
    }

    /// Brokers of a cluster by name; none, and a word about it, when there is no such cluster.
    List<BrokerData> ofCluster(String cluster) {
        Route.Cluster all = servers.cluster();
        if (!all.clusterAddrTable().containsKey(cluster)) {
            out.print(NO_CLUSTER);
            return List.of();
        }
        List<BrokerData> brokers = new ArrayList<>();
        for (String name : new TreeSet<>(all.clusterAddrTable().get(cluster))) {
            Optional.ofNullable(all.brokerAddrTable().get(name)).ifPresent(brokers::add);
        }
        return brokers;
    }

    /// Addresses of the masters of a cluster, by name of the broker.
    List<String> masters(String cluster) {
        return masters(ofCluster(cluster));
    }

    static List<String> masters(List<BrokerData> brokers) {
        return brokers.stream()
                .flatMap(broker -> Optional.ofNullable(broker.brokerAddrs().get(MASTER)).stream())
                .toList();
    }

    /// Of a cluster, or when none is given of all.
    List<String> everyMaster(Optional<String> cluster) {
        return cluster.map(this::masters).orElseGet(() ->
                masters(List.copyOf(new TreeMap<>(all().brokerAddrTable()).values())));
    }

    /// The address of a broker that goes by that name.
    ///
    /// @throws IllegalArgumentException when there is none
    String master(String name) {
        BrokerData broker = all().brokerAddrTable().get(name);
        String address = broker == null ? null : broker.brokerAddrs().get(MASTER);
        if (address == null) {
            throw new IllegalArgumentException("there is no master broker with the name " + name);
        }
        return address;
    }

    /// Masters of a route, by name of the broker.
    static SortedMap<String, String> byName(List<BrokerData> brokers) {
        SortedMap<String, String> masters = new TreeMap<>();
        for (BrokerData broker : brokers) {
            Optional.ofNullable(broker.brokerAddrs().get(MASTER))
                    .ifPresent(address -> masters.put(broker.brokerName(), address));
        }
        return masters;
    }

    SortedSet<String> clusterNames() {
        return new TreeSet<>(all().clusterAddrTable().keySet());
    }
}
