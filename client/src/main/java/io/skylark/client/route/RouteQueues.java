package io.skylark.client.route;

import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The queues that a route means, in the order of their names.
final class RouteQueues {
    /// The broker id that takes writes.
    static final long MASTER = 0;

    private RouteQueues() {}

    /// Queues that messages may be sent to: of brokers that let write and have a master. An ordered topic names its
    /// queues itself, as `broker:count;broker:count`.
    static List<MessageQueue> toSend(String topic, TopicRoute route) {
        String ordered = route.orderTopicConf();
        if (ordered != null && !ordered.isBlank()) {
            return ordered(topic, ordered);
        }
        Set<String> masters = route.brokerDatas().stream()
                .filter(broker -> broker.brokerAddrs().containsKey(MASTER))
                .map(BrokerData::brokerName)
                .collect(Collectors.toSet());
        List<MessageQueue> queues = new ArrayList<>();
        for (QueueData data : route.queueDatas()) {
            if (Permission.isWriteable(data.perm()) && masters.contains(data.brokerName())) {
                add(queues, topic, data.brokerName(), data.writeQueueNums());
            }
        }
        return sorted(queues);
    }

    /// Queues that messages may be read from.
    static List<MessageQueue> toRead(String topic, TopicRoute route) {
        String ordered = route.orderTopicConf();
        if (ordered != null && !ordered.isBlank()) {
            return ordered(topic, ordered);
        }
        List<MessageQueue> queues = new ArrayList<>();
        for (QueueData data : route.queueDatas()) {
            if (Permission.isReadable(data.perm())) {
                add(queues, topic, data.brokerName(), data.readQueueNums());
            }
        }
        return sorted(queues);
    }

    private static List<MessageQueue> ordered(String topic, String configuration) {
        List<MessageQueue> queues = new ArrayList<>();
        for (String part : configuration.split(";")) {
            int colon = part.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException(
                        "the order configuration of " + topic + " is not broker:count but '" + part + "'");
            }
            add(queues, topic, part.substring(0, colon), Integer.parseInt(part.substring(colon + 1).strip()));
        }
        return List.copyOf(queues);
    }

    private static void add(List<MessageQueue> queues, String topic, String broker, int count) {
        for (int queueId = 0; queueId < count; queueId++) {
            queues.add(new MessageQueue(topic, broker, queueId));
        }
    }

    private static List<MessageQueue> sorted(List<MessageQueue> queues) {
        return queues.stream().distinct().sorted().toList();
    }
}
