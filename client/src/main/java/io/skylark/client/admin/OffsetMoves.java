package io.skylark.client.admin;

import io.skylark.client.error.RefusedException;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.ConsumerOffset;
import io.skylark.protocol.api.OffsetReset;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/// Moves groups to other offsets. Brokers do it, for all queues of a topic or one; those before 5.2 let the members of
/// the group do it, and while there are none the offsets are written here.
final class OffsetMoves {
    /// RocketMQ 5.2.0: brokers move groups themselves, single queues too.
    private static final int MOVES_BY_BROKER = 453;

    private static final long END = -1;

    private final Servers servers;

    OffsetMoves(Servers servers) {
        this.servers = servers;
    }

    List<OffsetMove> preview(String group, String topic, ResetTo target) {
        TopicRoute route = servers.route(topic);
        SortedMap<String, String> masters = Servers.masters(route.brokerDatas());
        QueueQuestions ask = new QueueQuestions(servers, masters);
        List<MessageQueue> queues = new ArrayList<>();
        route.queueDatas().stream()
                .sorted(Comparator.comparing(QueueData::brokerName))
                .forEach(data -> queues.addAll(ProgressQuestions.queues(topic, data)));
        return Servers.each(queues, queue -> ask.stored(group, queue)
                .thenCombine(targetIn(queue, target, ask), (from, to) -> new OffsetMove(queue, from, to)));
    }

    private static CompletableFuture<Long> targetIn(MessageQueue queue, ResetTo target, QueueQuestions ask) {
        if (target instanceof ResetTo.Time time) {
            return ask.atTime(queue, time.value().toEpochMilli());
        }
        return target instanceof ResetTo.Latest ? ask.max(queue) : ask.min(queue);
    }

    List<OffsetMove> reset(String group, String topic, ResetTo target) {
        List<OffsetMove> wanted = preview(group, topic, target);
        SortedMap<String, String> masters = Servers.masters(servers.route(topic).brokerDatas());
        List<OffsetMove> moved = new ArrayList<>();
        masters.forEach((name, broker) -> {
            List<OffsetMove> ofBroker =
                    wanted.stream().filter(move -> move.queue().brokerName().equals(name)).toList();
            Command request = OffsetReset.RESET.request(
                    new OffsetReset.Request(group, topic, null, null, onWire(target), true));
            Command answer = servers.call(broker, request);
            switch (answer.code()) {
                case ResponseCode.SUCCESS -> moved.addAll(told(ofBroker, answer));
                case ResponseCode.CONSUMER_NOT_ONLINE ->
                    ofBroker.forEach(move -> moved.add(write(group, move, broker)));
                default -> throw RefusedException.of("Moving group " + group, broker, request, answer);
            }
        });
        return List.copyOf(moved);
    }

    /// Times before the first message mean the first.
    private static long onWire(ResetTo target) {
        if (target instanceof ResetTo.Time time) {
            return Math.max(0, time.value().toEpochMilli());
        }
        return target instanceof ResetTo.Latest ? END : 0;
    }

    /// What the broker says it did, which may differ by what happened since the preview.
    private static List<OffsetMove> told(List<OffsetMove> wanted, Command answer) {
        if (!answer.body().hasRemaining()) {
            return wanted;
        }
        Map<MessageQueue, Long> done = Json.decode(answer.body(), OffsetReset.Offsets.class).offsetTable();
        return wanted.stream()
                .filter(move -> done.containsKey(move.queue()))
                .map(move -> new OffsetMove(move.queue(), move.from(), done.getOrDefault(move.queue(), move.to())))
                .toList();
    }

    private OffsetMove write(String group, OffsetMove move, String broker) {
        MessageQueue queue = move.queue();
        servers.demand("Moving group " + group, broker, ConsumerOffset.UPDATE.request(
                new ConsumerOffset.Update(group, queue.topic(), queue.queueId(), move.to())));
        return move;
    }

    OffsetMove reset(String group, MessageQueue queue, long offset) {
        SortedMap<String, String> masters = Servers.masters(servers.route(queue.topic()).brokerDatas());
        QueueQuestions ask = new QueueQuestions(servers, masters);
        String broker = ask.address(queue);
        OptionalLong from = servers.session().pool().await(() -> ask.stored(group, queue));
        OffsetMove move = new OffsetMove(queue, from, offset);
        Command bounds = servers.demand("Looking at " + queue, broker,
                QueueOffsets.MAX.request(new QueueOffsets.Queue(queue.topic(), queue.queueId())));
        if (bounds.version() >= MOVES_BY_BROKER) {
            servers.demand("Moving group " + group, broker, OffsetReset.RESET.request(new OffsetReset.Request(
                    group, queue.topic(), queue.queueId(), offset, 0, true)));
            return move;
        }
        // Such a broker would move the group in all queues, to the time.
        Command members = servers.call(broker, ConsumerGroup.MEMBERS.request(new ConsumerGroup.Group(group)));
        if (members.code() == ResponseCode.SUCCESS) {
            throw new IllegalStateException("members of group " + group + " are connected to " + broker
                    + ", which is too old to move them in one queue: stop them first");
        }
        return write(group, move, broker);
    }
}
