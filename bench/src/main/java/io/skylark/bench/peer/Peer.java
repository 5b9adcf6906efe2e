package io.skylark.bench.peer;

import java.io.IOException;
import java.nio.file.Path;

/// A kind of server, with its settings: how to start one.
public interface Peer {
    /// As it stands in options and tables.
    String name();

    /// What a reader of the table has to know about version and settings.
    String description();

    /// Starts name server and broker with their stores below `folder`, which are made when it is empty, and returns
    /// when both have announced themselves.
    ///
    /// @throws IOException with the end of its output, when a process ends before that or says nothing
    RunningPeer start(Path folder) throws IOException;
}
