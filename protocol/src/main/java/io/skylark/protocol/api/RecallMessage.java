package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;
import org.jspecify.annotations.Nullable;

/// Takes back a message that is not to be seen yet.
public final class RecallMessage {
    public static final Api<Request, Response> API = Api.of(370, Request.class, Response.class);

    private RecallMessage() {}

    /// `recallHandle` comes from the answer to the send, see [SendMessage.Response].
    public record Request(@Nullable String producerGroup, String topic, String recallHandle) implements RequestHeader {}

    /// `msgId` is the unique key of the message.
    public record Response(String msgId) implements ResponseHeader {}
}
