package io.skylark.server.process;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;

/// A server that runs.
///
/// @param kind what it is
/// @param ports on which it listens; empty where the system does not tell, or only tells its user
/// @param started empty where the system does not tell
public record ServerProcess(Kind kind, long pid, SortedSet<Integer> ports, Optional<Instant> started) {
    /// By the names that `mqshutdown` and `skylark` have for them.
    public enum Kind {
        broker,
        namesrv,
        /// `skylark server run`
        run,
        /// `skylark dev`
        dev
    }
}
