package io.skylark.nameserver.route;

import io.skylark.protocol.api.Route;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicList;
import io.skylark.protocol.body.TopicRoute;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Answers from a [RouteTable], without its lock. `dialled` is the address at which the asking client reached this
/// process. Whatever has no natural order is sorted by name, so that equal tables give equal answers.
public final class RouteReader {
    private final RouteTable table;

    public RouteReader(RouteTable table) {
        this.table = table;
    }

    /// The queues of a topic, for each registered broker that has it.
    public List<QueueData> queues(String topic) {
        SortedMap<String, BrokerEntry> brokers = table.brokers();
        return table.topics().of(topic).values().stream()
                .filter(onBroker -> brokers.containsKey(onBroker.brokerName()))
                .toList();
    }

    /// Where a topic is; empty when no registered broker has it.
    ///
    /// @param zone when given, brokers of other zones are left out, as long as they have a master
    public Optional<TopicRoute> route(
            String topic, InetAddress dialled, @Nullable String zone, @Nullable String orderTopicConf) {
        SortedMap<String, BrokerEntry> brokers = table.brokers();
        List<QueueData> queues = new ArrayList<>();
        List<BrokerData> found = new ArrayList<>();
        Map<String, List<String>> filterServers = new TreeMap<>();
        boolean known = false;
        for (QueueData onBroker : table.topics().of(topic).values()) {
            BrokerEntry broker = brokers.get(onBroker.brokerName());
            if (broker == null) {
                continue;
            }
            known = true;
            if (zone == null || zone.equals(broker.zone()) || broker.master() == null) {
                queues.add(onBroker);
                found.add(broker.seenFrom(dialled));
                addFilterServers(broker, dialled, filterServers);
            }
        }
        return known ? Optional.of(new TopicRoute(orderTopicConf, queues, found, filterServers)) : Optional.empty();
    }

    private static void addFilterServers(
            BrokerEntry broker, InetAddress dialled, Map<String, List<String>> filterServers) {
        for (Member member : broker.members().values()) {
            if (!member.filterServers().isEmpty()) {
                filterServers.put(member.address().seenFrom(dialled), member.filterServers());
            }
        }
    }

    /// All brokers and clusters.
    public Route.Cluster cluster(InetAddress dialled) {
        Map<String, BrokerData> brokers = new TreeMap<>();
        Map<String, Set<String>> clusters = new TreeMap<>();
        for (BrokerEntry broker : table.brokers().values()) {
            brokers.put(broker.name(), broker.seenFrom(dialled));
            clusters.computeIfAbsent(broker.cluster(), cluster -> new TreeSet<>()).add(broker.name());
        }
        return new Route.Cluster(brokers, clusters);
    }

    public TopicList topics() {
        return new TopicList(new TreeSet<>(table.topics().topics()), null);
    }

    public TopicList topicsOf(@Nullable String cluster) {
        SortedMap<String, BrokerEntry> brokers = table.brokers();
        Set<String> names = new TreeSet<>();
        for (String topic : table.topics().topics()) {
            for (String broker : table.topics().of(topic).keySet()) {
                BrokerEntry entry = brokers.get(broker);
                if (entry != null && entry.cluster().equals(cluster)) {
                    names.add(topic);
                    break;
                }
            }
        }
        return new TopicList(names, null);
    }

    /// Topics that have all flags of `with` and none of `without` on the first broker that has them.
    public TopicList topicsFlagged(int with, int without) {
        Set<String> names = new TreeSet<>();
        for (String topic : table.topics().topics()) {
            boolean flagged = table.topics().of(topic).values().stream()
                    .limit(1)
                    .anyMatch(queues -> (queues.topicSysFlag() & (with | without)) == with);
            if (flagged) {
                names.add(topic);
            }
        }
        return new TopicList(names, null);
    }

    /// Names of clusters and brokers, and the address of one broker.
    public TopicList systemTopics(InetAddress dialled) {
        Set<String> names = new TreeSet<>();
        String address = null;
        for (BrokerEntry broker : table.brokers().values()) {
            names.add(broker.cluster());
            names.add(broker.name());
            if (address == null) {
                address = broker.members().values().iterator().next().address().seenFrom(dialled);
            }
        }
        return new TopicList(names, address);
    }
}
