package io.skylark.broker.transaction;

import io.skylark.protocol.api.EndTransaction;
import java.util.Optional;

/// How a transaction ends; each ends in one way, once.
enum Ending {
    COMMITTED("committed"),
    ROLLED_BACK("rolled back"),
    GIVEN_UP("given up after too many checks");

    private final String text;

    Ending(String text) {
        this.text = text;
    }

    /// What a producer asks for; empty when it asks for no ending.
    static Optional<Ending> of(EndTransaction.Request request) {
        return switch (request.commitOrRollback()) {
            case EndTransaction.COMMIT -> Optional.of(COMMITTED);
            case EndTransaction.ROLLBACK -> Optional.of(ROLLED_BACK);
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
