package io.skylark.broker.pop;

import io.skylark.broker.table.TopicTable;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.PopMessage;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers pops and notifications: at once, when the group has begun, when the disk has answered, or when something
/// arrives. Runs on event loops, and on cold readers.
final class PopAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(PopAnswers.class);

    /// RocketMQ's words for an answer with messages, and for one without.
    static final String FOUND = "FOUND";
    static final String NOTHING = "NO_MESSAGE_IN_QUEUE";

    private final PopService service;
    private final HeldPops held;
    private final TopicTable topics;
    private final Executor coldReads;
    private final Supplier<Router> router;

    PopAnswers(
            PopService service, HeldPops held, TopicTable topics, Executor coldReads, Supplier<Router> router) {
        this.service = service;
        this.held = held;
        this.topics = topics;
        this.coldReads = coldReads;
        this.router = router;
    }

    /// @param hold zero when it is not to be held
    void pop(Exchange exchange, PopAsk ask, Duration hold) {
        pop(exchange, ask, hold, !exchange.connection().isOnEventLoop(), true);
    }

    private void pop(Exchange exchange, PopAsk ask, Duration hold, boolean mayWait, boolean mayBegin) {
        switch (service.pop(ask, mayWait)) {
            case PopOutcome.Beginning(var begun) when mayBegin ->
                begun.whenComplete((done, failure) -> exchange.connection().execute(() -> {
                    if (failure == null) {
                        run(exchange, () -> pop(exchange, ask, hold, false, false));
                    } else {
                        fail(exchange, failure);
                    }
                }));
            case PopOutcome.OnDisk() -> onDisk(exchange, ask, hold);
            // what waits behind messages that are held in order is not to be had
            case PopOutcome.Nothing(long rest) -> hold(exchange, ask, hold, ask.order() ? 0 : rest);
            case PopOutcome.Beginning(var begun) -> hold(exchange, ask, hold, 0);
            case PopOutcome.Popped popped -> answer(exchange, ask, popped);
            case PopOutcome.TooManyHeld full -> refuse(exchange, full);
        }
    }

    private void onDisk(Exchange exchange, PopAsk ask, Duration hold) {
        router.get().continueOn(coldReads, later -> pop(later, ask, hold, true, false), exchange);
    }

    private static void run(Exchange exchange, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            fail(exchange, failure);
        }
    }

    static void fail(Exchange exchange, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause instanceof RequestFailure refused) {
            exchange.fail(refused.code(), refused.remark());
        } else {
            LOG.error("request {} from {} failed", exchange.request().code(), exchange.connection(), cause);
            exchange.fail(ResponseCode.SYSTEM_ERROR, String.valueOf(cause.getMessage()));
        }
    }

    private static void refuse(Exchange exchange, PopOutcome.TooManyHeld full) {
        exchange.fail(
                ResponseCode.SYSTEM_BUSY,
                "[OVERLOAD]system busy, consumers hold " + full.limit()
                        + " messages that they did not acknowledge, as many as popInflightMax allows");
    }

    private void answer(Exchange exchange, PopAsk ask, PopOutcome.Popped popped) {
        PoppedMessages messages = popped.messages();
        service.measure(ask, messages);
        boolean ordered = messages.reviveQueueId() == PopMessage.ORDERED;
        PopMessage.Response header = new PopMessage.Response(
                messages.popTime(), messages.invisibleMillis(), messages.reviveQueueId(), popped.rest(),
                messages.startOffsets(), messages.offsets(), ordered ? messages.orderCounts() : null);
        exchange.reply(PopMessage.API.success(header).withRemark(FOUND), messages.sizeBytes(), messages::writeTo);
    }

    private void empty(Exchange exchange, PopAsk ask, int code, long rest) {
        service.consumption(ask.topic(), ask.group()).missed();
        PopMessage.Response header = new PopMessage.Response(
                service.table().times().popTime(), ask.invisibleMillis(), ask.order() ? PopMessage.ORDERED : 0, rest,
                "", "", ask.order() ? "" : null);
        exchange.reply(PopMessage.API.response(code, header).withRemark(NOTHING));
    }

    private void hold(Exchange exchange, PopAsk ask, Duration hold, long rest) {
        if (hold.isZero()) {
            empty(exchange, ask, ResponseCode.POLLING_TIMEOUT, rest);
            return;
        }
        exchange.releaseBody();
        boolean waits = held.hold(
                ask, new ConnectionLoop(exchange), hold,
                () -> tryAgain(exchange, ask, hold),
                () -> empty(exchange, ask, ResponseCode.POLLING_TIMEOUT, 0));
        if (!waits) {
            empty(exchange, ask, ResponseCode.POLLING_FULL, rest);
        }
    }

    private boolean tryAgain(Exchange exchange, PopAsk ask, Duration hold) {
        try {
            if (topics.find(ask.topic()) == null) {
                exchange.fail(ResponseCode.TOPIC_NOT_EXIST, "topic[" + ask.topic() + "] was deleted");
                return true;
            }
            return switch (service.pop(ask, false)) {
                case PopOutcome.Nothing nothing -> false;
                case PopOutcome.Beginning begun -> false;
                case PopOutcome.OnDisk disk -> {
                    onDisk(exchange, ask, hold);
                    yield true;
                }
                case PopOutcome.Popped popped -> {
                    answer(exchange, ask, popped);
                    yield true;
                }
                case PopOutcome.TooManyHeld full -> {
                    refuse(exchange, full);
                    yield true;
                }
            };
        } catch (RuntimeException failure) {
            fail(exchange, failure);
            return true;
        }
    }

    /// Says whether there is something, or waits for it. On a thread that may wait for the disk.
    void notify(Exchange exchange, PopAsk ask, Duration hold) {
        if (service.hasMessages(ask)) {
            notified(exchange, true, false);
        } else if (hold.isZero()) {
            notified(exchange, false, false);
        } else {
            boolean waits = held.hold(
                    ask, new ConnectionLoop(exchange), hold,
                    () -> notifyAgain(exchange, ask),
                    () -> notified(exchange, false, false));
            if (!waits) {
                notified(exchange, false, true);
            }
        }
    }

    private boolean notifyAgain(Exchange exchange, PopAsk ask) {
        try {
            boolean found = topics.find(ask.topic()) == null || service.hasMessages(ask);
            if (found) {
                notified(exchange, true, false);
            }
            return found;
        } catch (RuntimeException failure) {
            fail(exchange, failure);
            return true;
        }
    }

    private static void notified(Exchange exchange, boolean hasMessages, boolean full) {
        exchange.reply(PopMessage.NOTIFICATION.success(new PopMessage.Notified(hasMessages, full)));
    }
}
