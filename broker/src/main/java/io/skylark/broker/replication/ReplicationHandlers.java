package io.skylark.broker.replication;

import io.skylark.net.Exchange;
import io.skylark.net.Router;
import io.skylark.protocol.api.Replication;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.List;
import java.util.function.LongSupplier;

/// Answers for a master without slaves.
public final class ReplicationHandlers {
    private final LongSupplier endPosition;

    /// @param endPosition where the log ends
    public ReplicationHandlers(LongSupplier endPosition) {
        this.endPosition = endPosition;
    }

    public void routes(Router.Builder routes) {
        routes.direct(Replication.STATE.code(), this::state);
        routes.direct(Replication.RESET_FLUSH.code(), this::resetFlush);
    }

    private void state(Exchange exchange) {
        Replication.State state = new Replication.State(
                true, endPosition.getAsLong(), 0, List.of(), Replication.Follower.NONE);
        exchange.reply(Replication.STATE.success(Empty.EMPTY).withBody(Json.encode(state)));
    }

    /// It is for slaves: a master knows itself how far it has flushed.
    private void resetFlush(Exchange exchange) {
        Replication.RESET_FLUSH.decodeRequest(exchange.request());
        exchange.reply(Replication.RESET_FLUSH.success(Empty.EMPTY));
    }
}
