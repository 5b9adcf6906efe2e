package io.skylark.log;

import java.nio.ByteBuffer;

/// The body of an [EntryType#MOVED]: a message that the log knew before, but nobody could read, is in a queue from here on.
/// One entry says both, so a crash leaves it in one of the two places.
///
/// | at | size | what |
/// |---|---|---|
/// | 0 | 1 | code of the table that had the message |
/// | 1 | 7 | position of the entry that the table had it from, big-endian |
/// | 8 | | the message, in the stored layout |
public final class MovedMessage {
    public static final int MESSAGE_AT = 8;

    private static final int OWNER_SHIFT = 56;
    private static final long SOURCE_MASK = (1L << OWNER_SHIFT) - 1;

    private MovedMessage() {}

    /// Writes what stands before the message, from the target's position on, and moves it behind that.
    public static void writePrefix(ByteBuffer target, EntryType owner, long source) {
        if (source < 0 || source > SOURCE_MASK) {
            throw new IllegalArgumentException("position " + source + " does not fit into 7 bytes");
        }
        target.putLong((long) owner.code() << OWNER_SHIFT | source);
    }

    /// Code of the table that had the message.
    public static int owner(EntryView entry) {
        return (int) (entry.buffer().getLong(entry.bodyAt()) >>> OWNER_SHIFT);
    }

    /// Position of the entry that the table had the message from.
    public static long source(EntryView entry) {
        return entry.buffer().getLong(entry.bodyAt()) & SOURCE_MASK;
    }
}
