package io.skylark.protocol.body;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the queues of a topic are.
public record TopicRoute(
        @Nullable String orderTopicConf,
        List<QueueData> queueDatas,
        List<BrokerData> brokerDatas,
        Map<String, List<String>> filterServerTable) {}
