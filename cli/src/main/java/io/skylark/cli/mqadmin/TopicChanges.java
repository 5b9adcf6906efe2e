package io.skylark.cli.mqadmin;

import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.KvConfig;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.body.TopicRoute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Commands that create, change and delete topics.
final class TopicChanges {
    private static final int QUEUES = 8;
    private static final int ALL_PERMISSIONS = Permission.READ | Permission.WRITE | Permission.INHERIT;

    private TopicChanges() {}

    static void update(Call call) {
        Options options = call.options();
        int reads = options.count("r", QUEUES);
        int writes = options.count("w", QUEUES);
        boolean ordered = options.flag("o", false);
        int sysFlag = (options.flag("u", false) ? TopicConfig.UNIT : 0)
                | (options.flag("s", false) ? TopicConfig.UNIT_SUBSCRIBED : 0);
        int perm = options.count("p", Permission.READ | Permission.WRITE);
        String topic = options.need("t");
        Map<String, String> attributes = attributes(options.text("a", ""));
        Topics.Create request = new Topics.Create(topic, TopicNames.AUTO_CREATE, reads, writes, perm, "SINGLE_TAG",
                sysFlag, ordered, attributes.isEmpty() ? null : text(attributes));
        if (options.has("b")) {
            updateBroker(call, request);
        } else {
            updateCluster(call, request);
        }
        call.print("%s%n", text(request, attributes));
    }

    private static void updateBroker(Call call, Topics.Create request) {
        String address = call.options().need("b");
        create(call, address, request);
        if (Boolean.TRUE.equals(request.order())) {
            String broker = call.brokers().all().brokerAddrTable().values().stream()
                    .filter(each -> each.brokerAddrs().containsValue(address))
                    .map(BrokerData::brokerName)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no name server knows a broker at " + address));
            String conf = broker + ":" + request.writeQueueNums();
            OrderConf.merge(call, request.topic(), conf);
            call.print("set broker orderConf. isOrder=%s, orderConf=[%s]%n", true, conf);
        }
        call.print("create topic to %s success.%n", address);
    }

    private static void updateCluster(Call call, Topics.Create request) {
        List<BrokerData> brokers = call.brokers().ofCluster(call.options().need("c"));
        for (String address : Brokers.masters(brokers)) {
            create(call, address, request);
            call.print("create topic to %s success.%n", address);
        }
        if (Boolean.TRUE.equals(request.order())) {
            String conf = Brokers.byName(brokers).keySet().stream()
                    .map(broker -> broker + ":" + request.writeQueueNums())
                    .collect(Collectors.joining(";"));
            OrderConf.put(call, request.topic(), conf);
            call.print("set cluster orderConf. isOrder=%s, orderConf=[%s]%n", true, conf);
        }
    }

    private static void create(Call call, String address, Topics.Create request) {
        if (request.perm() < 0 || request.perm() > ALL_PERMISSIONS) {
            throw new IllegalArgumentException(
                    "-p " + request.perm() + " is no permission: 2 is write, 4 is read, 6 both");
        }
        call.servers().demand("Creating topic " + request.topic(), address, Topics.CREATE.request(request));
    }

    /// `+a=b,-c` as names with their sign, and values.
    static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",")) {
            String each = part.strip();
            int equals = each.indexOf('=');
            boolean legal = each.startsWith("+") ? equals > 1 : each.startsWith("-") && equals < 0 && each.length() > 1;
            if (!legal) {
                throw new IllegalArgumentException("'" + each + "' is no attribute: write +name=value or -name");
            }
            attributes.put(equals < 0 ? each : each.substring(0, equals), equals < 0 ? "" : each.substring(equals + 1));
        }
        return attributes;
    }

    static String text(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .map(each -> each.getValue().isEmpty() ? each.getKey() : each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(","));
    }

    private static String text(Topics.Create topic, Map<String, String> attributes) {
        return text(topic.topic(), topic.readQueueNums(), topic.writeQueueNums(), topic.perm(),
                topic.topicSysFlag() == null ? 0 : topic.topicSysFlag(), Boolean.TRUE.equals(topic.order()),
                attributes);
    }

    private static String text(String name, int reads, int writes, int perm, int sysFlag, boolean ordered,
            Map<String, String> attributes) {
        return "TopicConfig [topicName=" + name + ", readQueueNums=" + reads + ", writeQueueNums=" + writes + ", perm="
                + Permission.text(perm) + ", topicFilterType=SINGLE_TAG, topicSysFlag=" + sysFlag + ", order=" + ordered
                + ", attributes=" + attributes + "]";
    }

    /// The file is a list of topics in JSON; it is sent as it is.
    static void updateList(Call call) {
        Optional<ByteBuffer> body = batch(call, "topicConfigList");
        if (body.isEmpty()) {
            return;
        }
        Command request = Command.request(Topics.CREATE_ALL.code(), 0, Map.of(), body.get());
        for (String address : addresses(call)) {
            call.servers().demand("Creating topics", address, request);
            call.print("submit batch of topic config to %s success, please check the result later.%n", address);
        }
        if (call.options().has("c")) {
            call.printHelp();
        }
    }

    static List<String> addresses(Call call) {
        return call.options().text("b").map(List::of)
                .orElseGet(() -> call.brokers().masters(call.options().need("c")));
    }

    /// The list of a file as the only member of an object; empty when there is no such file, which is said.
    static Optional<ByteBuffer> batch(Call call, String member) {
        String file = call.options().need("f");
        if (!Files.isRegularFile(Path.of(file))) {
            call.print("the file path %s does not exists%n", file);
            return Optional.empty();
        }
        try {
            String list = Files.readString(Path.of(file));
            return Optional.of(ByteBuffer.wrap(
                    ("{\"" + member + "\":" + list + "}").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Call call) {
        String topic = call.options().need("t");
        String cluster = call.options().need("c");
        for (String address : call.brokers().masters(cluster)) {
            call.servers().demand("Deleting topic " + topic, address,
                    Topics.DELETE_IN_BROKER.request(new Topics.Delete(topic, null)));
        }
        call.print("delete topic [%s] from cluster [%s] success.%n", topic, cluster);
        for (String nameServer : call.servers().nameServers()) {
            call.servers().demand("Deleting topic " + topic, nameServer,
                    Topics.DELETE_IN_NAME_SERVER.request(new Topics.Delete(topic, cluster)));
            call.servers().demand("Deleting the order of topic " + topic, nameServer,
                    KvConfig.DELETE.request(new KvConfig.Key(KvConfig.ORDER_TOPIC_CONFIG, topic)));
        }
        call.print("delete topic [%s] from NameServer success.%n", topic);
    }

    static void updatePermission(Call call) {
        Options options = call.options();
        if (!options.has("b") && !options.has("c")) {
            call.printHelp();
            return;
        }
        String topic = options.need("t");
        int perm = options.count("p", 0);
        TopicRoute route = call.servers().route(topic);
        SortedMap<String, String> masters = Brokers.byName(route.brokerDatas());
        Map<String, QueueData> queues = new TreeMap<>();
        route.queueDatas().forEach(data -> queues.put(data.brokerName(), data));
        if (options.has("b")) {
            String address = options.need("b");
            QueueData data = masters.entrySet().stream()
                    .filter(each -> each.getValue().equals(address) && queues.containsKey(each.getKey()))
                    .map(each -> queues.get(each.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "broker " + address + " does not have topic " + topic + ", or is no master"));
            changePermission(call, topic, data, perm, address);
            call.print("%s.%n", text(topic, data.readQueueNums(), data.writeQueueNums(), perm, data.topicSysFlag(),
                    isOrdered(call, topic), Map.of()));
        } else {
            for (String address : call.brokers().masters(options.need("c"))) {
                masters.forEach((name, each) -> {
                    if (each.equals(address) && queues.containsKey(name)) {
                        changePermission(call, topic, queues.get(name), perm, address);
                    }
                });
            }
        }
    }

    private static void changePermission(Call call, String topic, QueueData data, int perm, String address) {
        create(call, address, new Topics.Create(topic, TopicNames.AUTO_CREATE, data.readQueueNums(),
                data.writeQueueNums(), perm, "SINGLE_TAG", data.topicSysFlag(), isOrdered(call, topic), null));
        call.print("update topic perm from %s to %s in %s success.%n", data.perm(), perm, address);
    }

    private static boolean isOrdered(Call call, String topic) {
        return call.servers().ask(call.servers().nameServers().get(0),
                KvConfig.GET.request(new KvConfig.Key(KvConfig.ORDER_TOPIC_CONFIG, topic))).code()
                == ResponseCode.SUCCESS;
    }
}
