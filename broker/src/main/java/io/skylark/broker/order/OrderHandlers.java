package io.skylark.broker.order;

import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.QueueLocks;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.concurrent.CompletionException;

/// Consumers lock queues before they consume them in order. Answered when what they are told is durable.
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
        QueueLocks.Request request = request(exchange);
        locks.lock(request.consumerGroup(), request.clientId(), request.mqSet()).whenComplete((held, refusal) -> {
            if (refusal == null) {
                exchange.reply(QueueLocks.LOCK.success(Empty.EMPTY)
                        .withBody(Json.encode(new QueueLocks.Locked(held))));
            } else {
                fail(exchange, refusal);
            }
        });
    }

    private void unlock(Exchange exchange) {
        QueueLocks.Request request = request(exchange);
        locks.unlock(request.consumerGroup(), request.clientId(), request.mqSet()).whenComplete((done, refusal) -> {
            if (refusal == null) {
                exchange.reply(QueueLocks.UNLOCK.success(Empty.EMPTY));
            } else {
                fail(exchange, refusal);
            }
        });
    }

    private static QueueLocks.Request request(Exchange exchange) {
        QueueLocks.Request request = Json.decode(exchange.request().body(), QueueLocks.Request.class);
        check("consumerGroup", request.consumerGroup());
        check("clientId", request.clientId());
        if (request.clientId().isEmpty()) {
            throw new RequestFailure(ResponseCode.INVALID_PARAMETER, "clientId is empty");
        }
        for (MessageQueue queue : request.mqSet()) {
            check("topic", queue.topic());
            check("brokerName", queue.brokerName());
        }
        return request;
    }

    private static void check(String what, String name) {
        if (LockChange.isTooLong(name)) {
            throw new RequestFailure(
                    ResponseCode.INVALID_PARAMETER, what + " is longer than " + LockChange.MAX_NAME_BYTES + " bytes");
        }
    }

    private static void fail(Exchange exchange, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause instanceof RequestFailure refused) {
            exchange.fail(refused.code(), refused.remark());
        } else {
            exchange.fail(ResponseCode.SYSTEM_ERROR, String.valueOf(cause));
        }
    }
}
