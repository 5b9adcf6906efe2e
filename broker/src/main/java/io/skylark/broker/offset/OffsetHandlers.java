package io.skylark.broker.offset;

import io.skylark.broker.registry.OffsetResets;
import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.index.TagFilter;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.TimeBound;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerOffset;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.header.Empty;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/// Where groups are in their queues, and where queues begin and end.
public final class OffsetHandlers {
    private final TopicTable topics;
    private final GroupTable groups;
    private final OffsetTable offsets;
    private final OffsetResets resets;
    private final MessageStore messages;
    private final LongPredicate inMemory;

    /// @param inMemory whether the message at a position is recent enough to be read from memory
    public OffsetHandlers(
            TopicTable topics,
            GroupTable groups,
            OffsetTable offsets,
            OffsetResets resets,
            MessageStore messages,
            LongPredicate inMemory) {
        this.topics = topics;
        this.groups = groups;
        this.offsets = offsets;
        this.resets = resets;
        this.messages = messages;
        this.inMemory = inMemory;
    }

    public void routes(Router.Builder routes) {
        routes.direct(ConsumerOffset.QUERY.code(), this::query);
        routes.direct(ConsumerOffset.UPDATE.code(), this::update);
        routes.blocking(QueueOffsets.SEARCH.code(), this::search);
        routes.direct(QueueOffsets.MAX.code(), this::max);
        routes.direct(QueueOffsets.MIN.code(), this::min);
        routes.blocking(QueueOffsets.EARLIEST.code(), this::earliest);
    }

    /// A group that never stored an offset starts at 0 of a queue that still has its first message in memory, so that a
    /// new group on a young topic misses nothing; else it is told that there is none, and decides itself.
    private void query(Exchange exchange) {
        ConsumerOffset.Query request = ConsumerOffset.QUERY.decodeRequest(exchange.request());
        OptionalLong stored = offsets.find(request.consumerGroup(), request.topic(), request.queueId());
        if (stored.isPresent()) {
            exchange.reply(ConsumerOffset.QUERY.success(new ConsumerOffset.Found(stored.getAsLong())));
        } else if (Boolean.FALSE.equals(request.setZeroIfNotFound())) {
            throw new RequestFailure(
                    ResponseCode.QUERY_NOT_FOUND, "Not found, do not set to zero, maybe this group boot first");
        } else if (startsInMemory(request.topic(), request.queueId())) {
            exchange.reply(ConsumerOffset.QUERY.success(new ConsumerOffset.Found(0)));
        } else if (Boolean.FALSE.equals(request.setZeroIfNotFound())) {
            throw new RequestFailure(
                    ResponseCode.QUERY_NOT_FOUND, "Not found, do not set to zero, maybe this group boot first");
        } else {
            throw new RequestFailure(
                    ResponseCode.QUERY_NOT_FOUND,
                    "Not found, V3_0_6_SNAPSHOT maybe this group consumer boot first");
        }
    }

    private boolean startsInMemory(String topic, int queueId) {
        if (messages.minOffset(topic, queueId) > 0) {
            return false;
        }
        boolean[] inMemoryOrNone = {true};
        messages.read(topic, queueId, 0, 1, 1, TagFilter.ALL, (source, at, size, offset, position) ->
                inMemoryOrNone[0] = inMemory.test(position));
        return inMemoryOrNone[0];
    }

    private void update(Exchange exchange) {
        ConsumerOffset.Update request = ConsumerOffset.UPDATE.decodeRequest(exchange.request());
        if (groups.find(request.consumerGroup()) == null) {
            throw new RequestFailure(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, "Group " + request.consumerGroup() + " not exist!");
        }
        if (topics.find(request.topic()) == null) {
            throw new RequestFailure(ResponseCode.TOPIC_NOT_EXIST, "Topic " + request.topic() + " not exist!");
        }
        Integer queueId = request.queueId();
        Long offset = request.commitOffset();
        if (queueId == null) {
            throw new RequestFailure(ResponseCode.INVALID_PARAMETER, "QueueId is null, topic is " + request.topic());
        }
        if (offset == null) {
            throw new RequestFailure(ResponseCode.INVALID_PARAMETER, "Offset is null, topic is " + request.topic());
        }
        if (resets.isPending(request.consumerGroup(), request.topic(), queueId)) {
            exchange.reply(ConsumerOffset.UPDATE.success(Empty.EMPTY).withRemark("Offset has been previously reset"));
            return;
        }
        offsets.put(request.consumerGroup(), request.topic(), queueId, offset);
        exchange.reply(ConsumerOffset.UPDATE.success(Empty.EMPTY));
    }

    private void search(Exchange exchange) {
        QueueOffsets.ByTime request = QueueOffsets.SEARCH.decodeRequest(exchange.request());
        TimeBound bound =
                request.boundaryType() == QueueOffsets.Boundary.UPPER ? TimeBound.UPPER : TimeBound.LOWER;
        long offset = messages.offsetByTime(request.topic(), request.queueId(), request.timestamp(), bound);
        exchange.reply(QueueOffsets.SEARCH.success(new QueueOffsets.Offset(offset)));
    }

    private void max(Exchange exchange) {
        QueueOffsets.Queue request = QueueOffsets.MAX.decodeRequest(exchange.request());
        long offset = messages.maxOffset(request.topic(), request.queueId());
        exchange.reply(QueueOffsets.MAX.success(new QueueOffsets.Offset(offset)));
    }

    private void min(Exchange exchange) {
        QueueOffsets.Queue request = QueueOffsets.MIN.decodeRequest(exchange.request());
        long offset = messages.minOffset(request.topic(), request.queueId());
        exchange.reply(QueueOffsets.MIN.success(new QueueOffsets.Offset(offset)));
    }

    private void earliest(Exchange exchange) {
        QueueOffsets.Queue request = QueueOffsets.EARLIEST.decodeRequest(exchange.request());
        long time = messages.earliestStoreTime(request.topic(), request.queueId()).orElse(-1);
        exchange.reply(QueueOffsets.EARLIEST.success(new QueueOffsets.StoreTime(time)));
    }
}
