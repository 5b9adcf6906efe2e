package io.skylark.protocol.api;

import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Moves groups to other offsets.
public final class OffsetReset {
    /// Moves a group in a topic to a time or an offset; the body of the answer is [Offsets].
    public static final Api<Request, Empty> RESET = Api.of(222, Request.class, Empty.class);

    /// Gives one group the offsets of another.
    public static final Api<Clone, Empty> CLONE = Api.of(314, Clone.class, Empty.class);

    /// Tells a consumer, oneway, to go on elsewhere; the body is [Offsets], for consumers in C++ [OffsetList].
    public static final Api<Move, Empty> MOVE = Api.of(220, Move.class, Empty.class);

    private OffsetReset() {}

    /// `timestamp` in ms, below 0 for the end. `offset` counts with a `queueId` only; without a queue id (or with one
    /// below 0) all queues are moved.
    public record Request(
            String group,
            String topic,
            @Nullable Integer queueId,
            @Nullable Long offset,
            long timestamp,
            @Nullable Boolean isForce)
            implements RequestHeader {}

    /// Without a topic, all topics in which the source group has offsets. With `offline` the source group need not be
    /// subscribed to them.
    public record Clone(String srcGroup, String destGroup, @Nullable String topic, @Nullable Boolean offline)
            implements RequestHeader {}

    /// `timestamp` and `isForce` as in the [Request] that caused it.
    public record Move(String topic, String group, long timestamp, boolean isForce) implements RequestHeader {}

    public record Offsets(Map<MessageQueue, Long> offsetTable) {}

    public record OffsetList(List<QueueOffset> offsetTable) {}

    public record QueueOffset(String brokerName, String topic, int queueId, long offset) {}
}
