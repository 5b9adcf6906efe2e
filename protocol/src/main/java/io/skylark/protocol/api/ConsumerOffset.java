package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;
import org.jspecify.annotations.Nullable;

/// How far a group has consumed a queue: asked for and stored.
public final class ConsumerOffset {
    public static final Api<Query, Found> QUERY = Api.of(14, Query.class, Found.class);
    public static final Api<Update, Empty> UPDATE = Api.of(15, Update.class, Empty.class);

    private ConsumerOffset() {}

    /// With `setZeroIfNotFound` false, a group that has not started is always answered "not found".
    public record Query(String consumerGroup, String topic, int queueId, @Nullable Boolean setZeroIfNotFound)
            implements RequestHeader {}

    public record Found(long offset) implements ResponseHeader {}

    public record Update(
            String consumerGroup, String topic, @Nullable Integer queueId, @Nullable Long commitOffset)
            implements RequestHeader {}
}
