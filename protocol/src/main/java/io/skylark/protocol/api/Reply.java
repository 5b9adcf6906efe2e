package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import org.jspecify.annotations.Nullable;

/// Request-reply: a consumer sends its reply as a message, spelled as any [SendMessage], and the broker pushes it to the
/// producer that waits for it.
public final class Reply {
    /// Fields go by name.
    public static final int V1 = 324;

    /// Fields go by one letter.
    public static final int V2 = 325;

    /// A reply, as clients send it.
    public static final Api<SendMessage.Request, SendMessage.Response> SEND =
            Api.of(V2, SendMessage.Request.class, SendMessage.Response.class);

    /// The broker asks the waiting producer to take the reply; the body is that of the reply.
    public static final Api<Push, Empty> PUSH = Api.of(326, Push.class, Empty.class);

    private Reply() {}

    /// `properties` in the form of message properties; hosts as `ip:port`; times in ms.
    public record Push(
            String producerGroup,
            String topic,
            @Nullable String defaultTopic,
            int defaultTopicQueueNums,
            int queueId,
            int sysFlag,
            long bornTimestamp,
            int flag,
            @Nullable String properties,
            @Nullable Integer reconsumeTimes,
            @Nullable Boolean unitMode,
            String bornHost,
            String storeHost,
            long storeTimestamp)
            implements RequestHeader {}
}
