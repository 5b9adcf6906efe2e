package io.skylark.broker.timer;

import io.skylark.log.EntryView;
import io.skylark.log.store.StoredEntry;
import io.skylark.message.MessageDraft;
import java.nio.ByteBuffer;

/// The body of a [TimerTable#TYPE] entry. All integers are big-endian.
///
/// | at | size | what |
/// |---|---|---|
/// | 0 | 8 | when the message is to be seen, ms |
/// | 8 | 8 | position of the entry that this one replaces, -1 for none |
/// | 16 | | the message as it is to be seen then, in the stored layout |
final class ParkedMessage {
    static final int MESSAGE_AT = 16;
    static final long NOTHING = -1;

    private ParkedMessage() {}

    static void write(ByteBuffer target, long due, long replaces, MessageDraft message, long timeMillis) {
        target.putLong(due).putLong(replaces);
        message.encode(target, timeMillis);
    }

    static long due(EntryView entry) {
        return entry.buffer().getLong(entry.bodyAt());
    }

    static long replaces(EntryView entry) {
        return entry.buffer().getLong(entry.bodyAt() + 8);
    }

    static boolean isParked(StoredEntry entry) {
        return entry.typeCode() == TimerTable.TYPE.code();
    }

    static long due(StoredEntry entry) {
        return entry.body().getLong(0);
    }

    static MessageDraft message(StoredEntry entry) {
        return MessageDraft.read(entry.body(), MESSAGE_AT);
    }

    /// The same entry once more, for a message whose segment expires.
    static byte[] again(EntryView entry) {
        byte[] body = new byte[entry.bodySize()];
        entry.buffer().get(entry.bodyAt(), body);
        ByteBuffer.wrap(body).putLong(8, entry.position());
        return body;
    }
}
