package io.skylark.broker.reset;

import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.registry.ConsumerRegistry;
import io.skylark.broker.registry.OffsetResets;
import io.skylark.broker.registry.OnlineGroup;
import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.index.LogQueue;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.TimeBound;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.OffsetReset;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/// Moves groups to other offsets: at once in the table, and for the consumers with their pulls, those that are held too,
/// which are told that their offset is gone. Or, when the broker is configured so, lets the consumers move themselves.
public final class ResetHandlers {
    private final String brokerName;
    private final TopicTable topics;
    private final GroupTable groups;
    private final OffsetTable offsets;
    private final OffsetResets resets;
    private final PoppedGroups popped;
    private final ConsumerRegistry consumers;
    private final MessageStore messages;
    private final LiveConfig live;
    private final ConsumerMove consumerMove;

    /// What groups that pop do when their offsets were moved.
    @FunctionalInterface
    public interface PoppedGroups {
        /// Waits until they start again there.
        ///
        /// @throws RequestFailure when the log refuses it
        void settle(String group, String topic, Collection<Integer> queueIds);
    }

    public ResetHandlers(
            LiveConfig live,
            TopicTable topics,
            GroupTable groups,
            OffsetTable offsets,
            OffsetResets resets,
            PoppedGroups popped,
            ConsumerRegistry consumers,
            MessageStore messages) {
        this.live = live;
        this.brokerName = live.now().brokerName();
        this.topics = topics;
        this.groups = groups;
        this.offsets = offsets;
        this.resets = resets;
        this.popped = popped;
        this.consumers = consumers;
        this.messages = messages;
        this.consumerMove = new ConsumerMove(brokerName, topics, offsets, consumers, messages);
    }

    public void routes(Router.Builder routes) {
        routes.blocking(OffsetReset.RESET.code(), this::reset);
        routes.blocking(OffsetReset.CLONE.code(), this::copy);
    }

    private void reset(Exchange exchange) {
        OffsetReset.Request request = OffsetReset.RESET.decodeRequest(exchange.request());
        Map<MessageQueue, Long> moved = live.now().serverSideReset() ? move(request) : consumerMove.move(request);
        exchange.reply(OffsetReset.RESET.success(Empty.EMPTY).withBody(Json.encode(new OffsetReset.Offsets(moved))));
    }

    private Map<MessageQueue, Long> move(OffsetReset.Request request) {
        TopicConfig topic = topics.find(request.topic());
        if (topic == null) {
            throw new RequestFailure(ResponseCode.TOPIC_NOT_EXIST, "Topic " + request.topic() + " does not exist");
        }
        if (groups.find(request.group()) == null) {
            throw new RequestFailure(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, "Group " + request.group() + " does not exist");
        }
        int named = Objects.requireNonNullElse(request.queueId(), -1);
        boolean one = named >= 0;
        int first = Math.max(0, named);
        int end = one ? first + 1 : topic.readQueueNums();
        if (first >= end || first >= topic.readQueueNums()) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "No queues to reset.");
        }
        Map<MessageQueue, Long> moved = new LinkedHashMap<>();
        for (int queueId = first; queueId < end; queueId++) {
            moved.put(new MessageQueue(request.topic(), brokerName, queueId), target(request, queueId, one));
        }
        // only when all targets are right
        moved.forEach((queue, offset) -> move(request.group(), queue, offset));
        List<Integer> queueIds = moved.keySet().stream().map(MessageQueue::queueId).toList();
        offsets.storeNow(request.group(), request.topic(), queueIds);
        popped.settle(request.group(), request.topic(), queueIds);
        return moved;
    }

    private long target(OffsetReset.Request request, int queueId, boolean one) {
        Long offset = request.offset();
        long max = messages.maxOffset(request.topic(), queueId);
        if (!one || offset == null) {
            return request.timestamp() < 0
                    ? max
                    : messages.offsetByTime(request.topic(), queueId, request.timestamp(), TimeBound.LOWER);
        }
        long min = messages.minOffset(request.topic(), queueId);
        if (offset < min || offset > max) {
            throw new RequestFailure(
                    ResponseCode.SYSTEM_ERROR,
                    "Target offset " + offset + " not in consume queue range [" + min + "-" + max + "]");
        }
        return offset;
    }

    private void move(String group, MessageQueue queue, long offset) {
        if (!resets.add(group, queue.topic(), queue.queueId(), offset)) {
            throw new RequestFailure(
                    ResponseCode.SYSTEM_BUSY,
                    OffsetResets.MAX_PENDING + " queues wait for consumers to hear of their reset already");
        }
        offsets.put(group, queue.topic(), queue.queueId(), offset);
        LogQueue held = messages.findQueue(queue.topic(), queue.queueId());
        if (held != null) {
            held.wakeAll(); // pulls that wait for messages hear of it at once
        }
    }

    private void copy(Exchange exchange) {
        OffsetReset.Clone request = OffsetReset.CLONE.decodeRequest(exchange.request());
        String named = request.topic();
        Set<String> wanted =
                named == null || named.isBlank() ? offsets.topicsOf(request.srcGroup()) : Set.of(named);
        for (String topic : wanted) {
            TopicConfig config = topics.find(topic);
            if (config != null && (Boolean.TRUE.equals(request.offline()) || isSubscribed(request.srcGroup(), topic))) {
                copy(request, topic, Math.max(config.readQueueNums(), config.writeQueueNums()));
            }
        }
        exchange.reply(OffsetReset.CLONE.success(Empty.EMPTY));
    }

    private boolean isSubscribed(String group, String topic) {
        OnlineGroup online = consumers.find(group);
        return online != null && online.subscription(topic) != null;
    }

    private void copy(OffsetReset.Clone request, String topic, int queues) {
        for (int queueId = 0; queueId < queues; queueId++) {
            OptionalLong offset = offsets.find(request.srcGroup(), topic, queueId);
            if (offset.isPresent()) {
                offsets.put(request.destGroup(), topic, queueId, offset.getAsLong());
            }
        }
    }
}
