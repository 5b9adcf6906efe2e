package io.skylark.client;

import io.skylark.client.config.ClientConfig;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Route;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicList;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// A name server and some brokers, in memory.
public final class FakeCluster implements AutoCloseable {
    private final FakeServer nameServer = new FakeServer(this::handle);
    private final List<FakeBroker> brokers;

    /// Queues on each broker, by topic.
    private final Map<String, Integer> topics = new ConcurrentHashMap<>();

    public FakeCluster(int brokerCount) {
        brokers = IntStream.range(0, brokerCount)
                .mapToObj(i -> new FakeBroker("broker-" + (char) ('a' + i)))
                .toList();
    }

    public FakeCluster withTopic(String topic, int queues) {
        topics.put(topic, queues);
        return this;
    }

    public FakeServer nameServer() {
        return nameServer;
    }

    public FakeBroker broker(int index) {
        return brokers.get(index);
    }

    public SkylarkClient client() {
        return SkylarkClient.connect(ClientConfig.standard(nameServer.address()));
    }

    private void handle(FakeServer.Peer peer, Command request) {
        peer.answer(request, switch (request.code()) {
            case 105 -> route(String.valueOf(request.field("topic")));
            case 106 -> body(new Route.Cluster(addresses(), Map.of("C", Set.of("broker-a"))));
            case 206 -> body(new TopicList(topics.keySet(), null));
            default -> Command.response(ResponseCode.SUCCESS, null);
        });
    }

    private static Command body(Object value) {
        return Command.response(ResponseCode.SUCCESS, null).withBody(Json.encode(value));
    }

    private Command route(String topic) {
        Integer queues = topics.get(topic);
        if (queues == null) {
            return Command.response(ResponseCode.TOPIC_NOT_EXIST, "No topic route info in name server");
        }
        List<QueueData> data = new ArrayList<>();
        brokers.forEach(broker -> data.add(new QueueData(broker.name(), queues, queues, 6, 0)));
        return body(new TopicRoute(null, data, List.copyOf(addresses().values()), Map.of()));
    }

    private Map<String, BrokerData> addresses() {
        Map<String, BrokerData> addresses = new TreeMap<>();
        brokers.forEach(broker -> addresses.put(
                broker.name(),
                new BrokerData("C", broker.name(), Map.of(0L, broker.server().address()), false, null)));
        return addresses;
    }

    @Override
    public void close() {
        nameServer.close();
        brokers.forEach(FakeBroker::close);
    }
}
