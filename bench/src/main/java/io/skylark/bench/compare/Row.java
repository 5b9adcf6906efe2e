package io.skylark.bench.compare;

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
    }
}
