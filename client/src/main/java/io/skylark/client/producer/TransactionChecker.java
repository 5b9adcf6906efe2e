package io.skylark.client.producer;

import io.skylark.client.message.ReceivedMessage;

/// Says what became of a transaction of which a broker heard nothing more: because the process that began it died, or its
/// decision was lost. Any producer of the group may be asked, so the answer must not depend on the memory of one process.
@FunctionalInterface
public interface TransactionChecker {
    /// Called on a thread of its own, one question at a time. What it throws counts as unknown.
    TransactionDecision check(ReceivedMessage message) throws Exception;
}
