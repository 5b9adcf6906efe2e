package io.skylark.cli.mqadmin;

import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.SubscriptionData;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a consumer says of itself, section by section.
final class MemberText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");

    private MemberText() {}

    static String of(ClientCalls.Running running, ZoneId zone) {
        StringBuilder text = new StringBuilder("#Consumer Properties#\n");
        new TreeMap<>(running.properties()).forEach((name, value) ->
                text.append(String.format("%-40s: %s%n", name, value)));
        subscriptions(running, text.append("\n\n#Consumer Subscription#\n"));
        text.append("\n\n#Consumer Offset#\n");
        text.append(String.format("%-64s  %-32s  %-4s  %-20s%n",
                "#Topic", "#Broker Name", "#QID", "#Consumer Offset"));
        new TreeMap<>(running.mqTable()).forEach((queue, state) -> text.append(String.format(
                "%-32s  %-32s  %-4d  %-20d%n",
                queue.topic(), queue.brokerName(), queue.queueId(), state.commitOffset())));
        text.append("\n\n#Consumer MQ Detail#\n");
        text.append(String.format("%-64s  %-32s  %-4s  %-20s%n",
                "#Topic", "#Broker Name", "#QID", "#ProcessQueueInfo"));
        queues(running.mqTable(), "%-64s", zone, text);
        text.append("\n\n#Consumer Pop Detail#\n");
        text.append(String.format("%-32s  %-32s  %-4s  %-20s%n",
                "#Topic", "#Broker Name", "#QID", "#ProcessQueueInfo"));
        queues(running.mqPopTable(), "%-32s", zone, text);
        rates(running, text.append("\n\n#Consumer RT&TPS#\n"));
        if (!running.userConsumerInfo().isEmpty()) {
            text.append("\n\n#User Consume Info#\n");
            new TreeMap<>(running.userConsumerInfo()).forEach((name, value) ->
                    text.append(String.format("%-40s: %s%n", name, value)));
        } else {
            text.append("\n\n#User Consume Info#\n");
        }
        String stacks = running.jstack();
        if (stacks != null) {
            text.append("\n\n#Consumer jstack#\n").append(stacks);
        }
        return text.toString();
    }

    private static void subscriptions(ClientCalls.Running running, StringBuilder text) {
        List<SubscriptionData> sorted = running.subscriptionSet().stream()
                .sorted(Comparator.comparing(SubscriptionData::topic)).toList();
        int number = 0;
        for (SubscriptionData each : sorted) {
            number++;
            text.append(String.format("%03d Topic: %-40s ClassFilter: %-8s SubExpression: %s%n",
                    number, each.topic(), each.classFilterMode(), each.subString()));
        }
    }

    private static void queues(
            Map<MessageQueue, ClientCalls.QueueState> table, String first, ZoneId zone, StringBuilder text) {
        new TreeMap<>(table).forEach((queue, state) -> text.append(String.format(first + "  %-32s  %-4d  %s%n",
                queue.topic(), queue.brokerName(), queue.queueId(), of(state, zone))));
    }

    private static String of(ClientCalls.QueueState state, ZoneId zone) {
        return "ProcessQueueInfo [commitOffset=" + state.commitOffset() + ", cachedMsgMinOffset="
                + state.cachedMsgMinOffset() + ", cachedMsgMaxOffset=" + state.cachedMsgMaxOffset()
                + ", cachedMsgCount=" + state.cachedMsgCount() + ", cachedMsgSizeInMiB=" + state.cachedMsgSizeInMiB()
                + ", transactionMsgMinOffset=" + state.transactionMsgMinOffset() + ", transactionMsgMaxOffset="
                + state.transactionMsgMaxOffset() + ", transactionMsgCount=" + state.transactionMsgCount()
                + ", locked=" + state.locked() + ", tryUnlockTimes=" + state.tryUnlockTimes()
                + ", lastLockTimestamp=" + time(state.lastLockTimestamp(), zone) + ", droped=" + state.droped()
                + ", lastPullTimestamp=" + time(state.lastPullTimestamp(), zone) + ", lastConsumeTimestamp="
                + time(state.lastConsumeTimestamp(), zone) + "]";
    }

    private static String time(long millis, ZoneId zone) {
        return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    private static void rates(ClientCalls.Running running, StringBuilder text) {
        text.append(String.format("%-64s  %14s %14s %14s %14s %18s %25s%n", "#Topic", "#Pull RT", "#Pull TPS",
                "#Consume RT", "#ConsumeOK TPS", "#ConsumeFailed TPS", "#ConsumeFailedMsgsInHour"));
        new TreeMap<>(running.statusTable()).forEach((topic, state) -> text.append(String.format(
                "%-32s  %14.2f %14.2f %14.2f %14.2f %18.2f %25d%n", topic, state.pullRT(), state.pullTPS(),
                state.consumeRT(), state.consumeOKTPS(), state.consumeFailedTPS(), state.consumeFailedMsgs())));
    }
}
