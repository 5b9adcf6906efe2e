package io.skylark.cli.mqadmin;

import io.skylark.client.error.SkylarkException;
import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.BrokerState;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// `statsAll`: what goes into topics and out to groups.
final class StatisticsCommands {
    private static final String INTO_TOPICS = "TOPIC_PUT_NUMS";
    private static final String OUT_TO_GROUPS = "GROUP_GET_NUMS";

    private StatisticsCommands() {}

    private record Figure(double tps, long ofDay) {}

    static void all(Call call) {
        call.print("%-64s  %-64s %12s %11s %11s %14s %14s%n", "#Topic", "#Consumer Group", "#Accumulation", "#InTPS",
                "#OutTPS", "#InMsg24Hour", "#OutMsg24Hour");
        boolean activeOnly = call.options().has("a");
        Optional<String> wanted = call.options().text("t");
        for (String topic : TopicQuestions.all(call)) {
            if (!TopicNames.isDerived(topic) && (wanted.isEmpty() || wanted.get().equals(topic))) {
                ofTopic(call, topic, activeOnly);
            }
        }
    }

    private static void ofTopic(Call call, String topic, boolean activeOnly) {
        TopicRoute route = call.servers().route(topic);
        List<String> masters = Brokers.masters(route.brokerDatas());
        SortedSet<String> groups = TopicQuestions.groups(call, route, topic);
        Figure in = figure(call, masters, INTO_TOPICS, topic);
        if (groups.isEmpty() && !(activeOnly && in.ofDay() == 0)) {
            call.print("%-64s  %-64s %12d %11.2f %11s %14d %14s%n",
                    ProgressCommands.front(topic, 64), "", 0, in.tps(), "", in.ofDay(), "NO_CONSUMER");
        }
        for (String group : groups) {
            Figure out = figure(call, masters, OUT_TO_GROUPS, topic + "@" + group);
            if (!activeOnly || in.ofDay() > 0 || out.ofDay() > 0) {
                call.print("%-64s  %-64s %12d %11.2f %11.2f %14d %14d%n", ProgressCommands.front(topic, 64),
                        ProgressCommands.front(group, 64), behind(call, group, topic), in.tps(), out.tps(), in.ofDay(),
                        out.ofDay());
            }
        }
    }

    private static long behind(Call call, String group, String topic) {
        try {
            return Math.max(0, ProgressCommands.of(call, group, Optional.of(topic), topic).behind());
        } catch (SkylarkException unknown) {
            return 0;
        }
    }

    /// A broker that counted nothing of it counts as 0.
    private static Figure figure(Call call, List<String> masters, String name, String key) {
        double tps = 0;
        long ofDay = 0;
        for (String address : masters) {
            Command answer = call.servers().ask(address,
                    BrokerState.STATISTICS.request(new BrokerState.StatisticsRequest(name, key)));
            if (answer.code() == ResponseCode.SUCCESS) {
                BrokerState.Statistics counted = Json.decode(answer.body(), BrokerState.Statistics.class);
                tps += counted.statsMinute().tps();
                ofDay += ofDay(counted);
            }
        }
        return new Figure(tps, ofDay);
    }

    /// Of the longest span that is known yet.
    private static long ofDay(BrokerState.Statistics counted) {
        long ofHour = counted.statsHour().sum() > 0 ? counted.statsHour().sum() : counted.statsMinute().sum();
        return counted.statsDay().sum() > 0 ? counted.statsDay().sum() : ofHour;
    }
}
