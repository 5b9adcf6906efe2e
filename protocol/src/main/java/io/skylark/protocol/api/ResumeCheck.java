package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import org.jspecify.annotations.Nullable;

/// An operator lets the producers of a transaction be asked about it from the beginning, also when it was given up.
public final class ResumeCheck {
    public static final Api<Request, Empty> API = Api.of(323, Request.class, Empty.class);

    private ResumeCheck() {}

    /// `msgId` is the broker's id: of the half message, or of the one that was moved away when it was given up.
    public record Request(@Nullable String topic, String msgId) implements RequestHeader {}
}
