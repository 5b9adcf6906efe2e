package io.skylark.cli.mqadmin;

import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.Route;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicList;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Commands that look at topics.
final class TopicQuestions {
    private static final String ROUTE_ROW = "%-45s %-32s %-50s %-10s %-11s %-5s%n";
    private static final int ROUTE_WIDTH = 158;

    private TopicQuestions() {}

    static void list(Call call) {
        SortedSet<String> topics = all(call);
        if (!call.options().has("c")) {
            topics.forEach(topic -> call.print("%s%n", topic));
            return;
        }
        Route.Cluster clusters = call.servers().cluster();
        call.print("%-20s  %-48s  %-48s%n", "#Cluster Name", "#Topic", "#Consumer Group");
        for (String topic : topics) {
            if (TopicNames.isDerived(topic)) {
                continue;
            }
            TopicRoute route = call.servers().route(topic);
            SortedSet<String> groups = groups(call, route, topic);
            if (groups.isEmpty()) {
                groups.add("");
            }
            for (String group : groups) {
                call.print("%-20s  %-64s  %-64s%n", cluster(clusters, route), topic, group);
            }
        }
    }

    static SortedSet<String> all(Call call) {
        Command answer = call.servers().demand("The list of topics", Topics.LIST_AT_NAME_SERVER.request(Empty.EMPTY));
        return new TreeSet<>(Json.decode(answer.body(), TopicList.class).topicList());
    }

    private static String cluster(Route.Cluster clusters, TopicRoute route) {
        return route.brokerDatas().stream()
                .map(BrokerData::brokerName)
                .flatMap(name -> clusters.clusterAddrTable().entrySet().stream()
                        .filter(each -> each.getValue().contains(name))
                        .map(Map.Entry::getKey))
                .findFirst()
                .orElse("");
    }

    /// Who reads a topic, at each of its brokers.
    static SortedSet<String> groups(Call call, TopicRoute route, String topic) {
        SortedSet<String> groups = new TreeSet<>();
        for (String address : Brokers.masters(route.brokerDatas())) {
            Command answer = call.servers().demand("The groups of topic " + topic, address,
                    Topics.GROUPS.request(new Topics.Name(topic)));
            groups.addAll(Json.decode(answer.body(), Topics.Groups.class).groupList());
        }
        return groups;
    }

    static void route(Call call) {
        TopicRoute route = call.servers().route(call.options().need("t"));
        if (call.options().has("l")) {
            routeAsTable(call, route);
        } else {
            call.print("%s%n", PrettyJson.ofValue(route));
        }
    }

    private static void routeAsTable(Call call, TopicRoute route) {
        Map<String, BrokerData> brokers = new TreeMap<>();
        route.brokerDatas().forEach(broker -> brokers.put(broker.brokerName(), broker));
        call.print(ROUTE_ROW, "#ClusterName", "#BrokerName", "#BrokerAddrs", "#ReadQueue", "#WriteQueue", "#Perm");
        int reads = 0;
        int writes = 0;
        for (QueueData queues : route.queueDatas()) {
            BrokerData broker = brokers.get(queues.brokerName());
            call.print(ROUTE_ROW, broker == null ? "" : broker.cluster(), queues.brokerName(),
                    broker == null ? "" : new TreeMap<>(broker.brokerAddrs()), queues.readQueueNums(),
                    queues.writeQueueNums(), queues.perm());
            reads += queues.readQueueNums();
            writes += queues.writeQueueNums();
        }
        call.print("%s%n", "-".repeat(ROUTE_WIDTH));
        call.print(ROUTE_ROW, "Total:", brokers.size(), "", reads, writes, "");
    }

    static void status(Call call) {
        String topic = call.options().need("t");
        SortedMap<MessageQueue, Topics.QueueState> queues = new TreeMap<>();
        double tps = 0;
        for (String address : Brokers.masters(call.servers().route(topic).brokerDatas())) {
            Command answer = call.servers().demand("The queues of topic " + topic, address,
                    Topics.STATS.request(new Topics.Name(topic)));
            Topics.Stats stats = Json.decode(answer.body(), Topics.Stats.class);
            queues.putAll(stats.offsetTable());
            tps += stats.topicPutTps();
        }
        call.print("%-32s  %-4s  %-20s  %-20s    %s%n",
                "#Broker Name", "#QID", "#Min Offset", "#Max Offset", "#Last Updated");
        queues.forEach((queue, state) -> call.print("%-32s  %-4d  %-20d  %-20d    %s%n",
                queue.brokerName(), queue.queueId(), state.minOffset(), state.maxOffset(),
                state.lastUpdateTimestamp() > 0 ? call.times().millis(state.lastUpdateTimestamp()) : ""));
        call.print("%nTopic Put TPS: %s%n", tps);
    }

    static void clusters(Call call) {
        SortedSet<String> clusters = new TreeSet<>();
        call.servers().route(call.options().need("t")).brokerDatas().forEach(each -> clusters.add(each.cluster()));
        clusters.forEach(cluster -> call.print("%s%n", cluster));
    }

    /// Who of some addresses would get which queues.
    static void allocate(Call call) {
        TopicRoute route = call.servers().route(call.options().need("t"));
        List<MessageQueue> queues = new ArrayList<>();
        route.queueDatas().forEach(data -> {
            for (int id = 0; id < data.readQueueNums(); id++) {
                queues.add(new MessageQueue(call.options().need("t"), data.brokerName(), id));
            }
        });
        queues.sort(null);
        String[] members = call.options().need("i").split(",");
        Map<String, List<MessageQueue>> shares = new LinkedHashMap<>();
        int taken = 0;
        for (int i = 0; i < members.length; i++) {
            int share = queues.size() / members.length + (i < queues.size() % members.length ? 1 : 0);
            shares.put(members[i].strip(), List.copyOf(queues.subList(taken, taken + share)));
            taken += share;
        }
        call.print("%s%n", new String(Json.encode(Map.of("result", shares)), StandardCharsets.UTF_8));
    }
}
