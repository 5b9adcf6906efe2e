package io.skylark.protocol.api;

import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import java.util.Map;
import java.util.Set;
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

    /// What a consumer says of itself. `properties` are its settings under the names tools look for.
    public record Running(
            @Nullable String jstack,
            Map<MessageQueue, QueueState> mqTable,
            Map<MessageQueue, QueueState> mqPopTable,
            Map<String, String> properties,
            Map<String, TopicState> statusTable,
            Set<SubscriptionData> subscriptionSet,
            Map<String, String> userConsumerInfo) {}

    /// One queue of a consumer: what it holds of it, how far it is, and when things happened last, in ms. The names are
    /// the wire's.
    public record QueueState(
            long commitOffset,
            long cachedMsgMinOffset,
            long cachedMsgMaxOffset,
            int cachedMsgCount,
            int cachedMsgSizeInMiB,
            long transactionMsgMinOffset,
            long transactionMsgMaxOffset,
            int transactionMsgCount,
            boolean locked,
            long tryUnlockTimes,
            long lastLockTimestamp,
            boolean droped,
            long lastPullTimestamp,
            long lastConsumeTimestamp) {}

    /// How a consumer gets on with a topic: times in ms, rates a second, failures of the last hour.
    public record TopicState(
            double pullRT,
            double pullTPS,
            double consumeRT,
            double consumeOKTPS,
            double consumeFailedTPS,
            long consumeFailedMsgs) {}

    /// What became of a message that a consumer was told to consume.
    public record Consumed(
            boolean order, boolean autoCommit, Result consumeResult, @Nullable String remark, long spentTimeMills) {}

    /// The names are the wire's.
    public enum Result { CR_SUCCESS, CR_LATER, CR_ROLLBACK, CR_COMMIT, CR_THROW_EXCEPTION, CR_RETURN_NULL }
}
