package io.skylark.client.producer;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.transport.ConnectionPool;
import java.util.concurrent.CompletableFuture;

/// A message that a broker has stored and that nobody sees before it is committed. Owned by one thread.
///
/// ```java
/// try (Transaction transaction = producer.begin(message)) {
///     database.commit();
///     transaction.commit();
/// }
/// ```
///
/// Closed without a decision, it stays open: the broker asks the [TransactionChecker], who can look at what really
/// happened.
public final class Transaction implements AutoCloseable {
    private final TransactionalProducer producer;
    private final StoredMessages half;
    private TransactionDecision decision = TransactionDecision.UNKNOWN;

    /// Written where the answer of the broker is read.
    private volatile boolean confirmed;

    Transaction(TransactionalProducer producer, StoredMessages half) {
        this.producer = producer;
        this.half = half;
    }

    /// Where the message is stored until it is committed. Its queue offset is not that of the message to be.
    public SendReceipt receipt() {
        return half.receipt();
    }

    /// Lets consumers see the message. To do so again has no effect once the broker has confirmed it.
    ///
    /// @throws IllegalStateException when it was rolled back before, or at least was to be
    /// @throws SkylarkException when the broker did not confirm it: another call asks it again, and without one whether it
    ///     was carried out shows when it asks the checker
    public void commit() {
        producer.pool().await(this::commitAsync);
    }

    /// As [#commit()], without waiting.
    public CompletableFuture<Void> commitAsync() {
        return end(TransactionDecision.COMMIT);
    }

    /// Drops the message. To do so again has no effect once the broker has confirmed it.
    ///
    /// @throws IllegalStateException when it was committed before, or at least was to be
    /// @throws SkylarkException as [#commit()]
    public void rollback() {
        producer.pool().await(this::rollbackAsync);
    }

    /// As [#rollback()], without waiting.
    public CompletableFuture<Void> rollbackAsync() {
        return end(TransactionDecision.ROLLBACK);
    }

    private CompletableFuture<Void> end(TransactionDecision next) {
        if (decision != TransactionDecision.UNKNOWN && decision != next) {
            throw new IllegalStateException(
                    "the transaction of message " + half.receipt().messageId() + " has ended: " + decision);
        }
        decision = next;
        return confirmed
                ? CompletableFuture.completedFuture(null)
                : ConnectionPool.bare(producer.end(half, next).thenRun(() -> confirmed = true));
    }

    /// Does nothing; a transaction without a decision is left to the broker's question.
    @Override
    public void close() {}
}
