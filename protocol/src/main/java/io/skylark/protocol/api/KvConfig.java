package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;
import org.jspecify.annotations.Nullable;

/// Text by namespace and key, kept at a name server.
public final class KvConfig {
    public static final Api<Put, Empty> PUT = Api.of(100, Put.class, Empty.class);
    public static final Api<Key, Value> GET = Api.of(101, Key.class, Value.class);
    public static final Api<Key, Empty> DELETE = Api.of(102, Key.class, Empty.class);

    /// The answer's body is a [io.skylark.protocol.body.KeyValueTable].
    public static final Api<Namespace, Empty> LIST = Api.of(219, Namespace.class, Empty.class);

    /// The namespace that says for ordered topics which broker has how many queues: `broker-a:4;broker-b:4` by topic.
    public static final String ORDER_TOPIC_CONFIG = "ORDER_TOPIC_CONFIG";

    private KvConfig() {}

    public record Put(@Nullable String namespace, @Nullable String key, @Nullable String value)
            implements RequestHeader {}

    public record Key(@Nullable String namespace, @Nullable String key) implements RequestHeader {}

    public record Namespace(@Nullable String namespace) implements RequestHeader {}

    public record Value(@Nullable String value) implements ResponseHeader {}
}
