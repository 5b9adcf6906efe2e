package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;

/// Asks a broker to remove what nothing needs any more; see also [DeleteExpiredLog].
public final class Upkeep {
    /// Indexes of messages that have expired.
    public static final Api<Empty, Empty> CLEAN_QUEUES = Api.of(306, Empty.class, Empty.class);

    /// Queues of topics that do not exist.
    public static final Api<Empty, Empty> CLEAN_TOPICS = Api.of(316, Empty.class, Empty.class);

    private Upkeep() {}
}
