package io.skylark.net;

import java.util.ArrayList;
import java.util.List;

/// Answers that become ready one after the other and leave together: one task and one flush for each connection. Owned by
/// one thread; there may be one of them for a server's connections.
public final class RoundAnswers {
    private final List<Connection> connections = new ArrayList<>();

    public void add(Connection connection, Answer answer) {
        if (connection.enqueue(answer)) {
            connections.add(connection);
        }
    }

    /// Sends what was added.
    public void release() {
        for (int i = 0; i < connections.size(); i++) {
            connections.get(i).releaseRound();
        }
        connections.clear();
    }
}
