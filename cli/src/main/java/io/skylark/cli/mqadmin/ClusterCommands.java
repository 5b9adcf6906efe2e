package io.skylark.cli.mqadmin;

import io.skylark.client.error.SkylarkException;
import io.skylark.protocol.body.BrokerData;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// `clusterList`: brokers and how busy they are.
final class ClusterCommands {
    private static final String ROW = "%-22s  %-22s  %-4s  %-22s %-16s  %16s  %30s  %-22s  %-11s  %-12s  %-8s  %-10s%n";
    private static final String FIGURES =
            "%-22s  %-22s  %-4s  %-22s %-16s  %16s  %30s  %-22s  %11s  %-12s  %-8s  %10s%n";
    private static final double MILLIS_OF_HOUR = 3_600_000;
    private static final double TEN_THOUSAND = 10_000;

    private ClusterCommands() {}

    static void list(Call call) {
        long interval = call.options().number("i", 0);
        do {
            List<String> clusters = call.options().text("c").map(List::of)
                    .orElseGet(() -> List.copyOf(call.brokers().clusterNames()));
            if (call.options().has("m")) {
                totals(call, clusters);
            } else {
                figures(call, clusters);
            }
            call.out().flush();
        } while (interval > 0 && BrokerCommands.waited(interval));
    }

    private static List<BrokerData> brokers(Call call, String cluster) {
        return new TreeMap<>(call.brokers().all().brokerAddrTable()).values().stream()
                .filter(broker -> broker.cluster().equals(cluster))
                .toList();
    }

    private static void figures(Call call, List<String> clusters) {
        call.print(ROW, "#Cluster Name", "#Broker Name", "#BID", "#Addr", "#Version", "#InTPS(LOAD)", "#OutTPS(LOAD)",
                "#Timer(Progress)", "#PCWait(ms)", "#Hour", "#SPACE", "#ACTIVATED");
        for (String cluster : clusters) {
            for (BrokerData broker : brokers(call, cluster)) {
                new TreeMap<>(broker.brokerAddrs()).forEach((id, address) ->
                        line(call, broker, id, address, figuresIfThere(call, address)));
            }
        }
    }

    /// None of a broker that does not answer; the others are worth a line all the same.
    private static SortedMap<String, String> figuresIfThere(Call call, String address) {
        try {
            return BrokerCommands.figures(call, address);
        } catch (SkylarkException silent) {
            call.err().println("mqadmin: " + silent.getMessage());
            return new TreeMap<>();
        }
    }

    private static void line(
            Call call, BrokerData broker, long id, String address, SortedMap<String, String> figures) {
        String in = String.format("%9.2f(%s,%sms)", first(figures, "putTps"),
                figures.getOrDefault("sendThreadPoolQueueSize", ""),
                figures.getOrDefault("sendThreadPoolQueueHeadWaitTimeMills", ""));
        String out = String.format("%9.2f(%s,%sms|%s,%sms)", first(figures, "getTransferredTps"),
                figures.getOrDefault("pullThreadPoolQueueSize", ""),
                figures.getOrDefault("pullThreadPoolQueueHeadWaitTimeMills", ""),
                figures.getOrDefault("ackThreadPoolQueueSize", ""),
                figures.getOrDefault("ackThreadPoolQueueHeadWaitTimeMills", ""));
        String timer = String.format("%d-%d(%.1fw, %.1f, %.1f)", (long) first(figures, "timerReadBehind"),
                (long) first(figures, "timerOffsetBehind"), first(figures, "timerCongestNum") / TEN_THOUSAND,
                first(figures, "timerEnqueueTps"), first(figures, "timerDequeueTps"));
        double earliest = first(figures, "earliestMessageTimeStamp");
        double hours = earliest > 0 ? (call.clock().millis() - earliest) / MILLIS_OF_HOUR : 0;
        call.print(FIGURES, broker.cluster(), broker.brokerName(), id, address,
                figures.getOrDefault("brokerVersionDesc", ""), in, out, timer,
                figures.getOrDefault("pageCacheLockTimeMills", ""), String.format("%2.2f", hours),
                String.format("%.4f", first(figures, "commitLogDiskRatio")),
                figures.getOrDefault("brokerActive", "false"));
    }

    /// The first of several numbers with blanks between them; 0 when there is none.
    static double first(SortedMap<String, String> figures, String name) {
        String text = figures.getOrDefault(name, "").strip();
        try {
            return text.isEmpty() ? 0 : Double.parseDouble(text.split(" ")[0]);
        } catch (NumberFormatException noNumber) {
            return 0;
        }
    }

    private static void totals(Call call, List<String> clusters) {
        String row = "%-16s  %-32s %14s %14s %14s %14s%n";
        call.print(row, "#Cluster Name", "#Broker Name", "#InTotalYest", "#OutTotalYest", "#InTotalToday",
                "#OutTotalToday");
        for (String cluster : clusters) {
            for (BrokerData broker : brokers(call, cluster)) {
                new TreeMap<>(broker.brokerAddrs()).forEach((id, address) -> {
                    SortedMap<String, String> figures = figuresIfThere(call, address);
                    call.print(row, cluster, broker.brokerName(),
                            difference(figures, "msgPutTotalTodayMorning", "msgPutTotalYesterdayMorning"),
                            difference(figures, "msgGetTotalTodayMorning", "msgGetTotalYesterdayMorning"),
                            difference(figures, "msgPutTotalTodayNow", "msgPutTotalTodayMorning"),
                            difference(figures, "msgGetTotalTodayNow", "msgGetTotalTodayMorning"));
                });
            }
        }
    }

    private static long difference(SortedMap<String, String> figures, String later, String earlier) {
        return (long) first(figures, later) - (long) first(figures, earlier);
    }
}
