package io.skylark.cli.mqadmin;

import io.skylark.client.error.SkylarkException;
import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.ProgressReport;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Commands that show how far groups are.
final class ProgressCommands {
    private static final int TOPIC_WIDTH = 64;
    private static final int BROKER_WIDTH = 32;

    private ProgressCommands() {}

    /// How far a group is, over all brokers.
    record Progress(TreeMap<MessageQueue, ConsumerGroup.QueueProgress> queues, double consumeTps) {
        long behind() {
            return queues.values().stream().mapToLong(each -> each.brokerOffset() - each.consumerOffset()).sum();
        }

        long handedOut() {
            return queues.values().stream().mapToLong(ProgressCommands::handedOut).sum();
        }
    }

    static long handedOut(ConsumerGroup.QueueProgress queue) {
        return Math.max(0, queue.pullOffset() - queue.consumerOffset());
    }

    static void progress(Call call) {
        Options options = call.options();
        if (options.has("g")) {
            ofGroup(call, options.need("g"));
        } else {
            ofAll(call);
        }
    }

    static Progress of(Call call, String group, Optional<String> topic, String routeTopic) {
        return of(call, group, topic, call.servers().route(routeTopic));
    }

    private static Progress of(Call call, String group, Optional<String> topic, TopicRoute route) {
        TreeMap<MessageQueue, ConsumerGroup.QueueProgress> queues = new TreeMap<>();
        double tps = 0;
        for (String address : Brokers.masters(route.brokerDatas())) {
            Command answer = call.servers().demand("The progress of group " + group, address,
                    ConsumerGroup.PROGRESS.request(new ConsumerGroup.InTopic(group, topic.orElse(null))));
            ConsumerGroup.Progress progress = Json.decode(answer.body(), ConsumerGroup.Progress.class);
            queues.putAll(progress.offsetTable());
            tps += progress.consumeTps();
        }
        return new Progress(queues, tps);
    }

    private static void ofGroup(Call call, String group) {
        Options options = call.options();
        boolean clients = options.flag("s", false);
        TopicRoute route = options.text("c").map(call.servers()::route)
                .orElseGet(() -> ConnectionCommands.route(call, group));
        Progress progress = of(call, group, options.text("t"), route);
        Map<MessageQueue, String> owners = clients ? owners(call, group) : Map.of();
        call.print("%-64s  %-32s  %-4s  %-20s  %-20s  " + (clients ? "%-20s %-20s %-20s%s%n" : "%-20s %-20s%s%n"),
                clients
                        ? new Object[] {"#Topic", "#Broker Name", "#QID", "#Broker Offset", "#Consumer Offset",
                            "#Client IP", "#Diff", "#Inflight", "#LastTime"}
                        : new Object[] {"#Topic", "#Broker Name", "#QID", "#Broker Offset", "#Consumer Offset",
                            "#Diff", "#Inflight", "#LastTime"});
        progress.queues().forEach((queue, state) -> {
            call.print("%-64s  %-32s  %-4d  %-20d  %-20d  ", front(queue.topic(), TOPIC_WIDTH),
                    front(queue.brokerName(), BROKER_WIDTH), queue.queueId(), state.brokerOffset(),
                    state.consumerOffset());
            if (clients) {
                call.print("%-20s ", owners.getOrDefault(queue, "N/A"));
            }
            call.print("%-20d %-20d %s%n", state.brokerOffset() - state.consumerOffset(), handedOut(state),
                    state.lastTimestamp() > 0 ? call.times().seconds(state.lastTimestamp()) : "N/A");
        });
        call.print("%nConsume TPS: %.2f%n", progress.consumeTps());
        call.print("Consume Diff Total: %d%n", progress.behind());
        call.print("Consume Inflight Total: %d%n", progress.handedOut());
    }

    static String front(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }

    /// The host of the member that has a queue, as members say.
    private static Map<MessageQueue, String> owners(Call call, String group) {
        Map<MessageQueue, String> owners = new HashMap<>();
        for (ConsumerGroup.Connection member : ConnectionCommands.connections(call, group).connectionSet()) {
            call.admin().groups().running(group, member.clientId(), false)
                    .map(ClientCalls.Running::mqTable)
                    .ifPresent(queues -> queues.keySet().forEach(
                            queue -> owners.put(queue, member.clientId().split("@")[0])));
        }
        return owners;
    }

    private record GroupLine(
            String group, int members, String version, String type, String model, long tps, long behind) {}

    /// Groups are those that have a retry topic.
    private static void ofAll(Call call) {
        call.print("%-64s  %-6s  %-24s %-5s  %-14s  %-7s  %s%n",
                "#Group", "#Count", "#Version", "#Type", "#Model", "#TPS", "#Diff Total");
        List<GroupLine> lines = new ArrayList<>();
        for (String topic : TopicQuestions.all(call)) {
            if (TopicNames.isRetry(topic)) {
                lines.add(line(call, topic.substring(TopicNames.RETRY_PREFIX.length())));
            }
        }
        lines.sort(Comparator.comparingInt(GroupLine::members).thenComparingLong(GroupLine::behind).reversed());
        for (GroupLine each : lines) {
            call.print("%-64s  %-6d  %-24s %-5s  %-14s  %-7d  %d%n", front(each.group(), TOPIC_WIDTH),
                    each.members(), each.version(), each.type(), each.model(), each.tps(), each.behind());
        }
    }

    /// A group that a broker says nothing about has zeros.
    private static GroupLine line(Call call, String group) {
        Progress progress;
        try {
            progress = of(call, group, Optional.empty(), TopicNames.retryTopic(group));
        } catch (SkylarkException unknown) {
            progress = new Progress(new TreeMap<>(), 0);
        }
        ConsumerGroup.Connections connections;
        try {
            connections = ConnectionCommands.connections(call, group);
        } catch (SkylarkException nobody) {
            return new GroupLine(group, 0, "", "", "", (long) progress.consumeTps(), progress.behind());
        }
        boolean pushed = connections.consumeType() != ConsumeType.CONSUME_ACTIVELY;
        MessageModel model = connections.messageModel();
        return new GroupLine(group, connections.connectionSet().size(),
                VersionName.of(connections.connectionSet().stream()
                        .mapToInt(ConsumerGroup.Connection::version).min().orElse(0)),
                pushed ? "PUSH" : "PULL", pushed && model != null ? model.toString() : "",
                (long) progress.consumeTps(), progress.behind());
    }

    static void ofBroker(Call call) {
        Options options = call.options();
        String address = options.need("b");
        long least = options.number("l", 0);
        Duration timeout = Duration.ofMillis(options.number("t", 50_000));
        Command answer = call.servers().ask(address, ProgressReport.GROUPS.request(
                new ProgressReport.All(options.flag("o", false))), timeout);
        if (answer.code() != ResponseCode.SUCCESS) {
            throw new IllegalArgumentException(address + " says " + answer.code() + ": " + answer.remark());
        }
        ProgressReport.Groups groups = Json.decode(answer.body(), ProgressReport.Groups.class);
        String row = "%-64s  %-64s  %-32s  %-4s  %-20s  %-20s  %-20s  %s%n";
        call.print(row, "#Topic", "#Group", "#Broker Name", "#QID", "#Broker Offset", "#Consumer Offset", "#Diff",
                "#LastTime");
        for (Map<String, List<ConsumerGroup.Progress>> each : groups.consumeStatsList()) {
            new TreeMap<>(each).forEach((group, tables) -> tables.forEach(table ->
                    new TreeMap<>(table.offsetTable()).forEach((queue, state) -> {
                        long behind = state.brokerOffset() - state.consumerOffset();
                        if (behind >= least && state.lastTimestamp() > 0) {
                            call.print(row, front(queue.topic(), TOPIC_WIDTH), group,
                                    front(queue.brokerName(), BROKER_WIDTH), queue.queueId(), state.brokerOffset(),
                                    state.consumerOffset(), behind, call.times().seconds(state.lastTimestamp()));
                        }
                    })));
        }
        call.print("%nDiff Total: %d%n", groups.totalDiff());
    }

    static void settings(Call call) {
        String group = call.options().need("g");
        call.admin().groups().settings().getOrDefault(group, new TreeMap<>()).forEach((broker, settings) -> {
            String cluster = call.brokers().all().clusterAddrTable().entrySet().stream()
                    .filter(each -> each.getValue().contains(broker))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("");
            call.print("=============================%s:%s=============================\n", cluster, broker);
            GroupText.members(settings).forEach((name, value) ->
                    call.print("%-40s=  %s\n", name, value.equals("null") ? "" : value));
        });
    }
}
