package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;
import io.skylark.protocol.wire.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ends, or changes the time of, holding popped messages. `extraInfo` is the handle that came with the message.
public final class AckMessage {
    public static final Api<Ack, Empty> API = Api.of(200051, Ack.class, Empty.class);

    /// The body of the request is [Batch].
    public static final Api<Empty, Empty> BATCH = Api.of(200151, Empty.class, Empty.class);

    public static final Api<ChangeInvisibleTime, Changed> CHANGE =
            Api.of(200053, ChangeInvisibleTime.class, Changed.class);

    private AckMessage() {}

    public record Ack(
            String consumerGroup, String topic, int queueId, String extraInfo, long offset, @Nullable String liteTopic)
            implements RequestHeader {}

    /// `invisibleTime` in ms from now.
    public record ChangeInvisibleTime(
            String consumerGroup,
            String topic,
            int queueId,
            String extraInfo,
            long offset,
            long invisibleTime,
            @Nullable String liteTopic,
            @Nullable Boolean suspend)
            implements RequestHeader {}

    /// What the new handle is made of.
    public record Changed(long popTime, long invisibleTime, int reviveQid) implements ResponseHeader {}

    public record Batch(@Nullable String brokerName, List<BatchAck> acks) {}

    /// Messages of one pop of one queue. Bit `i` of `bits`, base64 of a bit set's little-endian bytes, stands for
    /// `startOffset + i`.
    public record BatchAck(
            @Wire("c") String consumerGroup,
            @Wire("t") String topic,
            @Wire("r") @Nullable String retry,
            @Wire("so") long startOffset,
            @Wire("q") int queueId,
            @Wire("rq") int reviveQueueId,
            @Wire("pt") long popTime,
            @Wire("it") long invisibleTime,
            @Wire("b") String bits) {}
}
