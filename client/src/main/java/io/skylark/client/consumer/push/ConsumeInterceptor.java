package io.skylark.client.consumer.push;

import io.skylark.client.message.ReceivedMessage;
import java.util.List;

/// Stands around every call of a listener: to measure, to trace, to set up what the listener needs. The first that was
/// added is the outermost. What it throws counts as the listener's failure.
@FunctionalInterface
public interface ConsumeInterceptor {
    /// The rest of the way to the listener.
    @FunctionalInterface
    interface Consumption {
        ConsumeOutcome proceed() throws Exception;
    }

    /// Called on the thread that calls the listener.
    ///
    /// @param group of the consumer
    /// @param next to be called once, or not at all when the outcome is known without the listener
    ConsumeOutcome around(String group, List<ReceivedMessage> messages, Consumption next) throws Exception;
}
