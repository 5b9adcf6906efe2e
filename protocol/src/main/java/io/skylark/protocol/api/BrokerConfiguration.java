package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.ResponseHeader;

/// The configuration of a broker as properties text in the body of the request or of the answer.
public final class BrokerConfiguration {
    public static final Api<Empty, Empty> UPDATE = Api.of(25, Empty.class, Empty.class);
    public static final Api<Empty, Version> READ = Api.of(26, Empty.class, Version.class);

    /// @param version a [io.skylark.protocol.body.DataVersion] as JSON
    public record Version(String version) implements ResponseHeader {}

    private BrokerConfiguration() {}
}
