package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;
import org.jspecify.annotations.Nullable;

/// Hands messages to a consumer for a while; held up to `pollTime` when there are none. The body of the answer is stored
/// messages back to back. The codes do not fit into the binary header.
public final class PopMessage {
    public static final Api<Request, Response> API = Api.of(200050, Request.class, Response.class);

    /// As a pop, but nobody holds what it returns.
    public static final Api<Peek, Response> PEEK = Api.of(200052, Peek.class, Response.class);

    /// Says whether there is something to pop; held as a pop is.
    public static final Api<Notification, Notified> NOTIFICATION =
            Api.of(200054, Notification.class, Notified.class);

    /// How many pops wait.
    public static final Api<Polling, PollingCount> POLLING = Api.of(200055, Polling.class, PollingCount.class);

    /// `queueId` of all queues of a topic.
    public static final int ANY_QUEUE = -1;

    /// A group without an offset starts at the oldest message.
    public static final int INIT_MIN = 0;

    /// A group without an offset starts at the newest message.
    public static final int INIT_MAX = 1;

    /// `reviveQid` of ordered pops.
    public static final int ORDERED = 999;

    private PopMessage() {}

    /// Times are ms; `exp` is a tag or SQL92 expression, `expType` says which.
    public record Request(
            String consumerGroup,
            String topic,
            int queueId,
            int maxMsgNums,
            long invisibleTime,
            long pollTime,
            long bornTime,
            int initMode,
            @Nullable String expType,
            @Nullable String exp,
            @Nullable Boolean order,
            @Nullable String attemptId)
            implements RequestHeader {}

    /// `startOffsetInfo` is `flag queueId startOffset`, `msgOffsetInfo` is `flag queueId offset,offset`, `orderCountInfo` is
    /// `flag qo<queueId>%<offset> count` and, the least of a queue, `flag queueId count`, each repeated with `;` between. The flag is 0, 1 for a retry topic.
    public record Response(
            long popTime,
            long invisibleTime,
            int reviveQid,
            long restNum,
            @Nullable String startOffsetInfo,
            @Nullable String msgOffsetInfo,
            @Nullable String orderCountInfo)
            implements ResponseHeader {}

    public record Peek(String topic, int queueId, int maxMsgNums, String consumerGroup) implements RequestHeader {}

    public record Notification(
            String consumerGroup,
            String topic,
            int queueId,
            long pollTime,
            long bornTime,
            @Nullable Boolean order,
            @Nullable String attemptId,
            @Nullable String expType,
            @Nullable String exp)
            implements RequestHeader {}

    public record Notified(boolean hasMsg, boolean pollingFull) implements ResponseHeader {}

    public record Polling(String consumerGroup, String topic, int queueId) implements RequestHeader {}

    public record PollingCount(int pollingNum) implements ResponseHeader {}
}
