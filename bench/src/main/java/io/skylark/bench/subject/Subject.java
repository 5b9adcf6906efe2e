package io.skylark.bench.subject;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A client under load; its sends are called from many threads.
interface Subject extends AutoCloseable {
    /// Hears how an asynchronous send ended.
    interface Outcome {
        /// @param failure null when the message is stored
        void ended(@Nullable String failure);
    }

    /// Returns when the server has acknowledged the message.
    ///
    /// @return null, or what the server answered instead
    @Nullable String send(byte[] body) throws Exception;

    /// Goes on when the acknowledgement comes.
    void sendAsync(byte[] body, Outcome outcome) throws Exception;

    /// Starts to consume the topic from its beginning, as a group of its own.
    ///
    /// @param seen gets each body, on several threads
    void consume(Consumer<byte[]> seen) throws Exception;

    @Override
    void close();
}
