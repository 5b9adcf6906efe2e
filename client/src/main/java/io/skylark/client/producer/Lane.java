package io.skylark.client.producer;

import io.skylark.client.message.BatchPart;
import io.skylark.client.message.OutgoingMessage;
import io.skylark.client.route.Publishing;
import io.skylark.client.session.ClientSession;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.protocol.body.MessageQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Messages of one topic on their way into batches. With a sharding key a lane is one queue, and only one batch of it is
/// under way at a time, so that the order is kept even when a batch is tried again.
///
/// Shared by all senders. What waits is guarded by the lane's lock; batches leave in turn, by whoever comes first: a
/// sender, or the reader thread that brought the end of the batch before.
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /// Batches without a sharding key that may be under way.
    private static final int BATCHES_UNDER_WAY = 16;

    private final ClientSession session;
    private final ProducerConfig config;
    private final Batching batching;
    private final InFlight inFlight;
    private final OpenSends open;
    private final String topic;
    private final @Nullable MessageQueue only;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile Publishing publishing;
    private long waitingBytes;
    private int underWay;

    /// How many of those that wait were told not to wait for company.
    private int urgent;

    /// The end of the wait of the batch that is being filled.
    private @Nullable ScheduledFuture<?> lingerEnd;
    private boolean lingered;
    private boolean closing;

    /// @param only the queue of the lane, null for any queue of the topic
    Lane(
            ClientSession session,
            ProducerConfig config,
            Batching batching,
            InFlight inFlight,
            OpenSends open,
            String topic,
            @Nullable MessageQueue only,
            Publishing publishing) {
        this.session = session;
        this.config = config;
        this.batching = batching;
        this.inFlight = inFlight;
        this.open = open;
        this.topic = topic;
        this.only = only;
        this.publishing = publishing;
    }

    /// @param route the topic's newest
    void add(Waiting message, Publishing route) {
        publishing = route;
        boolean ready;
        synchronized (this) {
            waiting.add(message);
            waitingBytes += message.sizeBytes();
            ready = isReady();
        }
        if (ready) {
            advance();
        }
    }

    /// What is here now waits for no company.
    void flush() {
        synchronized (this) {
            urgent = waiting.size();
        }
        advance();
    }

    /// From now on nothing waits for company.
    void close() {
        synchronized (this) {
            closing = true;
            endLinger();
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
            sendReady();
            missed = turns.addAndGet(-missed);
        }
    }

    /// Throws nothing: a turn that is not given back would be the lane's last.
    private void sendReady() {
        try {
            for (List<Waiting> batch = cut(); !batch.isEmpty(); batch = cut()) {
                send(batch);
            }
        } catch (RuntimeException | Error failure) {
            LOG.warn("Messages to {} were not sent", topic, failure);
            end(takeAll(), null, failure);
        }
    }

    private synchronized List<Waiting> takeAll() {
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        waitingBytes = 0;
        urgent = 0;
        endLinger();
        return all;
    }

    private synchronized List<Waiting> cut() {
        if (!isReady()) {
            return List.of();
        }
        List<Waiting> batch = new ArrayList<>(Math.min(waiting.size(), batching.maxMessages()));
        int bytes = 0;
        Waiting next = waiting.peek();
        long latest = next == null ? 0 : latestDeadline(next);
        while (next != null && (batch.isEmpty() || fits(next, batch, bytes, latest))) {
            batch.add(waiting.remove());
            bytes += next.sizeBytes();
            next = waiting.peek();
        }
        waitingBytes -= bytes;
        urgent = Math.max(0, urgent - batch.size());
        underWay++;
        endLinger();
        return batch;
    }

    private boolean fits(Waiting next, List<Waiting> batch, int bytes, long latestDeadline) {
        return batch.get(0) instanceof Waiting.Part && next instanceof Waiting.Part
                && batch.size() < batching.maxMessages() && bytes + next.sizeBytes() <= batching.maxBytes()
                && next.deadlineNanos() - latestDeadline <= 0;
    }

    /// Of those that may travel with a message. A batch has the time of its first one, which may have waited long behind
    /// others: who just came does not give most of its own time away, or all of it.
    private long latestDeadline(Waiting first) {
        boolean timeLeft = first.deadlineNanos() - session.nanoClock().getAsLong() > 0;
        return first.deadlineNanos() + (timeLeft ? config.sendTimeout().toNanos() / 2 : 0);
    }

    /// Whether a batch is to leave now; if not, the end of a batch before it, or of its wait, asks again.
    private boolean isReady() {
        Waiting first = waiting.peek();
        if (first == null || underWay >= (only == null ? BATCHES_UNDER_WAY : 1)) {
            return false;
        }
        if (closing || urgent > 0 || first instanceof Waiting.Whole || waitingBytes >= batching.maxBytes()
                || waiting.size() >= batching.maxMessages()) {
            return true;
        }
        if (batching.linger().isZero()) {
            return underWay == 0;
        }
        return lingered || (lingerEnd == null && !linger());
    }

    /// False when the client is closing, and nothing is to be waited for.
    private boolean linger() {
        try {
            lingerEnd = session.timer().schedule(
                    this::lingered, batching.linger().toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    private void lingered() {
        synchronized (this) {
            // One that was cancelled too late finds another batch waiting, or none.
            if (lingerEnd == null || lingerEnd.getDelay(TimeUnit.NANOSECONDS) > 0) {
                return;
            }
            lingered = true;
        }
        advance();
    }

    private void endLinger() {
        if (lingerEnd != null) {
            lingerEnd.cancel(false);
            lingerEnd = null;
        }
        lingered = false;
    }

    private void send(List<Waiting> batch) {
        SendAttempts attempts;
        try {
            attempts = new SendAttempts(
                    session, config, open, publishing, only, outgoing(batch), batch.get(0).deadlineNanos());
        } catch (RuntimeException | Error notStarted) {
            ended(batch, null, notStarted);
            return;
        }
        attempts.start((stored, failure) -> ended(batch, stored, failure));
    }

    private void ended(List<Waiting> batch, @Nullable StoredMessages stored, @Nullable Throwable failure) {
        synchronized (this) {
            underWay--;
        }
        advance();
        end(batch, stored, failure);
    }

    private OutgoingMessage outgoing(List<Waiting> batch) {
        if (batch.size() == 1) {
            return batch.get(0).alone();
        }
        List<BatchPart> parts = new ArrayList<>(batch.size());
        for (Waiting part : batch) {
            parts.add(((Waiting.Part) part).inner());
        }
        return OutgoingMessage.batch(topic, parts);
    }

    /// Room for more sends comes first, so that what the results set off finds it.
    private void end(List<Waiting> batch, @Nullable StoredMessages stored, @Nullable Throwable failure) {
        inFlight.leave(batch);
        try {
            if (stored == null) {
                Throwable cause = failure == null ? new IllegalStateException("no outcome") : failure;
                batch.forEach(message -> message.failed(ConnectionPool.unwrap(cause)));
            } else if (batch.size() == 1) {
                batch.get(0).stored(stored);
            } else {
                List<SendReceipt> receipts = stored.receipts();
                for (int i = 0; i < batch.size(); i++) {
                    ((Waiting.Part) batch.get(i)).result().complete(receipts.get(i));
                }
            }
        } catch (RuntimeException | Error unreadable) {
            batch.forEach(message -> message.failed(unreadable));
        }
    }
}
