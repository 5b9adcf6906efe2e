package io.skylark.client.producer;

import io.skylark.client.message.Message;
import org.jspecify.annotations.Nullable;

/// Sees every message that a producer sends: to measure, to trace, to add properties. What [#begin(String, Message)]
/// throws fails the send.
@FunctionalInterface
public interface SendInterceptor {
    /// What an interceptor makes of one send.
    interface Sending {
        /// The message to send: the one that was given, or one made from it.
        Message message();

        /// Called once at the end of the send, with a receipt or a failure, on a thread that reads from the network: must
        /// not block. What it throws is logged and changes nothing. A message that is sent oneway ends with neither when
        /// it is written.
        void ended(@Nullable SendReceipt receipt, @Nullable Throwable failure);
    }

    /// Called by the thread that sends, before the message is encoded.
    ///
    /// @param group of the producer
    Sending begin(String group, Message message);
}
