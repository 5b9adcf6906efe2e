package io.skylark.protocol.api;

import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What tools ask of consumers. The broker passes a request on to the consumer, and its answer back.
public final class ClientCalls {
    /// What a consumer is doing; the body of the answer is the consumer's own.
    public static final Api<RunningState, Empty> RUNNING_STATE = Api.of(307, RunningState.class, Empty.class);

    /// Lets a consumer consume one message; on its way to the consumer the request carries the stored message. The body
    /// of the answer is the consumer's own.
    public static final Api<Consume, Empty> CONSUME = Api.of(309, Consume.class, Empty.class);

    /// How far the consumers of a group are; the body of the answer is a [Status] with all that answered.
    public static final Api<AskStatus, Empty> STATUS = Api.of(223, AskStatus.class, Empty.class);

    /// The same, asked of one consumer by the broker; the body of the answer is a [Status] of that consumer's queues.
    public static final Api<Subscribed, Empty> STATUS_OF_CLIENT = Api.of(221, Subscribed.class, Empty.class);

    private ClientCalls() {}

    public record RunningState(String consumerGroup, String clientId, @Nullable Boolean jstackEnable)
            implements RequestHeader {}

    /// `msgId` is an offset message id.
    public record Consume(String consumerGroup, @Nullable String clientId, String msgId) implements RequestHeader {}

    /// `clientAddr` is the id of one client; all are asked without it.
    public record AskStatus(String topic, String group, @Nullable String clientAddr) implements RequestHeader {}

    public record Subscribed(String topic, String group) implements RequestHeader {}

    public record Status(
            Map<String, Map<MessageQueue, Long>> consumerTable, Map<MessageQueue, Long> messageQueueTable) {}
}
