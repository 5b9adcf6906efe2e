package io.skylark.cli.mqadmin;

import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.body.TopicList;
import io.skylark.protocol.body.TopicTable;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Commands that write what a cluster is into files, as JSON.
final class ExportCommands {
    private static final String FOLDER = "/tmp/rocketmq/export";

    /// Settings of a broker that are exported.
    private static final List<String> KEYS = List.of(
            "brokerClusterName", "brokerId", "brokerName", "brokerRole", "fileReservedTime",
            "flushDiskType", "maxMessageSize", "messageDelayLevel", "msgTraceTopicName", "slaveReadEnable", "traceOn",
            "traceTopicEnable", "useTLS", "autoCreateTopicEnable", "autoCreateSubscriptionGroup");

    private static final Set<String> SYSTEM_GROUPS = Set.of(
            "DEFAULT_CONSUMER", "DEFAULT_PRODUCER", "TOOLS_CONSUMER", "SCHEDULE_CONSUMER", "FILTERSRV_CONSUMER",
            "__MONITOR_CONSUMER", "CLIENT_INNER_PRODUCER", "SELF_TEST_P_GROUP", "SELF_TEST_C_GROUP",
            "CID_ONS-HTTP-PROXY", "CID_ONSAPI_PERMISSION", "CID_ONSAPI_OWNER", "CID_ONSAPI_PULL");

    private ExportCommands() {}

    static void metadata(Call call) {
        Options options = call.options();
        if (options.has("b")) {
            String address = options.need("b");
            if (options.has("t")) {
                export(call, "topic.json", Json.tree(topics(call, address).bodyBytes()));
            } else if (options.has("g")) {
                export(call, "subscriptionGroup.json", Json.tree(groups(call, address).bodyBytes()));
            }
        } else if (options.has("c")) {
            ofCluster(call);
        } else {
            call.printHelp();
        }
    }

    private static void ofCluster(Call call) {
        Options options = call.options();
        SortedMap<String, TopicConfig> topics = new TreeMap<>();
        SortedMap<String, ConsumerGroup.Settings> groups = new TreeMap<>();
        for (String address : call.brokers().masters(options.need("c"))) {
            Set<String> system = system(call, address);
            Json.decode(topics(call, address).body(), TopicTable.class).topicConfigTable().forEach((name, topic) -> {
                if (!system.contains(name) && (options.has("s") || !TopicNames.isDerived(name))) {
                    topics.merge(name, topic, ExportCommands::together);
                }
            });
            Json.decode(groups(call, address).body(), ConsumerGroup.Table.class).subscriptionGroupTable().forEach(
                    (name, group) -> {
                        if (!SYSTEM_GROUPS.contains(name) && !name.startsWith("CID_RMQ_SYS_")) {
                            groups.put(name, group);
                        }
                    });
        }
        Map<String, Object> all = new TreeMap<>(Map.of("exportTime", call.clock().millis()));
        boolean onlyTopics = options.has("t");
        boolean onlyGroups = options.has("g");
        if (!onlyGroups) {
            all.put("topicConfigTable", tree(topics));
        }
        if (!onlyTopics) {
            all.put("subscriptionGroupTable", tree(groups));
        }
        export(call, onlyTopics ? "topic.json" : onlyGroups ? "subscriptionGroup.json" : "metadata.json", all);
        call.print("%n");
    }

    private static Object tree(Object value) {
        return Objects.requireNonNull(Json.tree(Json.encode(value)));
    }

    /// A topic on several brokers has the queues of all.
    private static TopicConfig together(TopicConfig one, TopicConfig other) {
        return new TopicConfig(one.topicName(), one.readQueueNums() + other.readQueueNums(),
                one.writeQueueNums() + other.writeQueueNums(), one.perm(), one.topicFilterType(), one.topicSysFlag(),
                one.order(), one.attributes());
    }

    private static Command topics(Call call, String address) {
        return call.servers().demand("The topics of broker " + address, address,
                Topics.ALL.request(new Topics.Page(null, null, null)));
    }

    private static Command groups(Call call, String address) {
        return call.servers().demand("The groups of broker " + address, address,
                ConsumerGroup.ALL.request(Empty.EMPTY));
    }

    private static Set<String> system(Call call, String address) {
        Command answer = call.servers().demand("The topics of broker " + address, address,
                Topics.LIST_OF_SYSTEM_IN_BROKER.request(Empty.EMPTY));
        return Set.copyOf(Json.decode(answer.body(), TopicList.class).topicList());
    }

    private static void export(Call call, String name, @Nullable Object tree) {
        Path file = Path.of(call.options().text("f", FOLDER), name);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, PrettyJson.text(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        call.print("export %s success", file);
    }

    static void settings(Call call) {
        Map<String, Object> ofBrokers = new TreeMap<>();
        int slaves = 0;
        List<BrokerData> brokers = call.brokers().ofCluster(call.options().need("c"));
        for (BrokerData broker : brokers) {
            slaves += (int) broker.brokerAddrs().keySet().stream().filter(id -> id != Brokers.MASTER).count();
        }
        SortedMap<String, String> masters = Brokers.byName(brokers);
        masters.forEach((name, address) -> {
            Map<String, String> all = new TreeMap<>(call.admin().brokers().settings(address));
            all.keySet().retainAll(KEYS);
            ofBrokers.put(name, all);
        });
        export(call, "configs.json", Map.of(
                "brokerConfigs", ofBrokers,
                "clusterScale", Map.of("namesrvSize", call.servers().nameServers().size(),
                        "masterBrokerSize", masters.size(), "slaveBrokerSize", slaves)));
    }

    static void metrics(Call call) {
        export(call, "metrics.json", ClusterFigures.of(call, call.brokers().ofCluster(call.options().need("c"))));
    }
}
