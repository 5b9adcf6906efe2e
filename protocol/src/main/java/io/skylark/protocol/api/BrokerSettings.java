package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;

/// The configuration of a broker as properties text in the body of the request or of the answer.
public final class BrokerSettings {
    public static final Api<Empty, Empty> UPDATE = Api.of(25, Empty.class, Empty.class);
    public static final Api<Empty, Empty> READ = Api.of(26, Empty.class, Empty.class);

    private BrokerSettings() {}
}
