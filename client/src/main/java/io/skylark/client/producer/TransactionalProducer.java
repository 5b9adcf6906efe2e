package io.skylark.client.producer;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.session.ClientSession;
import io.skylark.client.session.DaemonThreads;
import io.skylark.client.session.TransactionChecks;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.message.OffsetMessageId;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.message.SysFlag;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.CheckTransaction;
import io.skylark.protocol.api.EndTransaction;
import io.skylark.protocol.body.MessageQueue;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends messages that consumers see only when they are committed, and answers brokers that ask what became of them.
/// Shared by all threads.
public final class TransactionalProducer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionalProducer.class);

    /// Questions that may wait; brokers ask again, so more are dropped.
    private static final int MAX_QUESTIONS = 2_000;

    private final Producer producer;
    private final ClientSession session;
    private final TransactionChecker checker;
    private final ThreadPoolExecutor checks;
    private final Consumer<TransactionChecks.Question> asked;
    private final AtomicBoolean closed = new AtomicBoolean();

    TransactionalProducer(Producer producer, TransactionChecker checker) {
        this.producer = producer;
        this.session = producer.session();
        this.checker = checker;
        this.checks = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_QUESTIONS),
                DaemonThreads.named("skylark-transaction-checks-" + producer.group()),
                new ThreadPoolExecutor.DiscardPolicy());
        this.asked = question -> checks.execute(() -> answer(question));
        session.transactionChecks().register(producer.group(), asked);
        session.parts().add(this);
    }

    /// For messages without a transaction.
    public Producer producer() {
        return producer;
    }

    /// Stores a message that nobody sees yet.
    ///
    /// @throws MessageRejectedException when the message is delayed: it is seen when it is committed
    /// @throws SkylarkException when no broker stored it: there is nothing to roll back
    public Transaction begin(Message message) {
        return session.pool().await(() -> beginAsync(message));
    }

    /// As [#begin(Message)], without waiting.
    public CompletableFuture<Transaction> beginAsync(Message message) {
        if (message.isDelayed()) {
            return CompletableFuture.failedFuture(new MessageRejectedException(
                    "A message of a transaction is seen when it is committed, it cannot be delayed"));
        }
        Message half = Message.withSystemProperty(
                Message.withSystemProperty(message, PropertyNames.TRANSACTION_PREPARED, "true"),
                PropertyNames.PRODUCER_GROUP, producer.group());
        StoredMessages[] stored = new StoredMessages[1];
        return ConnectionPool.bare(Interception.around(producer.config(), half, seen ->
                producer.alone(seen, SysFlag.TRANSACTION_PREPARED).thenApply(answer -> {
                    stored[0] = answer;
                    return answer.receipt();
                })).thenApply(receipt -> new Transaction(this, stored[0])));
    }

    /// Stores a message, runs the program's own part, and ends the transaction as that says. What the program's part
    /// throws is thrown on, and the transaction is left to the broker's question, as it is with a decision that is null.
    ///
    /// @return the receipt of the half message, that nobody sees before it is committed; after a rollback nobody ever does
    /// @throws X what the program's part throws
    /// @throws SkylarkException as [#begin(Message)], [Transaction#commit()] and [Transaction#rollback()]
    public <X extends Exception> SendReceipt send(Message message, TransactionWork<X> work) throws X {
        try (Transaction transaction = begin(message)) {
            switch (orUnknown("The work of a transaction", work.run(transaction.receipt()))) {
                case COMMIT -> transaction.commit();
                case ROLLBACK -> transaction.rollback();
                case UNKNOWN -> LOG.debug("The transaction of {} stays open", transaction.receipt().messageId());
            }
            return transaction.receipt();
        }
    }

    private TransactionDecision orUnknown(String who, @Nullable TransactionDecision decision) {
        if (decision == null) {
            LOG.warn("{} of group {} decided null, which counts as unknown", who, producer.group());
            return TransactionDecision.UNKNOWN;
        }
        return decision;
    }

    ConnectionPool pool() {
        return session.pool();
    }

    CompletableFuture<Void> end(StoredMessages half, TransactionDecision decision) {
        SendReceipt receipt = half.receipt();
        String transactionId = half.response().transactionId();
        EndTransaction.Request header = new EndTransaction.Request(
                receipt.queue().topic(),
                producer.group(),
                receipt.queueOffset(),
                OffsetMessageId.decode(receipt.offsetMessageId()).position(),
                decision.wireValue(),
                false,
                receipt.messageId(),
                transactionId == null ? receipt.messageId() : transactionId);
        String server = session.routes().master(receipt.queue().brokerName());
        Command command = EndTransaction.API.request(header);
        return session.pool().callAsync(server, command, session.config().requestTimeout()).thenAccept(answer -> {
            if (answer.code() != ResponseCode.SUCCESS) {
                throw RefusedException.of(
                        decision + " of the transaction of message " + receipt.messageId(), server, answer);
            }
        });
    }

    private void answer(TransactionChecks.Question question) {
        CheckTransaction.Request asked = question.header();
        StoredMessage message = question.message();
        TransactionDecision decision = check(message, Objects.requireNonNullElse(asked.brokerName(), ""));
        String id = ReceivedMessage.idOf(message);
        EndTransaction.Request header = new EndTransaction.Request(
                message.topic(), producer.group(), asked.tranStateTableOffset(), asked.commitLogOffset(),
                decision.wireValue(), true, id, asked.transactionId() == null ? id : asked.transactionId());
        try {
            ConnectionPool.outcome(session.pool().oneway(
                    question.server(), EndTransaction.API.oneway(header, Command.NO_BODY)));
        } catch (SkylarkException lost) {
            LOG.warn("{} did not hear what became of the transaction of {}, it asks again: {}",
                    question.server(), id, lost.getMessage());
        }
    }

    private TransactionDecision check(StoredMessage message, String broker) {
        try {
            MessageQueue queue = new MessageQueue(message.topic(), broker, message.queueId());
            return orUnknown("The checker", checker.check(ReceivedMessage.of(message, queue, 0, Map.of())));
        } catch (Exception failure) {
            LOG.warn("The checker of group {} failed, the broker asks again", producer.group(), failure);
            return TransactionDecision.UNKNOWN;
        }
    }

    /// Waits for the question that is being answered, and forgets those that wait: brokers ask them again, if there is
    /// one another producer of the group. Then as [Producer#close()].
    ///
    /// @throws IllegalStateException as [Producer#close()]
    @Override
    public void close() {
        session.pool().checkMayBlock();
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        session.parts().remove(this);
        session.transactionChecks().remove(producer.group(), asked);
        checks.getQueue().clear();
        checks.shutdown();
        try {
            long patience = session.config().requestTimeout().toNanos();
            if (!checks.awaitTermination(patience, TimeUnit.NANOSECONDS)) {
                LOG.warn("The checker of group {} still runs, its answer is lost", producer.group());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
