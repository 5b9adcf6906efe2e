package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import org.jspecify.annotations.Nullable;

/// A consumer returns a message that it could not process, to get it again later.
public final class SendBack {
    public static final Api<Request, Empty> API = Api.of(36, Request.class, Empty.class);

    private SendBack() {}

    /// `offset` is a position in the log, called so on the wire.
    public record Request(
            long offset,
            String group,
            int delayLevel,
            @Nullable String originMsgId,
            @Nullable String originTopic,
            @Nullable Integer maxReconsumeTimes)
            implements RequestHeader {}
}
