package io.skylark.log;

/// What the body of an entry is. The code is one byte on disk and is never given a second meaning.
///
/// Codes below [#FIRST_TABLE_CODE] belong to the log and the message store; the tables of the broker choose theirs from
/// there on, each in the class that owns the table.
///
/// @param message whether it brings a message: such entries are the first to be refused when the disk is full
public record EntryType(int code, String name, boolean message) {
    public static final int FIRST_TABLE_CODE = 16;
    public static final int MAX_CODE = 127;

    /// Fills the rest of a segment; it has no body of its own and takes no index.
    public static final EntryType PADDING = new EntryType(0, "PADDING", false);

    /// One stored message.
    public static final EntryType MESSAGE = new EntryType(1, "MESSAGE", true);

    /// Several stored messages back to back.
    public static final EntryType MESSAGE_BATCH = new EntryType(2, "MESSAGE_BATCH", true);

    /// The queues of one topic, only in snapshots.
    public static final EntryType QUEUES = new EntryType(3, "QUEUES", false);

    /// Ends a segment before it is full: padding follows. It has no body and no other effect.
    public static final EntryType ROLL = new EntryType(4, "ROLL", false);

    /// Stands where damaged entries stood; written by a repair only, see `LostFrame`.
    public static final EntryType LOST = new EntryType(5, "LOST", false);

    /// A message that was parked before and is in a queue now, see [MovedMessage].
    public static final EntryType MOVED = new EntryType(6, "MOVED", true);

    public EntryType {
        if (code < 0 || code > MAX_CODE) {
            throw new IllegalArgumentException("entry type code " + code + " is outside 0 to " + MAX_CODE);
        }
    }

    /// The type of the changes of one table.
    ///
    /// @param code [#FIRST_TABLE_CODE] to [#MAX_CODE]
    public static EntryType table(int code, String name) {
        if (code < FIRST_TABLE_CODE) {
            throw new IllegalArgumentException("entry type codes below " + FIRST_TABLE_CODE + " belong to the log");
        }
        return new EntryType(code, name, false);
    }

    /// The type of entries that bring a table messages which are in no queue yet.
    ///
    /// @param code [#FIRST_TABLE_CODE] to [#MAX_CODE]
    public static EntryType parked(int code, String name) {
        return new EntryType(table(code, name).code, name, true);
    }

    /// The same code for an entry that brings nothing new, and is welcome when messages are refused.
    public EntryType again() {
        return new EntryType(code, name, false);
    }
}
