package io.skylark.broker.order;

import io.skylark.net.Exchange;
import io.skylark.net.Router;
import io.skylark.protocol.api.QueueLocks;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;

/// Consumers lock queues before they consume them in order.
public final class OrderHandlers {
    private final QueueLockTable locks;

    public OrderHandlers(QueueLockTable locks) {
        this.locks = locks;
    }

    public void routes(Router.Builder routes) {
        routes.direct(QueueLocks.LOCK.code(), this::lock);
        routes.direct(QueueLocks.UNLOCK.code(), this::unlock);
    }

    private void lock(Exchange exchange) {
        QueueLocks.Request request = Json.decode(exchange.request().body(), QueueLocks.Request.class);
        QueueLocks.Locked locked =
                new QueueLocks.Locked(locks.lock(request.consumerGroup(), request.clientId(), request.mqSet()));
        exchange.reply(QueueLocks.LOCK.success(Empty.EMPTY).withBody(Json.encode(locked)));
    }

    private void unlock(Exchange exchange) {
        QueueLocks.Request request = Json.decode(exchange.request().body(), QueueLocks.Request.class);
        locks.unlock(request.consumerGroup(), request.clientId(), request.mqSet());
        exchange.reply(QueueLocks.UNLOCK.success(Empty.EMPTY));
    }
}
