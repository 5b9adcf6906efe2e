package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;
import org.jspecify.annotations.Nullable;

/// Reads a run of messages from one queue; held up to `suspendTimeoutMillis` when there are none and
/// [#FLAG_SUSPEND] is set. The body of the answer is stored messages back to back.
public final class PullMessage {
    public static final int CODE = 11;

    /// The same conversation under the code of lite pull consumers since 5.0.
    public static final int LITE_CODE = 361;

    public static final int FLAG_COMMIT_OFFSET = 1;
    public static final int FLAG_SUSPEND = 1 << 1;
    public static final int FLAG_SUBSCRIPTION = 1 << 2;
    public static final int FLAG_CLASS_FILTER = 1 << 3;
    public static final int FLAG_LITE_PULL = 1 << 4;

    public static final Api<Request, Response> API = Api.of(CODE, Request.class, Response.class);

    private PullMessage() {}

    /// `sysFlag` is a sum of the FLAG constants: which of the other fields count.
    public record Request(
            String consumerGroup,
            String topic,
            int queueId,
            long queueOffset,
            int maxMsgNums,
            int sysFlag,
            long commitOffset,
            long suspendTimeoutMillis,
            @Nullable String subscription,
            @Nullable Long subVersion,
            @Nullable String expressionType,
            @Nullable Integer maxMsgBytes)
            implements RequestHeader {

        public boolean has(int flagBit) {
            return (sysFlag & flagBit) != 0;
        }
    }

    /// `nextBeginOffset` is where to pull from next; `forbiddenType` says which permission was missing.
    public record Response(
            long suggestWhichBrokerId,
            long nextBeginOffset,
            long minOffset,
            long maxOffset,
            @Nullable Integer topicSysFlag,
            @Nullable Integer groupSysFlag,
            @Nullable Integer forbiddenType)
            implements ResponseHeader {}
}
