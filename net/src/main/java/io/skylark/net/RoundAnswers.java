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

    /// Ends the connections for which something was added, in place of the answers: who waits for one learns at once that
    /// there is none. The connection drops the answers when it closes.
    public void fail() {
        for (Connection connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    /// Sends what was added.
    public void release() {
        for (int i = 0; i < connections.size(); i++) {
            connections.get(i).releaseRound();
        }
        connections.clear();
    }
}
