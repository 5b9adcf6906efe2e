package io.skylark.log;

import java.util.function.Consumer;

/// A segment that is about to be deleted, offered to tables that may still need entries in it.
public interface ExpiringSegment {
    /// Position of its first byte.
    long from();

    /// Position behind its last byte.
    long to();

    /// Walks through its entries in log order; each view is valid during the call.
    void forEach(Consumer<EntryView> entries);

    /// A table that takes what it still needs along.
    @FunctionalInterface
    interface Listener {
        /// Appends again what is needed of the segment, and returns when that is durable. On the janitor.
        ///
        /// @throws RuntimeException when that cannot be done now; the segment then stays, and is offered again at the next
        ///         check
        void expiring(ExpiringSegment segment);
    }
}
