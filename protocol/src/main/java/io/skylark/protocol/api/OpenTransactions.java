package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which transactions of a broker wait for their decision, the oldest first; the answer's body is [Page]. A conversation of
/// ours, see [OwnCodes].
public final class OpenTransactions {
    public static final Api<Request, Empty> API = Api.of(OwnCodes.OPEN_TRANSACTIONS, Request.class, Empty.class);

    private OpenTransactions() {}

    /// `positionFrom` is where to begin in the log. With `topic` only its transactions.
    public record Request(@Nullable String topic, long positionFrom, int maxNum) implements RequestHeader {}

    /// `next` is where to go on; it is missing at the end. There may be more although none of a page was asked for.
    public record Page(List<Open> transactions, @Nullable Place next) {}

    public record Place(long begun, long position) {}

    /// `id` is the broker's, which [ResumeCheck] takes; `messageId` the unique key. `size` is that of the body in bytes,
    /// times are in ms.
    public record Open(
            String id,
            String messageId,
            String topic,
            String producerGroup,
            long begun,
            int checks,
            @Nullable String keys,
            int size) {}
}
