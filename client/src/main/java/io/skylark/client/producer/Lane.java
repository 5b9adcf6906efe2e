package io.skylark.client.producer;

import io.skylark.client.message.Message;
import io.skylark.client.message.OutgoingMessage;
import io.skylark.client.route.Publishing;
import io.skylark.client.session.ClientSession;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.protocol.body.MessageQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Messages of one topic on their way into batches. With a sharding key a lane is one queue, and only one batch of it is
/// under way at a time, so that the order is kept even when a batch is tried again.
///
/// Shared by all senders. What waits is guarded by the lane's lock; batches leave in turn, by whoever comes first: a
/// sender, or the reader thread that brought the end of the batch before.
final class Lane {
    /// Batches without a sharding key that may be under way.
    private static final int BATCHES_UNDER_WAY = 4;

    /// @param inner encoded as part of a batch; null when the message travels alone
    record Waiting(Message message, String messageId, byte @Nullable [] inner, CompletableFuture<SendReceipt> result) {
        int sizeBytes() {
            return inner == null ? message.sizeBytes() : inner.length;
        }
    }

    private final ClientSession session;
    private final ProducerConfig config;
    private final Batching batching;
    private final String topic;
    private final @Nullable MessageQueue only;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile Publishing publishing;
    private long waitingBytes;
    private int underWay;
    private boolean lingering;
    private boolean lingered;
    private boolean flushing;

    /// @param only the queue of the lane, null for any queue of the topic
    Lane(
            ClientSession session,
            ProducerConfig config,
            Batching batching,
            String topic,
            @Nullable MessageQueue only,
            Publishing publishing) {
        this.session = session;
        this.config = config;
        this.batching = batching;
        this.topic = topic;
        this.only = only;
        this.publishing = publishing;
    }

    /// @param route the topic's newest
    void add(Waiting message, Publishing route) {
        publishing = route;
        synchronized (this) {
            waiting.add(message);
            waitingBytes += message.sizeBytes();
        }
        advance();
    }

    /// From now on nothing waits for company.
    void flush() {
        synchronized (this) {
            flushing = true;
        }
        advance();
    }

    /// Sends the batches that are ready. One thread at a time; others leave their turn to it, and so does a batch that
    /// ends while it is being sent, instead of calling in from below.
    private void advance() {
        int missed = 1;
        if (turns.getAndIncrement() != 0) {
            return;
        }
        while (missed != 0) {
            for (List<Waiting> batch = cut(); !batch.isEmpty(); batch = cut()) {
                send(batch);
            }
            missed = turns.addAndGet(-missed);
        }
    }

    private synchronized List<Waiting> cut() {
        Waiting first = waiting.peek();
        if (first == null || underWay >= (only == null ? BATCHES_UNDER_WAY : 1) || !isReady(first)) {
            return List.of();
        }
        List<Waiting> batch = new ArrayList<>();
        int bytes = 0;
        do {
            batch.add(waiting.remove());
            bytes += first.sizeBytes();
            Waiting next = waiting.peek();
            if (next == null || first.inner == null || next.inner == null || batch.size() >= batching.maxMessages()
                    || bytes + next.sizeBytes() > batching.maxBytes()) {
                break;
            }
            first = next;
        } while (true);
        waitingBytes -= bytes;
        underWay++;
        lingered = false;
        return batch;
    }

    private boolean isReady(Waiting first) {
        if (flushing || first.inner == null || waitingBytes >= batching.maxBytes()
                || waiting.size() >= batching.maxMessages()) {
            return true;
        }
        if (batching.linger().isZero()) {
            return underWay == 0;
        }
        if (!lingered && !lingering) {
            lingering = linger();
        }
        return lingered || !lingering;
    }

    /// False when the client is closing, and nothing is to be waited for.
    private boolean linger() {
        try {
            var unused = session.timer().schedule(
                    () -> {
                        synchronized (this) {
                            lingering = false;
                            lingered = true;
                        }
                        advance();
                    },
                    batching.linger().toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException closing) {
            return false;
        }
    }

    private void send(List<Waiting> batch) {
        CompletableFuture<StoredMessages> stored;
        try {
            stored = new SendAttempts(session, config, publishing, only, outgoing(batch)).start();
        } catch (RuntimeException notStarted) {
            stored = CompletableFuture.failedFuture(notStarted);
        }
        var unused = stored.whenComplete((messages, failure) -> {
            synchronized (this) {
                underWay--;
            }
            advance();
            end(batch, messages, failure);
        });
    }

    private OutgoingMessage outgoing(List<Waiting> batch) {
        if (batch.size() == 1) {
            Waiting alone = batch.get(0);
            return OutgoingMessage.of(alone.message, alone.messageId, config.compression(), config.maxBodyBytes());
        }
        List<String> ids = new ArrayList<>(batch.size());
        List<byte[]> inner = new ArrayList<>(batch.size());
        for (Waiting message : batch) {
            ids.add(message.messageId);
            inner.add(message.inner);
        }
        return OutgoingMessage.batch(topic, ids, inner);
    }

    private static void end(List<Waiting> batch, @Nullable StoredMessages stored, @Nullable Throwable failure) {
        if (stored == null) {
            Throwable cause = failure == null ? new IllegalStateException("no outcome") : failure;
            batch.forEach(message -> message.result.completeExceptionally(ConnectionPool.unwrap(cause)));
            return;
        }
        List<SendReceipt> receipts = stored.receipts();
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).result.complete(receipts.get(i));
        }
    }
}
