package io.skylark.broker.config;

import io.skylark.message.TopicNames;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/// Topics that every broker has.
public final class SystemTopics {
    private static final int READ_WRITE = Permission.READ | Permission.WRITE;
    private static final int INHERITED = READ_WRITE | Permission.INHERIT;
    private static final int CLUSTER_TOPIC_QUEUES = 16;
    private static final int BENCHMARK_QUEUES = 1024;
    private static final int DELAY_LEVELS = 18;

    private SystemTopics() {}

    public static Map<String, TopicConfig> of(BrokerConfig config) {
        Map<String, TopicConfig> topics = new LinkedHashMap<>();
        if (config.autoCreateTopics()) {
            add(topics, TopicNames.AUTO_CREATE, config.defaultTopicQueues(), INHERITED);
        }
        if (config.traceTopic()) {
            add(topics, TopicNames.TRACE, 1, READ_WRITE);
        }
        add(topics, TopicNames.SELF_TEST, 1, READ_WRITE);
        add(topics, TopicNames.BENCHMARK, BENCHMARK_QUEUES, READ_WRITE);
        add(topics, config.clusterName(), CLUSTER_TOPIC_QUEUES, INHERITED);
        add(topics, config.brokerName(), 1, INHERITED);
        add(topics, TopicNames.OFFSET_MOVED, 1, READ_WRITE);
        add(topics, TopicNames.SCHEDULE, DELAY_LEVELS, READ_WRITE);
        add(topics, config.clusterName() + "_REPLY_TOPIC", 1, READ_WRITE);
        add(topics, TopicNames.HALF, 1, READ_WRITE);
        add(topics, TopicNames.HALF_OP, 1, READ_WRITE);
        return topics;
    }

    private static void add(Map<String, TopicConfig> topics, String name, int queues, int permission) {
        topics.put(name, TopicConfig.of(name, queues, permission));
    }
}
