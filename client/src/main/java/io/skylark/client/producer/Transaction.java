package io.skylark.client.producer;

import io.skylark.client.error.SkylarkException;

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

    Transaction(TransactionalProducer producer, StoredMessages half) {
        this.producer = producer;
        this.half = half;
    }

    /// Where the message is stored until it is committed. Its queue offset is not that of the message to be.
    public SendReceipt receipt() {
        return half.receipt();
    }

    /// Lets consumers see the message. To do so again has no effect.
    ///
    /// @throws IllegalStateException when it was rolled back before
    /// @throws SkylarkException when the broker did not confirm it: whether it was carried out shows when it asks the
    ///     checker
    public void commit() {
        end(TransactionDecision.COMMIT);
    }

    /// Drops the message. To do so again has no effect.
    ///
    /// @throws IllegalStateException when it was committed before
    /// @throws SkylarkException as [#commit()]
    public void rollback() {
        end(TransactionDecision.ROLLBACK);
    }

    private void end(TransactionDecision next) {
        if (decision == next) {
            return;
        }
        if (decision != TransactionDecision.UNKNOWN) {
            throw new IllegalStateException(
                    "the transaction of message " + half.receipt().messageId() + " has ended: " + decision);
        }
        decision = next;
        producer.end(half, next);
    }

    /// Does nothing; a transaction without a decision is left to the broker's question.
    @Override
    public void close() {}
}
