package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;

/// Asks a broker to delete the expired part of its log whatever the hour. It is answered at once, the deleting comes after.
public final class DeleteExpiredLog {
    public static final Api<Empty, Empty> API = Api.of(329, Empty.class, Empty.class);

    private DeleteExpiredLog() {}
}
