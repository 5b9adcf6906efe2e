package io.skylark.client.producer;

import io.skylark.protocol.api.EndTransaction;

/// What becomes of a message that was sent in a transaction.
public enum TransactionDecision {
    /// Consumers see it.
    COMMIT(EndTransaction.COMMIT),

    /// Nobody ever sees it.
    ROLLBACK(EndTransaction.ROLLBACK),

    /// Not known yet: the broker asks again later, and gives the message up after a while, 15 questions as a rule.
    UNKNOWN(EndTransaction.UNKNOWN);

    private final int wireValue;

    TransactionDecision(int wireValue) {
        this.wireValue = wireValue;
    }

    int wireValue() {
        return wireValue;
    }
}
