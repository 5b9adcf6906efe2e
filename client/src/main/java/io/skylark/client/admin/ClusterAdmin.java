package io.skylark.client.admin;

import io.skylark.client.error.SkylarkException;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.BrokerState;
import io.skylark.protocol.api.Route;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.KeyValueTable;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// Looks at brokers and name servers.
public final class ClusterAdmin {
    /// A broker by name: a master, its replicas, or both.
    ///
    /// @param addresses by broker id; 0 takes writes
    public record Broker(String cluster, String name, SortedMap<Long, String> addresses) {}

    /// What one name server says. When it could not be asked, `problem` says why, and there are no brokers.
    public record NameServerView(String address, List<Broker> brokers, Optional<String> problem) {}

    private final Servers servers;

    ClusterAdmin(Servers servers) {
        this.servers = servers;
    }

    /// All brokers, by cluster and name.
    public List<Broker> brokers() {
        return sorted(servers.cluster().brokerAddrTable().values());
    }

    /// As [#brokers()], without waiting.
    public CompletableFuture<List<Broker>> brokersAsync() {
        return servers.later(this::brokers);
    }

    private static List<Broker> sorted(Collection<BrokerData> brokers) {
        return brokers.stream()
                .map(data -> new Broker(data.cluster(), data.brokerName(), new TreeMap<>(data.brokerAddrs())))
                .sorted(Comparator.comparing(Broker::cluster).thenComparing(Broker::name))
                .toList();
    }

    /// What a broker tells of itself: figures by name, as RocketMQ's `brokerStatus` prints them. Empty when it tells
    /// nothing.
    ///
    /// @param address `host:port`
    /// @throws SkylarkException when it does not answer
    public Optional<Map<String, String>> runtime(String address) {
        return servers.ifOffered("The state of broker " + address, address, BrokerState.RUNTIME.request(Empty.EMPTY))
                .map(answer -> new TreeMap<>(Json.decode(answer.body(), KeyValueTable.class).table()));
    }

    /// As [#runtime(String)], without waiting.
    public CompletableFuture<Optional<Map<String, String>>> runtimeAsync(String address) {
        return servers.later(() -> runtime(address));
    }

    /// What each name server of this client says; they should agree.
    public List<NameServerView> nameServers() {
        List<NameServerView> views = new ArrayList<>();
        for (String address : servers.session().nameServers().addresses()) {
            views.add(view(address));
        }
        return views;
    }

    /// As [#nameServers()], without waiting.
    public CompletableFuture<List<NameServerView>> nameServersAsync() {
        return servers.later(this::nameServers);
    }

    private NameServerView view(String address) {
        try {
            Command answer = servers.call(address, Route.OF_CLUSTER.request(Empty.EMPTY));
            if (answer.code() != ResponseCode.SUCCESS) {
                return new NameServerView(address, List.of(), Optional.of("code " + answer.code() + ": "
                        + answer.remark()));
            }
            Route.Cluster cluster = Json.decode(answer.body(), Route.Cluster.class);
            return new NameServerView(address, sorted(cluster.brokerAddrTable().values()), Optional.empty());
        } catch (SkylarkException unreachable) {
            return new NameServerView(address, List.of(), Optional.of(String.valueOf(unreachable.getMessage())));
        }
    }
}
