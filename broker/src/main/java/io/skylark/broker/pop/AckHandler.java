package io.skylark.broker.pop;

import io.skylark.broker.table.TopicTable;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.AckMessage;
import io.skylark.protocol.api.PopMessage;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Acknowledgements, answered when they are durable, and changes of the time that a message is held. Runs on the event
/// loop.
final class AckHandler {
    /// Offsets that one batch may acknowledge.
    private static final int MAX_BATCH_OFFSETS = 100_000;

    private final TopicTable topics;
    private final PopService service;

    AckHandler(TopicTable topics, PopService service) {
        this.topics = topics;
        this.service = service;
    }

    void routes(Router.Builder routes) {
        routes.direct(AckMessage.API.code(), this::ack);
        routes.direct(AckMessage.BATCH.code(), this::ackBatch);
        routes.direct(AckMessage.CHANGE.code(), this::change);
    }

    private void ack(Exchange exchange) {
        AckMessage.Ack request = AckMessage.API.decodeRequest(exchange.request());
        check(exchange, request.topic(), request.queueId());
        PopHandle handle = PopHandle.parse(request.extraInfo());
        checkOffset(request.topic(), request.queueId(), request.offset());
        PopKey key = new PopKey(request.consumerGroup(), request.topic(), request.queueId());
        service.ack(key, request.offset(), handle.popTime()).whenComplete((outcome, failure) -> {
            if (failure != null) {
                PopAnswers.fail(exchange, failure);
            } else if (outcome == PopQueue.Handle.UNKNOWN) {
                exchange.fail(ResponseCode.NO_MESSAGE, "group " + key.group() + " popped nothing of this queue");
            } else {
                exchange.reply(AckMessage.API.success(Empty.EMPTY));
            }
        });
    }

    private void check(Exchange exchange, String name, int queueId) {
        TopicConfig topic = topics.find(name);
        if (topic == null) {
            throw new RequestFailure(
                    ResponseCode.TOPIC_NOT_EXIST, "topic[" + name + "] not exist, apply first please! " + PopHandler.SEE);
        }
        if (queueId < 0 || queueId >= topic.readQueueNums()) {
            throw new RequestFailure(
                    ResponseCode.MESSAGE_ILLEGAL,
                    "queueId[" + queueId + "] is illegal, topic:[" + name + "] topicConfig.readQueueNums:["
                            + topic.readQueueNums() + "] consumer:[" + exchange.connection() + "]");
        }
    }

    private void checkOffset(String topic, int queueId, long offset) {
        long min = service.messages().minOffset(topic, queueId);
        long max = service.messages().maxOffset(topic, queueId);
        if (offset < min || offset >= max) {
            throw new RequestFailure(
                    ResponseCode.NO_MESSAGE,
                    "offset is illegal, key:" + topic + "@" + queueId + ", commit:" + offset + ", store:" + min
                            + "~" + max);
        }
    }

    /// What of a batch cannot be acknowledged any more is left out, as in RocketMQ; what the log refuses fails it.
    private void ackBatch(Exchange exchange) {
        if (!exchange.request().body().hasRemaining()) {
            exchange.fail(ResponseCode.NO_MESSAGE, "");
            return;
        }
        AckMessage.Batch batch = Json.decode(exchange.request().body(), AckMessage.Batch.class);
        if (batch.acks().isEmpty()) {
            exchange.fail(ResponseCode.NO_MESSAGE, "");
            return;
        }
        List<CompletableFuture<PopQueue.Handle>> acks = new ArrayList<>();
        int left = MAX_BATCH_OFFSETS;
        for (AckMessage.BatchAck ack : batch.acks()) {
            BitSet offsets = bits(ack.bits());
            left -= offsets.cardinality();
            if (left < 0) {
                throw new RequestFailure(
                        ResponseCode.INVALID_PARAMETER,
                        "a batch acknowledges more than " + MAX_BATCH_OFFSETS + " messages");
            }
            PopKey key = new PopKey(ack.consumerGroup(), ack.topic(), ack.queueId());
            long end = service.messages().maxOffset(key.topic(), key.queueId());
            for (int bit = offsets.nextSetBit(0); bit >= 0; bit = offsets.nextSetBit(bit + 1)) {
                if (ack.startOffset() + bit < end) {
                    acks.add(service.ack(key, ack.startOffset() + bit, ack.popTime()));
                }
            }
        }
        CompletableFuture.allOf(acks.toArray(CompletableFuture<?>[]::new)).whenComplete((done, failure) -> {
            if (failure != null) {
                PopAnswers.fail(exchange, failure);
            } else {
                exchange.reply(AckMessage.BATCH.success(Empty.EMPTY));
            }
        });
    }

    private static BitSet bits(String base64) {
        try {
            return BitSet.valueOf(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            throw new RequestFailure(ResponseCode.INVALID_PARAMETER, "the bits of an acknowledgement are not base64");
        }
    }

    private void change(Exchange exchange) {
        AckMessage.ChangeInvisibleTime request = AckMessage.CHANGE.decodeRequest(exchange.request());
        check(exchange, request.topic(), request.queueId());
        PopHandle handle = PopHandle.parse(request.extraInfo());
        checkOffset(request.topic(), request.queueId(), request.offset());
        PopKey key = new PopKey(request.consumerGroup(), request.topic(), request.queueId());
        long invisible = Math.clamp(request.invisibleTime(), 0, service.limits().maxInvisible().toMillis());
        long changed = service.change(
                key, request.offset(), handle.popTime(), invisible, Boolean.TRUE.equals(request.suspend()));
        if (changed < 0) {
            exchange.fail(
                    ResponseCode.NO_MESSAGE, "the message is acknowledged, or was handed out again: " + handle.text());
            return;
        }
        int reviveQueueId = handle.reviveQueueId() == PopMessage.ORDERED ? PopMessage.ORDERED : 0;
        exchange.reply(AckMessage.CHANGE.success(new AckMessage.Changed(changed, invisible, reviveQueueId)));
    }
}
