package io.skylark.client.producer;

import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.Message;
import io.skylark.client.message.OutgoingMessage;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.route.Publishing;
import io.skylark.client.session.ClientSession;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.body.MessageQueue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends messages: to the queues of their topics in turn, or with a sharding key to the queue of that. Shared by all
/// threads.
///
/// A message counts as sent when a broker has acknowledged it. A send that failed may have stored its message all the
/// same, and a retry may store it twice; both carry the same id.
///
/// What blocks waits on locks that virtual threads know. Asynchronous results complete on threads that read from the
/// network, or that bring the failures of what was not answered in time: what depends on them must not block.
public final class Producer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Producer.class);

    /// How long a close waits for outcomes that other threads deliver after the time is over.
    private static final Duration ENDING = Duration.ofSeconds(1);

    private final ClientSession session;
    private final ProducerConfig config;
    private final InFlight inFlight;
    private final OpenSends open = new OpenSends();
    private final Lanes lanes;
    private final RequestReply requests;
    private final AtomicBoolean closed = new AtomicBoolean();

    Producer(ClientSession session, ProducerConfig config) {
        this.session = session;
        this.config = config;
        Batching batching = config.batching();
        this.inFlight = new InFlight(config.maxInFlight(),
                batching == null ? Integer.MAX_VALUE : batching.maxBufferedBytes(), config.sendTimeout(),
                session.pool()::bringsResults);
        this.lanes = new Lanes(session, config, inFlight, open);
        this.requests = new RequestReply(session, config);
    }

    public String group() {
        return config.group();
    }

    /// Sends a message and waits until a broker has stored it.
    ///
    /// @throws SkylarkException when none did, in all attempts
    public SendReceipt send(Message message) {
        return session.pool().await(() -> Interception.around(config, message, this::dispatch));
    }

    /// Sends messages of one topic as one batch: they are stored in one queue, in this order, all or none.
    ///
    /// @return one receipt for each
    /// @throws MessageRejectedException when they are of several topics, delayed, or together too large
    /// @throws SkylarkException as [#send(Message)]
    public List<SendReceipt> send(List<Message> messages) {
        return session.pool().await(() -> sendAsync(messages));
    }

    /// Sends a message without waiting for its acknowledgement. Waits itself only for the route of a topic that is new
    /// to this client, and while too many sends are under way already. In a completion of another, on a thread that brings
    /// results, it does not wait: as many again may be under way, and one more fails at once. Fails with a
    /// [SkylarkException].
    public CompletableFuture<SendReceipt> sendAsync(Message message) {
        if (closed.get()) {
            return CompletableFuture.failedFuture(isClosed());
        }
        int size = message.sizeBytes();
        CallAbandonedException noRoom = inFlight.enter(size);
        if (noRoom != null) {
            return CompletableFuture.failedFuture(noRoom);
        }
        CompletableFuture<SendReceipt> result;
        try {
            if (config.interceptors().isEmpty() && lanes.fitsIntoBatch(message)) {
                return intoBatch(message, size);
            }
            result = Interception.around(config, message, this::dispatch);
        } catch (RuntimeException | Error notStarted) {
            inFlight.leave(size);
            return CompletableFuture.failedFuture(notStarted);
        }
        return ConnectionPool.bare(result.whenComplete((receipt, failure) -> inFlight.leave(size)));
    }

    /// As [#send(List)], without waiting for the acknowledgement.
    public CompletableFuture<List<SendReceipt>> sendAsync(List<Message> messages) {
        if (closed.get()) {
            return CompletableFuture.failedFuture(isClosed());
        }
        int size = messages.stream().mapToInt(Message::sizeBytes).sum();
        CallAbandonedException noRoom = inFlight.enter(size);
        if (noRoom != null) {
            return CompletableFuture.failedFuture(noRoom);
        }
        CompletableFuture<List<SendReceipt>> result;
        try {
            result = Interception.aroundAll(config, messages, this::dispatchBatch);
        } catch (RuntimeException | Error notStarted) {
            inFlight.leave(size);
            return CompletableFuture.failedFuture(notStarted);
        }
        return ConnectionPool.bare(result.whenComplete((receipts, failure) -> inFlight.leave(size)));
    }

    /// Sends a message that no broker acknowledges. It may be lost without a word. A sharding key chooses its queue and no
    /// more: it waits for none of the messages before it, those of its key that still wait for their turn too, and brokers
    /// may store several that follow each other in any order. [#sendAsync(Message)] keeps it.
    ///
    /// @throws SkylarkException when it could not even be written to a connection
    public void sendOneway(Message message) {
        Interception interception = new Interception();
        Message seen = interception.begin(config, message);
        try {
            writeOneway(seen);
        } catch (RuntimeException notWritten) {
            interception.end(null, notWritten);
            throw notWritten;
        }
        interception.end(null, null);
    }

    private void writeOneway(Message seen) {
        Publishing publishing = publishing(seen.topic());
        MessageQueue queue = seen.shardingKey().isEmpty()
                ? publishing.next(session.brokerHealth()::isAvoided)
                : publishing.ofKey(seen.shardingKey());
        OutgoingMessage outgoing = outgoing(seen, session.messageIds().next(), 0);
        SendMessage.Request header =
                SendAttempts.header(config.group(), outgoing, queue, session.clock().millis());
        String server = session.routes().master(queue.brokerName());
        ConnectionPool.outcome(session.pool().oneway(server, SendMessage.API.oneway(header, outgoing.body())));
    }

    /// Sends a request and waits for the reply of a consumer, see [#reply(ReceivedMessage, byte[])].
    ///
    /// @param timeout for everything together
    /// @throws io.skylark.client.error.NoReplyException when none came in time
    /// @throws MessageRejectedException when the message is delayed
    /// @throws SkylarkException when the request could not be sent
    public ReceivedMessage request(Message message, Duration timeout) {
        return session.pool().await(() -> requestAsync(message, timeout));
    }

    /// As [#request(Message, Duration)], without waiting.
    public CompletableFuture<ReceivedMessage> requestAsync(Message message, Duration timeout) {
        return requests.request(message, timeout, prepared -> Interception.around(
                config, prepared, seen -> alone(seen, 0).thenApply(StoredMessages::receipt)));
    }

    /// Answers a request that a consumer got: the broker that stored it hands the reply to the client that waits. One that
    /// has given up by then drops it, and this is not told.
    ///
    /// @param body of the reply
    /// @throws IllegalArgumentException when the message is no request
    /// @throws SkylarkException when the broker could not hand the reply over: the client is gone
    public void reply(ReceivedMessage request, byte[] body) {
        reply(request, body, Map.of());
    }

    /// As [#reply(ReceivedMessage, byte[])], with a text in UTF-8.
    public void reply(ReceivedMessage request, String body) {
        reply(request, body.getBytes(StandardCharsets.UTF_8));
    }

    /// As [#reply(ReceivedMessage, byte[])], with properties that who asked finds in the reply: that the request cannot be
    /// served, say.
    ///
    /// @param properties as [Message#withProperty(String, String)]
    /// @throws MessageRejectedException when a property belongs to the system, or cannot travel
    public void reply(ReceivedMessage request, byte[] body, Map<String, String> properties) {
        session.pool().await(() -> replyAsync(request, body, properties));
    }

    /// As [#reply(ReceivedMessage, byte[])], without waiting.
    public CompletableFuture<Void> replyAsync(ReceivedMessage request, byte[] body) {
        return replyAsync(request, body, Map.of());
    }

    /// As [#reply(ReceivedMessage, String)], without waiting.
    public CompletableFuture<Void> replyAsync(ReceivedMessage request, String body) {
        return replyAsync(request, body.getBytes(StandardCharsets.UTF_8));
    }

    /// As [#reply(ReceivedMessage, byte[], Map)], without waiting.
    public CompletableFuture<Void> replyAsync(ReceivedMessage request, byte[] body, Map<String, String> properties) {
        return ConnectionPool.bare(requests.reply(request, body, properties));
    }

    /// Takes back a delayed message that consumers have not seen yet.
    ///
    /// @return false when it is too late, or the broker knows nothing of the message
    /// @throws IllegalArgumentException when the receipt is not of a delayed message, or its broker offers no recall
    /// @throws SkylarkException when the broker does not answer, or has recalls switched off
    public boolean recall(SendReceipt receipt) {
        return session.pool().await(() -> recallAsync(receipt));
    }

    /// As [#recall(SendReceipt)], without waiting.
    public CompletableFuture<Boolean> recallAsync(SendReceipt receipt) {
        return ConnectionPool.bare(Recall.run(session, config.group(), receipt));
    }

    /// What waits to travel with others is sent now. Does not wait for the acknowledgements, as [#close()] does.
    public void flush() {
        lanes.flush();
    }

    private CompletableFuture<SendReceipt> dispatch(Message message) {
        return lanes.fitsIntoBatch(message)
                ? intoBatch(message, 0)
                : alone(message, 0).thenApply(StoredMessages::receipt);
    }

    private CompletableFuture<SendReceipt> intoBatch(Message message, int heldBytes) {
        return lanes.send(message, session.messageIds().next(), publishing(message.topic()), heldBytes);
    }

    private CompletableFuture<List<SendReceipt>> dispatchBatch(List<Message> messages) {
        Publishing publishing = publishing(BatchSend.topicOf(messages));
        OutgoingMessage batch = BatchSend.outgoing(messages, session.messageIds(), config.maxBodyBytes());
        return lanes.sendAlone(batch, messages.get(0).shardingKey(), publishing).thenApply(StoredMessages::receipts);
    }

    /// A message that travels alone, with more bits of the system flag.
    CompletableFuture<StoredMessages> alone(Message message, int flags) {
        Publishing publishing = publishing(message.topic());
        return lanes.sendAlone(
                outgoing(message, session.messageIds().next(), flags), message.shardingKey(), publishing);
    }

    private Publishing publishing(String topic) {
        if (closed.get()) {
            throw isClosed();
        }
        return session.routes().toSend(topic);
    }

    private IllegalStateException isClosed() {
        return new IllegalStateException("the producer of group " + config.group() + " is closed");
    }

    private OutgoingMessage outgoing(Message message, String id, int flags) {
        return OutgoingMessage.of(message, id, config.compression(), config.maxBodyBytes(), flags);
    }

    ClientSession session() {
        return session;
    }

    ProducerConfig config() {
        return config;
    }

    /// Waits for the sends that are under way, up to the send timeout; those that have not ended by then fail with a
    /// [CallAbandonedException] before this returns. Then leaves the group.
    ///
    /// @throws IllegalStateException on a thread that brings results, as other calls that block; nothing is closed
    @Override
    public void close() {
        session.pool().checkMayBlock();
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        session.parts().remove(this);
        lanes.close();
        try {
            endSends();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        session.finish(config.group(), "say good-bye", session.heartbeats().leaveProducer(config.group()));
    }

    private void endSends() throws InterruptedException {
        long deadline = session.nanoClock().getAsLong() + config.sendTimeout().toNanos();
        boolean empty = false;
        boolean ended = false;
        try {
            empty = inFlight.drained(config.sendTimeout());
            ended = empty && open.awaitNone(Duration.ofNanos(deadline - session.nanoClock().getAsLong()));
        } finally {
            if (!ended) {
                LOG.warn("The producer of group {} is closed before all sends ended, these fail", config.group());
                open.abandon(new CallAbandonedException("The producer of group " + config.group() + " was closed before the"
                        + " send ended; a broker may have stored the message all the same", false, null));
            }
        }
        if (!ended && !((empty || inFlight.drained(ENDING)) && open.awaitNone(ENDING))) {
            LOG.warn("Not all who sent with the producer of group {} have heard that it is closed", config.group());
        }
    }
}
