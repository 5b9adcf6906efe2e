package io.skylark.client.producer;

import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.BodyCompression;
import io.skylark.client.message.Message;
import io.skylark.client.message.OutgoingMessage;
import io.skylark.client.route.Publishing;
import io.skylark.client.session.ClientSession;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends messages, to the queues of their topics in turn. Shared by all threads.
///
/// A message counts as sent when a broker has acknowledged it. A send that failed may have stored its message all the
/// same, and a retry may store it twice; both carry the same id.
public final class Producer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Producer.class);

    private final ClientSession session;
    private final ProducerConfig config;
    private final Semaphore inFlight;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Producer(ClientSession session, ProducerConfig config) {
        this.session = session;
        this.config = config;
        this.inFlight = new Semaphore(config.maxInFlight());
    }

    /// Sends a message and waits until a broker has stored it.
    ///
    /// @throws SkylarkException when none did, in all attempts
    public SendReceipt send(Message message) {
        return ConnectionPool.await(attempts(message).start());
    }

    /// Sends a message without waiting for its acknowledgement. Waits itself only for the route of a topic that is new
    /// to this client, and while too many sends are under way already.
    ///
    /// The result completes on a thread that reads from the network: what depends on it must not block.
    public CompletableFuture<SendReceipt> sendAsync(Message message) {
        try {
            if (!inFlight.tryAcquire(config.sendTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return CompletableFuture.failedFuture(new CallAbandonedException(
                        config.maxInFlight() + " sends are under way and none ended in time", true, null));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(
                    new CallAbandonedException("Interrupted before the message was sent", true, interrupted));
        }
        CompletableFuture<SendReceipt> result;
        try {
            result = attempts(message).start();
        } catch (RuntimeException notStarted) {
            inFlight.release();
            return CompletableFuture.failedFuture(notStarted);
        }
        return result.whenComplete((receipt, failure) -> inFlight.release());
    }

    /// Sends a message that no broker acknowledges. It may be lost without a word.
    ///
    /// @throws SkylarkException when it could not even be written to a connection
    public void sendOneway(Message message) {
        Publishing publishing = publishing(message);
        MessageQueue queue = publishing.next(null);
        OutgoingMessage outgoing = outgoing(message);
        SendMessage.Request header =
                SendAttempts.header(config.group(), outgoing, queue, session.clock().millis());
        String server = session.routes().master(queue.brokerName());
        ConnectionPool.await(session.pool().oneway(server, SendMessage.API.oneway(header, outgoing.body())));
    }

    private SendAttempts attempts(Message message) {
        return new SendAttempts(session, config, publishing(message), outgoing(message), System::nanoTime);
    }

    private Publishing publishing(Message message) {
        if (closed.get()) {
            throw new IllegalStateException("the producer of group " + config.group() + " is closed");
        }
        return session.routes().toSend(message.topic());
    }

    private OutgoingMessage outgoing(Message message) {
        String id = session.messageIds().next();
        return OutgoingMessage.of(message, id, config.compression(), config.maxBodyBytes());
    }

    /// Waits for the asynchronous sends that are under way, each of which ends within the send timeout, and leaves.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        session.parts().remove(this);
        try {
            if (!inFlight.tryAcquire(config.maxInFlight(), config.sendTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The producer of group {} is closed before all sends ended", config.group());
            }
            session.heartbeats()
                    .leaveProducer(config.group())
                    .get(session.config().requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failure) {
            LOG.warn("Group {} could not say good-bye to all brokers", config.group(), failure);
        }
    }

    /// Settings of a producer to be, from [io.skylark.client.SkylarkClient#producer(String)].
    public static final class Builder {
        private final ClientSession session;
        private ProducerConfig config;

        /// Internal to the client.
        public Builder(ClientSession session, String group) {
            this.session = session;
            this.config = ProducerConfig.standard(group);
        }

        /// How long a send may take, all its attempts together; 3 s unless set.
        public Builder sendTimeout(Duration value) {
            config = new ProducerConfig(config.group(), value, config.retries(), config.compression(),
                    config.maxBodyBytes(), config.maxInFlight());
            return this;
        }

        /// How many more attempts a failed send gets; 2 unless set.
        public Builder retries(int value) {
            config = new ProducerConfig(config.group(), config.sendTimeout(), value, config.compression(),
                    config.maxBodyBytes(), config.maxInFlight());
            return this;
        }

        /// Bodies of this many bytes and more are compressed, from 4,097 on unless set.
        public Builder compressFrom(int bytes) {
            config = new ProducerConfig(config.group(), config.sendTimeout(), config.retries(),
                    new BodyCompression(bytes), config.maxBodyBytes(), config.maxInFlight());
            return this;
        }

        /// The largest body after compression, 4 MiB unless set; brokers have a limit of their own.
        public Builder maxBodyBytes(int value) {
            config = new ProducerConfig(config.group(), config.sendTimeout(), config.retries(),
                    config.compression(), value, config.maxInFlight());
            return this;
        }

        /// Asynchronous sends that may wait for their acknowledgements at a time; 1,024 unless set.
        public Builder maxInFlight(int value) {
            config = new ProducerConfig(config.group(), config.sendTimeout(), config.retries(),
                    config.compression(), config.maxBodyBytes(), value);
            return this;
        }

        /// Connects to nothing yet.
        public Producer build() {
            session.heartbeats().joinProducer(config.group());
            Producer producer = new Producer(session, config);
            session.parts().add(producer);
            return producer;
        }
    }
}
