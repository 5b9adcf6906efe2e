package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import org.jspecify.annotations.Nullable;

/// A producer says what becomes of a half message. Clients send it oneway and never see the answer.
public final class EndTransaction {
    public static final Api<Request, Empty> API = Api.of(37, Request.class, Empty.class);

    /// Values of `commitOrRollback`: the bits of [io.skylark.message.SysFlag#TRANSACTION_MASK].
    public static final int UNKNOWN = 0;
    public static final int COMMIT = 8;
    public static final int ROLLBACK = 12;

    private EndTransaction() {}

    /// `tranStateTableOffset` is the queue offset and `commitLogOffset` the position that the send of the half message was
    /// answered with. `fromTransactionCheck` when the broker has asked.
    public record Request(
            @Nullable String topic,
            String producerGroup,
            long tranStateTableOffset,
            long commitLogOffset,
            int commitOrRollback,
            @Nullable Boolean fromTransactionCheck,
            @Nullable String msgId,
            @Nullable String transactionId)
            implements RequestHeader {}
}
