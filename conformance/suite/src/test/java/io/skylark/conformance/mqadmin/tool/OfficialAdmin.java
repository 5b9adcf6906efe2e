package io.skylark.conformance.mqadmin.tool;

import io.skylark.conformance.mqadmin.Admin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.rocketmq.common.admin.OffsetWrapper;
import org.apache.rocketmq.common.admin.TopicOffset;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.common.protocol.body.BrokerStatsData;
import org.apache.rocketmq.common.protocol.body.ConsumerRunningInfo;
import org.apache.rocketmq.common.protocol.route.BrokerData;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;

/// The admin client of rocketmq-tools 4.9, on which the exporter stands.
public final class OfficialAdmin implements Admin {
    private static final long TIMEOUT_MILLIS = 20_000;

    private final DefaultMQAdminExt client = new DefaultMQAdminExt(TIMEOUT_MILLIS);

    public OfficialAdmin(String nameServer) {
        client.setNamesrvAddr(nameServer);
        client.setInstanceName("exporter");
        run(() -> {
            client.start();
            return true;
        });
    }

    @Override
    public Map<String, String> brokers() {
        return run(() -> {
            Map<String, String> brokers = new HashMap<>();
            for (BrokerData broker : client.examineBrokerClusterInfo().getBrokerAddrTable().values()) {
                brokers.put(broker.getBrokerName(), broker.selectBrokerAddr());
            }
            return brokers;
        });
    }

    @Override
    public List<String> topics() {
        return run(() -> List.copyOf(client.fetchAllTopicList().getTopicList()));
    }

    @Override
    public List<String> groupsOf(String topic) {
        return run(() -> List.copyOf(client.queryTopicConsumeByWho(topic).getGroupList()));
    }

    @Override
    public Map<Integer, Place> progress(String group, String topic) {
        return run(() -> {
            Map<Integer, Place> places = new TreeMap<>();
            for (Map.Entry<MessageQueue, OffsetWrapper> each : client.examineConsumeStats(group, topic).getOffsetTable()
                    .entrySet()) {
                OffsetWrapper offset = each.getValue();
                places.put(each.getKey().getQueueId(), new Place(offset.getBrokerOffset(), offset.getConsumerOffset(),
                        offset.getLastTimestamp()));
            }
            return places;
        });
    }

    @Override
    public Map<Integer, Place> offsets(String topic) {
        return run(() -> {
            Map<Integer, Place> places = new TreeMap<>();
            for (Map.Entry<MessageQueue, TopicOffset> each : client.examineTopicStats(topic).getOffsetTable().entrySet()) {
                TopicOffset offset = each.getValue();
                places.put(each.getKey().getQueueId(),
                        new Place(offset.getMinOffset(), offset.getMaxOffset(), offset.getLastUpdateTimestamp()));
            }
            return places;
        });
    }

    @Override
    public List<String> members(String group) {
        return run(() -> client.examineConsumerConnectionInfo(group).getConnectionSet().stream()
                .map(connection -> connection.getClientId()).toList());
    }

    @Override
    public Map<String, String> runningState(String group, String client) {
        return run(() -> {
            ConsumerRunningInfo state = this.client.getConsumerRunningInfo(group, client, false);
            Map<String, String> properties = new HashMap<>();
            state.getProperties().forEach((key, value) -> properties.put(key.toString(), value.toString()));
            return properties;
        });
    }

    @Override
    public List<String> groups(String broker) {
        return run(() -> List.copyOf(
                client.getAllSubscriptionGroup(broker, TIMEOUT_MILLIS).getSubscriptionGroupTable().keySet()));
    }

    @Override
    public Map<String, Integer> topicConfigurations(String broker) {
        return run(() -> {
            Map<String, Integer> queues = new HashMap<>();
            client.getAllTopicConfig(broker, TIMEOUT_MILLIS).getTopicConfigTable()
                    .forEach((topic, configuration) -> queues.put(topic, configuration.getReadQueueNums()));
            return queues;
        });
    }

    @Override
    public Map<String, String> runtime(String broker) {
        return run(() -> Map.copyOf(client.fetchBrokerRuntimeStats(broker).getTable()));
    }

    @Override
    public Figure figure(String broker, String name, String key) {
        return run(() -> {
            BrokerStatsData data = client.viewBrokerStatsData(broker, name, key);
            return new Figure(data.getStatsMinute().getSum(), data.getStatsHour().getSum(), data.getStatsDay().getSum(),
                    data.getStatsMinute().getTps());
        });
    }

    @Override
    public void close() {
        client.shutdown();
    }

    private static <T> T run(Call<T> call) {
        try {
            return call.run();
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws Exception;
    }
}
