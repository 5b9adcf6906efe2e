package io.skylark.broker.config;

import java.time.Duration;

/// Settings of transactions. Names in parentheses are the keys of `broker.conf`.
///
/// @param timeout how long a producer may take to decide before it is asked (transactionTimeOut)
/// @param checkInterval how often producers are asked (transactionCheckInterval)
/// @param maxChecks how often a producer is asked about one transaction before it is given up (transactionCheckMax)
/// @param maxOpen most transactions that wait for their decision; more are refused (transactionOpenMax)
/// @param rejected refuses all transaction messages (rejectTransactionMessage)
public record TransactionConfig(
        Duration timeout, Duration checkInterval, int maxChecks, int maxOpen, boolean rejected) {
    /// What RocketMQ has.
    public static final TransactionConfig STANDARD =
            new TransactionConfig(Duration.ofSeconds(6), Duration.ofSeconds(30), 15, 100_000, false);

    public TransactionConfig {
        check(!timeout.isNegative(), "transactionTimeOut must not be negative");
        check(checkInterval.toMillis() >= 1, "transactionCheckInterval must be at least 1");
        check(maxChecks >= 1, "transactionCheckMax must be at least 1");
        check(maxOpen >= 1, "transactionOpenMax must be at least 1");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
