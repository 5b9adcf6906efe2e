package io.skylark.client.consumer.push;

import io.skylark.client.message.ReceivedMessage;

/// Consumes messages one by one, on several threads at a time.
@FunctionalInterface
public interface MessageListener {
    /// An exception counts as [ConsumeOutcome#RETRY_LATER].
    ConsumeOutcome onMessage(ReceivedMessage message) throws Exception;
}
