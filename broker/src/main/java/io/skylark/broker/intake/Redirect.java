package io.skylark.broker.intake;

import io.skylark.protocol.Command;
import io.skylark.protocol.api.SendMessage;

/// May send a message somewhere else than it was sent to.
@FunctionalInterface
public interface Redirect {
    /// @param command that brought the request
    /// @return the same request when it stays
    /// @throws io.skylark.net.RequestFailure when it cannot be stored at all
    SendMessage.Request redirect(SendMessage.Request request, Command command);
}
