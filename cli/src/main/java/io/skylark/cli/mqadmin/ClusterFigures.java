package io.skylark.cli.mqadmin;

import io.skylark.protocol.Command;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.TopicTable;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What `exportMetrics` writes of a cluster: versions, limits and traffic of each broker, and the traffic of all.
final class ClusterFigures {
    private static final String NORMAL_IN = "normalInTps";
    private static final String NORMAL_OUT = "normalOutTps";
    private static final String DAY_IN = "normalOneDayInNum";
    private static final String DAY_OUT = "normalOneDayOutNum";

    private ClusterFigures() {}

    static Map<String, Object> of(Call call, List<BrokerData> brokers) {
        Map<String, Object> reports = new TreeMap<>();
        double in = 0;
        double out = 0;
        long dayIn = 0;
        long dayOut = 0;
        for (Map.Entry<String, String> master : Brokers.byName(brokers).entrySet()) {
            SortedMap<String, String> figures = BrokerCommands.figures(call, master.getValue());
            in += first(figures, "putTps");
            out += first(figures, "getTransferredTps");
            dayIn += day(figures, "msgPutTotalTodayMorning", "msgPutTotalYesterdayMorning");
            dayOut += day(figures, "msgGetTotalTodayMorning", "msgGetTotalYesterdayMorning");
            reports.put(master.getKey(), report(call, master.getValue(), figures));
        }
        return Map.of("evaluateReport", reports, "totalData", Map.of(
                "totalOneDayNum", Map.of(DAY_IN, dayIn, DAY_OUT, dayOut),
                "totalTps", Map.of("totalNormalInTps", in, "totalNormalOutTps", out)));
    }

    private static Map<String, Object> report(Call call, String address, SortedMap<String, String> figures) {
        Command topics = call.servers().demand("The topics of broker " + address, address,
                Topics.ALL.request(new Topics.Page(null, null, null)));
        Command groups = call.servers().demand("The groups of broker " + address, address,
                ConsumerGroup.ALL.request(Empty.EMPTY));
        Map<String, Object> quota = new TreeMap<>();
        quota.put("diskRatio", Map.of("commitLogDiskRatio", figures.getOrDefault("commitLogDiskRatio", ""),
                "consumeQueueDiskRatio", figures.getOrDefault("consumeQueueDiskRatio", "")));
        quota.put("tps", Map.of(
                NORMAL_IN, first(figures, "putTps"), NORMAL_OUT, first(figures, "getTransferredTps")));
        quota.put("oneDayNum", Map.of(
                DAY_IN, day(figures, "msgPutTotalTodayMorning", "msgPutTotalYesterdayMorning"),
                DAY_OUT, day(figures, "msgGetTotalTodayMorning", "msgGetTotalYesterdayMorning")));
        quota.put("messageAverageSize", figures.getOrDefault("putMessageAverageSize", ""));
        quota.put("topicSize", Json.decode(topics.body(), TopicTable.class).topicConfigTable().size());
        quota.put("groupSize", Json.decode(groups.body(), ConsumerGroup.Table.class).subscriptionGroupTable().size());
        return Map.of(
                "runtimeEnv", Map.of("cpuNum", call.admin().brokers().settings(address)
                        .getOrDefault("clientCallbackExecutorThreads", "")),
                "runtimeQuota", quota,
                "runtimeVersion", Map.of("rocketmqVersion", figures.getOrDefault("brokerVersionDesc", ""),
                        "clientInfo", List.of()));
    }

    private static double first(SortedMap<String, String> figures, String name) {
        return ClusterCommands.first(figures, name);
    }

    private static long day(SortedMap<String, String> figures, String later, String earlier) {
        return (long) first(figures, later) - (long) first(figures, earlier);
    }
}
