package io.skylark.client.producer;

import io.skylark.client.error.RefusedException;
import io.skylark.client.session.ClientSession;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.RecallMessage;
import java.util.concurrent.CompletableFuture;

/// Taking a delayed message back.
final class Recall {
    /// The message is not waiting any more.
    private static final int TOO_LATE = 604;

    private Recall() {}

    static CompletableFuture<Boolean> run(ClientSession session, String group, SendReceipt receipt) {
        String handle = receipt.recallHandle();
        if (handle == null) {
            throw new IllegalArgumentException("message " + receipt.messageId()
                    + " cannot be recalled: it is not delayed, or its broker offers no recall");
        }
        String server = session.routes().master(receipt.queue().brokerName());
        return session.pool().callAsync(
                server,
                RecallMessage.API.request(new RecallMessage.Request(group, receipt.queue().topic(), handle)),
                session.config().requestTimeout()).thenApply(answer -> switch (answer.code()) {
                    case ResponseCode.SUCCESS -> true;
                    case TOO_LATE -> false;
                    default -> throw RefusedException.of("Recalling message " + receipt.messageId(), server, answer);
                });
    }
}
