package io.skylark.client.transport;

import io.skylark.protocol.Command;
import java.util.concurrent.CompletableFuture;

/// Answers requests of servers that take a while.
@FunctionalInterface
public interface LaterRequestHandler {
    /// Called on the reader thread of the connection: must not block.
    ///
    /// @param server `host:port` of the sender
    CompletableFuture<Command> handle(String server, Command request);
}
