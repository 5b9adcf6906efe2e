package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;
import org.jspecify.annotations.Nullable;

/// Finds messages of a topic by key or tag in a range of store times; the body of the answer is stored messages back to back.
public final class QueryMessage {
    /// A field beside the header: "true" when `key` is a client's message id, and `maxNum` does not count.
    public static final String UNIQUE_KEY_FIELD = "_UNIQUE_KEY_QUERY";

    /// What `indexType` is when `key` is a tag; keys are meant otherwise.
    public static final String BY_TAG = "T";

    public static final Api<Request, Response> API = Api.of(12, Request.class, Response.class);

    private QueryMessage() {}

    /// Times in ms, both ends included.
    public record Request(
            String topic, String key, int maxNum, long beginTimestamp, long endTimestamp, @Nullable String indexType)
            implements RequestHeader {}

    public record Response(long indexLastUpdateTimestamp, long indexLastUpdatePhyoffset) implements ResponseHeader {}
}
