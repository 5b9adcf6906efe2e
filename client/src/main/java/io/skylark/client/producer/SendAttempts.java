package io.skylark.client.producer;

import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.UnreachableException;
import io.skylark.client.message.OutgoingMessage;
import io.skylark.client.route.BrokerHealth;
import io.skylark.client.route.Publishing;
import io.skylark.client.route.Routes;
import io.skylark.client.session.ClientSession;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.wire.ProtocolException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of one message, or one batch, to a broker: attempts one after the other until one is stored, the retries or the time are
/// used up, or the failure is final. Each step runs on the thread that brought the outcome of the one before.
final class SendAttempts {
    private static final Logger LOG = LoggerFactory.getLogger(SendAttempts.class);

    private static final int NO_BUYER_ID = 204;
    private static final int NOT_IN_CURRENT_UNIT = 205;

    /// Refusals that another broker, or the same one a moment later, may not repeat.
    private static final Set<Integer> RETRY_CODES = Set.of(
            ResponseCode.SYSTEM_ERROR, ResponseCode.SYSTEM_BUSY, ResponseCode.SERVICE_NOT_AVAILABLE,
            ResponseCode.NO_PERMISSION, ResponseCode.TOPIC_NOT_EXIST, NO_BUYER_ID,
            NOT_IN_CURRENT_UNIT, ResponseCode.GO_AWAY);

    private final ClientSession session;
    private final ProducerConfig config;
    private final OpenSends open;
    private final Publishing publishing;
    private final @Nullable MessageQueue only;
    private final OutgoingMessage message;
    private final LongSupplier nanoClock;
    private final BrokerHealth health;
    private final long deadlineNanos;
    private final CompletableFuture<StoredMessages> result = new CompletableFuture<>();

    /// Only one thread completes the result, and comes back from there when all that depends on it has run.
    private final AtomicBoolean ended = new AtomicBoolean();
    private int attempts;

    /// @param open to which these attempts belong until they have ended
    /// @param only the queue to which the message has to go, null when any will do
    /// @param deadlineNanos for all attempts, of the session's clock
    SendAttempts(
            ClientSession session,
            ProducerConfig config,
            OpenSends open,
            Publishing publishing,
            @Nullable MessageQueue only,
            OutgoingMessage message,
            long deadlineNanos) {
        this.session = session;
        this.config = config;
        this.open = open;
        this.publishing = publishing;
        this.only = only;
        this.message = message;
        this.nanoClock = session.nanoClock();
        this.health = session.brokerHealth();
        this.deadlineNanos = deadlineNanos;
    }

    /// Throws nothing. The outcome is a failure with a [SkylarkException] as a rule.
    ///
    /// @param outcome is told of it
    void start(BiConsumer<? super @Nullable StoredMessages, ? super @Nullable Throwable> outcome) {
        var unused = result.whenComplete(outcome);
        begin();
    }

    /// As [#start(BiConsumer)].
    CompletableFuture<StoredMessages> start() {
        begin();
        return result;
    }

    private void begin() {
        open.add(this);
        try {
            if (deadlineNanos - nanoClock.getAsLong() <= 0) {
                fail(new CallAbandonedException("Not sent within " + config.sendTimeout().toMillis()
                        + " ms: what had to go before it was not acknowledged", true, null));
            } else if (!ended.get()) {
                attempt(choose(""));
            }
        } catch (RuntimeException | Error fault) {
            fail(fault);
        }
    }

    private void succeed(StoredMessages stored) {
        if (ended.compareAndSet(false, true)) {
            result.complete(stored);
            open.remove(this);
        }
    }

    /// Does nothing when there is an outcome already.
    void fail(Throwable cause) {
        if (ended.compareAndSet(false, true)) {
            result.completeExceptionally(cause instanceof SkylarkException known
                    ? SkylarkException.ofSend(known, message.messageIds())
                    : cause);
            open.remove(this);
        }
    }

    private MessageQueue choose(String failedBroker) {
        if (only != null) {
            return only;
        }
        MessageQueue queue = publishing.next(broker -> broker.equals(failedBroker) || health.isAvoided(broker));
        return queue.brokerName().equals(failedBroker)
                ? publishing.next(broker -> broker.equals(failedBroker))
                : queue;
    }

    private void attempt(MessageQueue queue) {
        attempts++;
        long begin = nanoClock.getAsLong();
        CompletableFuture<Command> answer;
        String server;
        try {
            server = session.routes().master(queue.brokerName());
            SendMessage.Request header = header(config.group(), message, queue, session.clock().millis());
            Command request = (message.batch() ? SendMessage.BATCH_API : SendMessage.API).request(header, message.body());
            answer = message.request()
                    ? session.heartbeats().introduce(server).thenCompose(known -> call(server, request))
                    : call(server, request);
        } catch (SkylarkException noBroker) {
            failed(queue, noBroker);
            return;
        }
        var unused = answer.whenComplete((command, failure) -> {
            try {
                answered(server, queue, begin, command, failure);
            } catch (RuntimeException | Error fault) {
                fail(fault);
            }
        });
    }

    private CompletableFuture<Command> call(String server, Command request) {
        Duration left = Duration.ofNanos(deadlineNanos - nanoClock.getAsLong());
        return session.pool().callAsync(server, request, left);
    }

    static SendMessage.Request header(
            String group, OutgoingMessage message, MessageQueue queue, long bornTime) {
        return new SendMessage.Request(
                group,
                message.topic(),
                TopicNames.AUTO_CREATE,
                Routes.AUTO_CREATE_QUEUES,
                queue.queueId(),
                message.sysFlag(),
                bornTime,
                0,
                message.properties(),
                0,
                false,
                null,
                message.batch(),
                queue.brokerName());
    }

    private void answered(
            String server,
            MessageQueue queue,
            long begin,
            @Nullable Command answer,
            @Nullable Throwable failure) {
        if (answer == null) {
            Throwable cause =
                    failure == null ? new IllegalStateException("no outcome") : ConnectionPool.unwrap(failure);
            if (cause instanceof SkylarkException known) {
                failed(queue, known);
            } else {
                fail(cause);
            }
            return;
        }
        Optional<SendStatus> status = SendStatus.of(answer.code());
        if (status.isEmpty()) {
            String topic = message.topic();
            failed(queue, RefusedException.ofTopic("Sending to topic " + topic, topic, server, answer));
            return;
        }
        health.answered(queue.brokerName(), Duration.ofNanos(nanoClock.getAsLong() - begin));
        try {
            SendMessage.Response stored = SendMessage.API.decodeResponse(answer);
            MessageQueue where = new MessageQueue(message.topic(), queue.brokerName(), stored.queueId());
            succeed(new StoredMessages(message, status.get(), where, stored));
        } catch (ProtocolException broken) {
            fail(new UnreachableException(
                    server + " stored the message but its answer is broken: " + broken.getMessage(), server, null,
                    broken));
        }
    }

    private void failed(MessageQueue queue, SkylarkException failure) {
        if (failure.retryable()) {
            health.failed(queue.brokerName());
        }
        boolean mayHelp = failure instanceof RefusedException refused
                ? RETRY_CODES.contains(failure.code()) && !refused.denied()
                : failure.retryable();
        if (!ended.get() && mayHelp && attempts <= config.retries() && deadlineNanos - nanoClock.getAsLong() > 0) {
            LOG.debug("Attempt {} to send {} failed, trying again", attempts, message.messageId(), failure);
            session.refreshSoon(message.topic());
            attempt(choose(queue.brokerName()));
            return;
        }
        fail(failure);
    }
}
