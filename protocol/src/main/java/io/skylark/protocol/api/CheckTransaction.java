package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.wire.Wire;
import org.jspecify.annotations.Nullable;

/// The broker asks a producer what became of a transaction, oneway; the answer is an [EndTransaction]. The body is the half
/// message in the stored layout.
public final class CheckTransaction {
    public static final Api<Request, Empty> API = Api.of(39, Request.class, Empty.class);

    private CheckTransaction() {}

    /// `msgId` and `transactionId` are the client's id of the message, `offsetMsgId` the broker's. Brokers of RocketMQ 4 name
    /// neither topic nor broker.
    public record Request(
            @Nullable String topic,
            long tranStateTableOffset,
            long commitLogOffset,
            @Nullable String msgId,
            @Nullable String transactionId,
            @Nullable String offsetMsgId,
            @Wire("bname") @Nullable String brokerName)
            implements RequestHeader {}
}
