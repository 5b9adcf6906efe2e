package io.skylark.broker.retention;

import io.skylark.net.Exchange;
import io.skylark.net.Router;
import io.skylark.protocol.api.DeleteExpiredLog;
import io.skylark.protocol.header.Empty;

/// Deletes what has expired on request.
public final class RetentionHandlers {
    private final Runnable expireSoon;

    /// @param expireSoon asks the log to delete what has expired; does not wait
    public RetentionHandlers(Runnable expireSoon) {
        this.expireSoon = expireSoon;
    }

    public void routes(Router.Builder routes) {
        routes.direct(DeleteExpiredLog.API.code(), this::deleteExpired);
    }

    /// RocketMQ answers success before anything is deleted, too.
    private void deleteExpired(Exchange exchange) {
        expireSoon.run();
        exchange.reply(DeleteExpiredLog.API.success(Empty.EMPTY));
    }
}
