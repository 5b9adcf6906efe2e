package io.skylark.client.transport;

import io.skylark.protocol.Command;

/// Answers requests that servers send to this client.
@FunctionalInterface
public interface ServerRequestHandler {
    /// Called on the reader thread of the connection: must not block. The answer to a oneway request is dropped.
    ///
    /// @param server `host:port` of the sender
    Command handle(String server, Command request);
}
