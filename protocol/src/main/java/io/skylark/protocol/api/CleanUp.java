package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;

/// Asks a broker to let go of what nobody needs any more.
public final class CleanUp {
    /// Queue indexes of messages that are gone.
    public static final Api<Empty, Empty> EXPIRED_QUEUES = Api.of(306, Empty.class, Empty.class);

    /// What is left of topics that were deleted.
    public static final Api<Empty, Empty> UNUSED_TOPICS = Api.of(316, Empty.class, Empty.class);

    private CleanUp() {}
}
