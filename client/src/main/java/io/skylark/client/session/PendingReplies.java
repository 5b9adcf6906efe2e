package io.skylark.client.session;

import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.error.NoReplyException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.message.Host;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Reply;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests of this client that wait for a consumer's reply, by correlation id; brokers push replies to the client
/// that asked. Shared by all threads.
public final class PendingReplies {
    private static final Logger LOG = LoggerFactory.getLogger(PendingReplies.class);

    /// Requests that may wait at a time.
    private static final int MAX_WAITING = 65_535;

    private static final Host NOWHERE = Host.of(new byte[4], 0);

    private final Map<String, CompletableFuture<ReceivedMessage>> waiting = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer;
    private final Executor givingUp;
    private volatile boolean closed;

    /// @param givingUp runs what depends on a reply that does not come in time
    PendingReplies(ConnectionPool pool, ScheduledExecutorService timer, Executor givingUp) {
        this.timer = timer;
        this.givingUp = givingUp;
        pool.handle(Reply.PUSH.code(), this::pushed);
    }

    /// The reply to be; fails with a [NoReplyException] when its time is over. Completed on a thread that reads from
    /// the network.
    public CompletableFuture<ReceivedMessage> await(String correlationId, String topic, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout of a request must be positive, not " + timeout);
        }
        CompletableFuture<ReceivedMessage> reply = new CompletableFuture<>();
        if (waiting.size() >= MAX_WAITING) {
            reply.completeExceptionally(new CallAbandonedException(
                    MAX_WAITING + " requests wait for replies: the limit is reached", true, null));
            return reply;
        }
        waiting.put(correlationId, reply);
        if (closed) {
            waiting.remove(correlationId);
            reply.completeExceptionally(isClosed());
            return reply;
        }
        try {
            ScheduledFuture<?> end = timer.schedule(
                    () -> giveUp(reply, topic, timeout), timeout.toNanos(), TimeUnit.NANOSECONDS);
            var unused = reply.whenComplete((message, failure) -> {
                waiting.remove(correlationId);
                end.cancel(false);
            });
        } catch (RejectedExecutionException closing) {
            waiting.remove(correlationId);
            reply.completeExceptionally(isClosed());
        }
        return reply;
    }

    /// What depends on the reply runs elsewhere: the timer must not be held up by it.
    private void giveUp(CompletableFuture<ReceivedMessage> reply, String topic, Duration timeout) {
        givingUp.execute(() -> reply.completeExceptionally(new NoReplyException(topic, timeout)));
    }

    private static CallAbandonedException isClosed() {
        return new CallAbandonedException("The client was closed before the reply came", false, null);
    }

    private Command pushed(String server, Command request) {
        Reply.Push header = Reply.PUSH.decodeRequest(request);
        Map<String, String> properties =
                Properties.decode(header.properties() == null ? "" : header.properties());
        CompletableFuture<ReceivedMessage> reply =
                waiting.get(properties.getOrDefault(PropertyNames.CORRELATION_ID, ""));
        if (reply == null) {
            LOG.debug("A reply by way of {} came after its request was given up", server);
            return Command.response(ResponseCode.SUCCESS, null);
        }
        StoredMessage message = new StoredMessage(
                header.topic(), header.queueId(), 0, 0, header.flag(), header.sysFlag(), header.bornTimestamp(),
                NOWHERE, header.storeTimestamp(), NOWHERE, 0, 0, 0, 0, request.bodyBytes(), properties);
        try {
            reply.complete(ReceivedMessage.of(
                    message, new MessageQueue(header.topic(), "", header.queueId()), 0, Map.of()));
        } catch (RuntimeException unreadable) {
            reply.completeExceptionally(unreadable);
        }
        return Command.response(ResponseCode.SUCCESS, null);
    }

    void close() {
        closed = true;
        waiting.values().forEach(reply -> reply.completeExceptionally(isClosed()));
    }
}
