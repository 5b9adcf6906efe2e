package io.skylark.cli.mqadmin;

import io.skylark.client.message.ReceivedMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.QueueData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Commands that print the messages of queues, one after the other.
final class MessageListings {
    private static final String LINE = "--------------------------------------------------------";

    private MessageListings() {}

    private static List<MessageQueue> queues(Call call, String topic, String routeTopic) {
        List<MessageQueue> queues = new ArrayList<>();
        for (QueueData data : call.servers().route(routeTopic).queueDatas()) {
            for (int id = 0; id < data.readQueueNums(); id++) {
                queues.add(new MessageQueue(topic, data.brokerName(), id));
            }
        }
        queues.sort(null);
        return queues;
    }

    private record Bounds(long min, long max) {}

    private static Bounds bounds(Call call, MessageQueue queue) {
        String address = call.brokers().master(queue.brokerName());
        QueueOffsets.Queue header = new QueueOffsets.Queue(queue.topic(), queue.queueId());
        Command min = call.servers().demand("Looking at " + queue, address, QueueOffsets.MIN.request(header));
        Command max = call.servers().demand("Looking at " + queue, address, QueueOffsets.MAX.request(header));
        return new Bounds(
                QueueOffsets.MIN.decodeResponse(min).offset(), QueueOffsets.MAX.decodeResponse(max).offset());
    }

    /// Narrowed to messages that were stored between two times, where they are given.
    private static Bounds between(Call call, MessageQueue queue, Bounds all, String from, String until) {
        Optional<Long> begin = call.options().text(from).map(call.times()::need);
        Optional<Long> end = call.options().text(until).map(call.times()::need);
        return new Bounds(
                begin.map(time -> offsetAt(call, queue, time)).orElse(all.min()),
                end.map(time -> offsetAt(call, queue, time)).orElse(all.max()));
    }

    private static long offsetAt(Call call, MessageQueue queue, long time) {
        return call.admin().messages().offsetAt(queue, Instant.ofEpochMilli(time));
    }

    /// @return where it ended
    private static long each(Call call, MessageQueue queue, Bounds bounds, Consumer<ReceivedMessage> action) {
        long offset = bounds.min();
        while (offset < bounds.max()) {
            List<ReceivedMessage> run = call.admin().messages().from(queue, offset);
            if (run.isEmpty()) {
                return offset;
            }
            for (ReceivedMessage message : run) {
                if (message.queueOffset() < bounds.max()) {
                    action.accept(message);
                    offset = message.queueOffset() + 1;
                } else {
                    return bounds.max();
                }
            }
        }
        return offset;
    }

    /// Which tags are wanted: none means all.
    private static Set<String> tags(Call call) {
        return Stream.of(call.options().text("s", "*").split("\\|\\|"))
                .map(String::strip)
                .filter(tag -> !tag.equals("*") && !tag.isEmpty())
                .collect(Collectors.toSet());
    }

    private static boolean isWanted(Set<String> tags, ReceivedMessage message) {
        return tags.isEmpty() || tags.contains(message.tag());
    }

    static void print(Call call) {
        Options options = call.options();
        String topic = options.need("t");
        Optional<String> charset = options.flag("d", true) ? MessageText.charset(call, "c") : Optional.empty();
        Set<String> tags = tags(call);
        for (MessageQueue queue : queues(call, topic, options.text("l", topic))) {
            Bounds bounds = between(call, queue, bounds(call, queue), "b", "e");
            call.print("minOffset=%s, maxOffset=%s, %s%n", bounds.min(), bounds.max(), SendCommands.text(queue));
            int[] printed = {0};
            each(call, queue, bounds, message -> {
                if (isWanted(tags, message)) {
                    printed[0]++;
                    MessageText.print(call, message, charset);
                }
            });
            if (printed[0] == 0 && bounds.max() > bounds.min()) {
                call.print("%s no matched msg. status=%s, offset=%s%n",
                        SendCommands.text(queue), "NO_MATCHED_MSG", bounds.max());
            }
            call.print("%s%n", LINE);
        }
    }

    static void printQueue(Call call) {
        Options options = call.options();
        MessageQueue queue = new MessageQueue(options.need("t"), options.need("a"), options.count("i", 0));
        boolean printed = options.flag("p", false);
        boolean counted = options.flag("f", false);
        Optional<String> charset = options.flag("d", false) ? MessageText.charset(call, "c") : Optional.empty();
        Set<String> tags = tags(call);
        Map<String, Integer> counts = new TreeMap<>();
        each(call, queue, between(call, queue, bounds(call, queue), "b", "e"), message -> {
            if (isWanted(tags, message)) {
                if (printed) {
                    MessageText.print(call, message, charset);
                }
                counts.merge(message.tag(), 1, Integer::sum);
            }
        });
        if (counted) {
            counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                    .forEach(each -> call.print("Tag: %-30s Count: %s%n", each.getKey(), each.getValue()));
        }
    }

    static void consume(Call call) {
        Options options = call.options();
        int count = options.count("c", 0);
        if (options.has("c") && count <= 0) {
            call.print("Please input a positive messageNumber!%n");
            return;
        }
        if (options.has("i") && !options.has("b")) {
            call.print("Please set the brokerName before queueId!%n");
            return;
        }
        if (options.has("o") && !options.has("i")) {
            call.print("Please set queueId before offset!%n");
            return;
        }
        if (options.has("i")) {
            MessageQueue queue = new MessageQueue(options.need("t"), options.need("b"), options.count("i", 0));
            consumeQueue(call, queue, count);
            return;
        }
        for (MessageQueue queue : queues(call, options.need("t"), options.need("t"))) {
            Bounds bounds = between(call, queue, bounds(call, queue), "s", "e");
            if (count > 0 && bounds.max() - bounds.min() > count) {
                call.print("The older %d message of the %d queue will be provided\n", count, queue.queueId());
            }
            show(call, queue, bounds, count);
        }
    }

    private static void consumeQueue(Call call, MessageQueue queue, int count) {
        Bounds all = bounds(call, queue);
        Bounds bounds = between(call, queue, all, "s", "e");
        if (call.options().has("o")) {
            long offset = call.options().number("o", 0);
            if (offset > bounds.max()) {
                call.print("%s no matched msg, offset=%s\n", SendCommands.text(queue), offset);
                return;
            }
            bounds = new Bounds(offset, bounds.max());
        }
        if (count > 0 && bounds.max() - bounds.min() > count) {
            call.print("The oldler %d message will be provided\n", count);
        }
        show(call, queue, bounds, count);
    }

    private static void show(Call call, MessageQueue queue, Bounds bounds, int count) {
        long until = count > 0 ? Math.min(bounds.max(), bounds.min() + count) : bounds.max();
        if (until <= bounds.min()) {
            call.print("%s no matched msg. status=%s, offset=%s\n",
                    SendCommands.text(queue), "NO_NEW_MSG", bounds.min());
            return;
        }
        call.print("Consume ok\n");
        Optional<String> charset = MessageText.charset(call, "");
        long end = each(call, queue, new Bounds(bounds.min(), until),
                message -> MessageText.print(call, message, charset));
        if (until == bounds.max()) {
            call.print("%s print msg finished. status=%s, offset=%s\n", SendCommands.text(queue), "NO_NEW_MSG", end);
        }
    }
}
