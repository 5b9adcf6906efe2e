package io.skylark.cli.mqadmin;

import io.skylark.client.error.RefusedException;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.OffsetReset;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Commands that move groups.
final class OffsetCommands {
    private static final long TO_THE_END = -1;

    private OffsetCommands() {}

    static void reset(Call call) {
        Options options = call.options();
        String text = options.need("s");
        long time = text.equals("now") ? call.clock().millis() : call.times().need(text);
        String group = options.need("g");
        String topic = options.need("t");
        if (options.has("b") && options.has("q")) {
            resetQueue(call, group, topic, text, time);
            return;
        }
        List<String> addresses = addresses(call, topic);
        boolean force = options.flag("f", true);
        Map<MessageQueue, Long> moved =
                move(call, addresses, new OffsetReset.Request(group, topic, -1, null, time, force));
        call.print("start reset consumer offset by specified, group[%s], topic[%s], force[%s], timestamp(string)[%s], "
                + "timestamp(long)[%s]%n", group, topic, force, text, time);
        show(call, moved);
    }

    private static List<String> addresses(Call call, String topic) {
        return Brokers.masters(call.servers().route(call.options().text("c", topic)).brokerDatas());
    }

    private static void resetQueue(Call call, String group, String topic, String text, long time) {
        Options options = call.options();
        String address = options.need("b");
        int queue = options.count("q", 0);
        call.print("start reset consumer offset by specified, group[%s], topic[%s], queueId[%s], broker[%s], "
                + "timestamp(string)[%s], timestamp(long)[%s]%n", group, topic, queue, address, text, time);
        Map<MessageQueue, Long> moved = options.has("o")
                ? move(call, List.of(address), new OffsetReset.Request(
                        group, topic, queue, options.number("o", 0), time, true))
                : move(call, List.of(address), new OffsetReset.Request(group, topic, queue, null, time, true));
        moved.forEach((each, offset) -> {
            if (each.queueId() == queue) {
                call.print("reset consumer offset to %d%n", offset);
            }
        });
    }

    static void skip(Call call) {
        Options options = call.options();
        String group = options.need("g");
        String topic = options.need("t");
        show(call, move(call, addresses(call, topic),
                new OffsetReset.Request(group, topic, -1, null, TO_THE_END, options.flag("f", true))));
    }

    private static Map<MessageQueue, Long> move(Call call, List<String> addresses, OffsetReset.Request request) {
        Map<MessageQueue, Long> moved = new TreeMap<>();
        for (String address : addresses) {
            Command asked = OffsetReset.RESET.request(request);
            Command answer = call.servers().ask(address, asked);
            if (answer.code() != ResponseCode.SUCCESS) {
                throw RefusedException.of("Moving group " + request.group(), address, asked, answer);
            }
            if (answer.body().hasRemaining()) {
                moved.putAll(Json.decode(answer.body(), OffsetReset.Offsets.class).offsetTable());
            }
        }
        return moved;
    }

    private static void show(Call call, Map<MessageQueue, Long> moved) {
        call.print("%-40s  %-40s  %-40s%n", "#brokerName", "#queueId", "#offset");
        moved.forEach((queue, offset) -> call.print("%-40s  %-40d  %-40d%n",
                ProgressCommands.front(queue.brokerName(), 32), queue.queueId(), offset));
    }
}
