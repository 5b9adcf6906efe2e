package io.skylark.bench.compare;

import io.skylark.bench.peer.Protocol;
import java.io.IOException;

/// One line of the table: a piece of work that is given to every peer.
///
/// @param id as it stands in options
/// @param title as it stands in the table
/// @param goal whether the row is one of the goals, which run when none is named
public record Row(String id, String title, boolean goal, Work work) {
    /// Prepares what the work needs, does it, and measures.
    public interface Work {
        Figures run(Bed bed) throws IOException;

        /// Whether there is a way to do it with servers that speak this.
        default boolean fits(Protocol protocol) {
            return protocol == Protocol.REMOTING;
        }
    }
}
