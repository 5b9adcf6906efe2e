package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;

/// What a broker says of itself.
public final class BrokerState {
    /// Figures by name; the answer's body is a [io.skylark.protocol.body.KeyValueTable].
    public static final Api<Empty, Empty> RUNTIME = Api.of(28, Empty.class, Empty.class);

    private BrokerState() {}
}
