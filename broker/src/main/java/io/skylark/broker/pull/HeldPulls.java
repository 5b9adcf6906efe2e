package io.skylark.broker.pull;

import io.skylark.net.Connection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// The pulls of one connection that wait for messages. They end with it: otherwise clients that come and go would leave
/// pulls behind for as long as those may wait, and take the places of others. When the server stops, they are told to come
/// again. Owned by the event loop of the connection.
final class HeldPulls {
    private final Set<HeldPull> pulls = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean closed;

    /// One listener for all: listeners of single pulls would pile up on a connection that lives long.
    HeldPulls(Connection connection) {
        connection.onClose(this::close);
        connection.onFarewell(() -> List.copyOf(pulls).forEach(HeldPull::refuse));
    }

    /// False when the connection is closed.
    boolean add(HeldPull pull) {
        return !closed && pulls.add(pull);
    }

    void remove(HeldPull pull) {
        pulls.remove(pull);
    }

    private void close() {
        closed = true;
        for (HeldPull pull : List.copyOf(pulls)) {
            pull.drop();
        }
    }
}
