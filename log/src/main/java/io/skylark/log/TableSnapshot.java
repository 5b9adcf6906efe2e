package io.skylark.log;

/// The state of a table, as entries that make it again when they are applied in order to an empty table: the log of the
/// table without what was changed again later.
///
/// It need not be exact: entries of the log from where it was taken on are applied on top of it, and it may contain the
/// changes of some of them already, as long as applying them again comes to the same.
@FunctionalInterface
public interface TableSnapshot {
    /// Hands out the entries. Called once, on the janitor or on the closing thread, while the table may change.
    void writeTo(Sink sink);

    /// The snapshot that this is a part of is durable, and only it and the one before it are kept: what tables have outside of
    /// snapshots and none of the two needs may go. Called on the same thread, once at most.
    default void stored() {}

    /// Takes entries.
    @FunctionalInterface
    interface Sink {
        /// @param time what [EntryView#time()] will say when the entry is applied, ms
        void entry(EntryType type, long time, byte[] body);
    }
}
