package io.skylark.bench.admin;

import io.skylark.protocol.Command;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.api.Route;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// A topic on one broker.
///
/// @param queues that can be written and read there
public record Topic(String name, String brokerName, InetSocketAddress broker, int queues) {
    private static final int READ_AND_WRITE = 6;
    private static final long MASTER = 0;

    /// Creates the topic, or changes it to this number of queues.
    public void create() throws IOException {
        try (ServerCalls calls = ServerCalls.connect(broker)) {
            create(calls);
        }
    }

    /// As [#create()], on a connection that stands.
    public void create(ServerCalls calls) throws IOException {
        calls.demand(Topics.CREATE.request(new Topics.Create(
                name, "TBW102", queues, queues, READ_AND_WRITE, "SINGLE_TAG", 0, false, null)));
    }

    /// The offset of the first message of each queue.
    public long[] minOffsets() throws IOException {
        return offsets(true);
    }

    /// The offset behind the last message of each queue.
    public long[] maxOffsets() throws IOException {
        return offsets(false);
    }

    private long[] offsets(boolean first) throws IOException {
        long[] offsets = new long[queues];
        try (ServerCalls calls = ServerCalls.connect(broker)) {
            for (int queue = 0; queue < queues; queue++) {
                QueueOffsets.Queue header = new QueueOffsets.Queue(name, queue);
                Command answer = calls.demand(
                        first ? QueueOffsets.MIN.request(header) : QueueOffsets.MAX.request(header));
                offsets[queue] = QueueOffsets.MAX.decodeResponse(answer).offset();
            }
        }
        return offsets;
    }

    /// The topic as a name server knows it, on the first of its brokers by name; empty when it has no route.
    public static Optional<Topic> find(InetSocketAddress nameServer, String name) throws IOException {
        try (ServerCalls calls = ServerCalls.connect(nameServer)) {
            Command answer = calls.call(Route.OF_TOPIC.request(new Route.Request(name, true)));
            if (answer.code() != 0) {
                return Optional.empty();
            }
            TopicRoute route = Json.decode(answer.body(), TopicRoute.class);
            return route.queueDatas().stream()
                    .sorted(Comparator.comparing(QueueData::brokerName))
                    .flatMap(queues -> route.brokerDatas().stream()
                            .filter(broker -> broker.brokerName().equals(queues.brokerName()))
                            .flatMap(broker -> Optional.ofNullable(broker.brokerAddrs().get(MASTER)).stream())
                            .map(address -> new Topic(name, queues.brokerName(), address(address),
                                    Math.min(queues.readQueueNums(), queues.writeQueueNums()))))
                    .findFirst();
        }
    }

    /// As [#find]; a topic without a route is created with `queues` queues on the first broker of the cluster.
    ///
    /// @throws IOException when there is no broker
    public static Topic findOrCreate(InetSocketAddress nameServer, String name, int queues) throws IOException {
        Optional<Topic> known = find(nameServer, name);
        if (known.isPresent()) {
            return known.get();
        }
        try (ServerCalls calls = ServerCalls.connect(nameServer)) {
            Command answer = calls.demand(Route.OF_CLUSTER.request(Empty.EMPTY));
            Map<String, BrokerData> brokers = Json.decode(answer.body(), Route.Cluster.class).brokerAddrTable();
            Topic topic = brokers.values().stream()
                    .sorted(Comparator.comparing(BrokerData::brokerName))
                    .flatMap(broker -> Optional.ofNullable(broker.brokerAddrs().get(MASTER)).stream()
                            .map(address -> new Topic(name, broker.brokerName(), address(address), queues)))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no broker is registered at " + nameServer));
            topic.create();
            return topic;
        }
    }

    /// Reads `host:port`.
    public static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw new IllegalArgumentException("not an address of the form host:port: " + text);
        }
        try {
            return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an address of the form host:port: " + text, e);
        }
    }
}
