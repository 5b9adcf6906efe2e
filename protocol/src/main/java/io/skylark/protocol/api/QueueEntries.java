package io.skylark.protocol.api;

import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the index of a queue says of its messages, without the messages; the answer's body is [Found].
public final class QueueEntries {
    public static final Api<Request, Empty> API = Api.of(321, Request.class, Empty.class);

    private QueueEntries() {}

    /// `index` is the offset of the first one; with a group each is compared with its subscription.
    public record Request(String topic, int queueId, long index, int count, @Nullable String consumerGroup)
            implements RequestHeader {}

    /// `filterData` says what became of the group's filter. The bounds are those of the queue.
    public record Found(
            @Nullable SubscriptionData subscriptionData,
            @Nullable String filterData,
            List<Entry> queueData,
            long maxQueueIndex,
            long minQueueIndex) {}

    /// Position and size in the log, the hash of the tag, whether the group's subscription wants the message, and what is
    /// wrong with it.
    public record Entry(long physicOffset, int physicSize, long tagsCode, boolean eval, @Nullable String msg) {}
}
