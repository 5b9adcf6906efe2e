package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which messages of a broker wait for their time, in the order in which they are due; the answer's body is [Page]. A
/// conversation of ours, see [OwnCodes].
public final class DelayedMessages {
    public static final Api<Request, Empty> API = Api.of(OwnCodes.DELAYED_MESSAGES, Request.class, Empty.class);

    private DelayedMessages() {}

    /// Where to begin: with what is due at `dueFrom` in ms, there with the position `positionFrom` in the log. With `topic`
    /// and `messageId` (the unique key) only those.
    public record Request(@Nullable String topic, @Nullable String messageId, long dueFrom, long positionFrom, int maxNum)
            implements RequestHeader {}

    /// `next` is where to go on; it is missing at the end. There may be more although none of a page was asked for.
    public record Page(List<Waiting> messages, @Nullable Place next) {}

    public record Place(long due, long position) {}

    /// With `recallHandle` it can be taken back, see [RecallMessage]; missing when this cannot be. `size` is that of the
    /// body in bytes, times are in ms.
    public record Waiting(
            String messageId,
            String topic,
            int queueId,
            long due,
            long storeTime,
            @Nullable String keys,
            @Nullable String tags,
            int size,
            @Nullable String recallHandle) {}
}
