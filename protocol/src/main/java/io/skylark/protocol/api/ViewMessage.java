package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;

/// Reads the message at a position of the log; the body of the answer is that stored message.
public final class ViewMessage {
    public static final Api<Request, Empty> API = Api.of(33, Request.class, Empty.class);

    private ViewMessage() {}

    /// `offset` is a position in the log, called so on the wire.
    public record Request(long offset) implements RequestHeader {}
}
