package io.skylark.client.consumer.push;

import io.skylark.client.message.ReceivedMessage;
import java.util.List;

/// Consumes messages of one queue some at a time, on several threads at a time.
@FunctionalInterface
public interface BatchListener {
    /// The outcome counts for all of them; an exception counts as [ConsumeOutcome#RETRY_LATER].
    ConsumeOutcome onMessages(List<ReceivedMessage> messages) throws Exception;
}
