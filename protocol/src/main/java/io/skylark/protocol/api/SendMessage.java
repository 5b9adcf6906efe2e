package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;
import io.skylark.protocol.wire.Wire;
import org.jspecify.annotations.Nullable;

/// Stores one message, or with `batch` several. The three codes differ in spelling only: fields go by one letter with
/// [#V2] and [#BATCH], by name with [#V1]; both spellings are read with any code.
///
/// The body is the message's body, or a [io.skylark.message.BatchBody]. The answer carries `MSG_REGION` and `TRACE_ON`
/// besides the response header.
public final class SendMessage {
    public static final int V1 = 10;
    public static final int V2 = 310;
    public static final int BATCH = 320;

    public static final Api<Request, Response> API = Api.of(V2, Request.class, Response.class);

    /// As clients send a batch.
    public static final Api<Request, Response> BATCH_API = Api.of(BATCH, Request.class, Response.class);

    private SendMessage() {}

    /// `queueId` below 0 asks for any queue. `bornTimestamp` in ms. `properties` in the form of message properties.
    /// A `maxReconsumeTimes` counts only from clients of 3.4.9 and later.
    public record Request(
            @Wire(value = "a", alias = "producerGroup") @Nullable String producerGroup,
            @Wire(value = "b", alias = "topic") String topic,
            @Wire(value = "c", alias = "defaultTopic") @Nullable String defaultTopic,
            @Wire(value = "d", alias = "defaultTopicQueueNums") int defaultTopicQueueNums,
            @Wire(value = "e", alias = "queueId") int queueId,
            @Wire(value = "f", alias = "sysFlag") int sysFlag,
            @Wire(value = "g", alias = "bornTimestamp") long bornTimestamp,
            @Wire(value = "h", alias = "flag") int flag,
            @Wire(value = "i", alias = "properties") @Nullable String properties,
            @Wire(value = "j", alias = "reconsumeTimes") @Nullable Integer reconsumeTimes,
            @Wire(value = "k", alias = "unitMode") @Nullable Boolean unitMode,
            @Wire(value = "l", alias = "maxReconsumeTimes") @Nullable Integer maxReconsumeTimes,
            @Wire(value = "m", alias = "batch") @Nullable Boolean batch,
            @Wire(value = "n", alias = "bname") @Nullable String brokerName)
            implements RequestHeader {}

    /// `msgId` is the offset message id (of a batch: all, joined by commas), `queueOffset` the first. With `recallHandle` a
    /// delayed message can be taken back, see [RecallMessage].
    public record Response(
            String msgId,
            int queueId,
            long queueOffset,
            @Nullable String transactionId,
            @Nullable String batchUniqId,
            @Nullable String recallHandle)
            implements ResponseHeader {}
}
