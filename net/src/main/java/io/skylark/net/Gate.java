package io.skylark.net;

import java.util.Optional;

/// Stands before some conversations of a router and decides who may have them.
@FunctionalInterface
public interface Gate {
    /// Asked on the event loop of the connection before the handler runs; must not block.
    ///
    /// @return why the request is refused, as the remark of the answer; empty when it is let through
    Optional<String> refusal(Connection connection);
}
