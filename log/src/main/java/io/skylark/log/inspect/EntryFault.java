package io.skylark.log.inspect;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.segment.LostFrame;
import io.skylark.log.store.MessageStore;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Whether the body of a whole frame is what its type says.
final class EntryFault {
    private EntryFault() {}

    /// What is wrong with the body, or null. The bodies of tables are theirs to judge.
    static @Nullable String of(EntryView entry) {
        int type = entry.typeCode();
        if (entry.messagesAt() >= 0) {
            return messages(entry, entry.maxMessages());
        }
        if (type == EntryType.LOST.code()) {
            return lost(entry);
        }
        boolean ofTheLog = type == EntryType.PADDING.code() || type == EntryType.ROLL.code();
        if (!ofTheLog && type < EntryType.FIRST_TABLE_CODE) {
            return "type " + type + " is not known here; was it written by a newer version?";
        }
        return null;
    }

    private static @Nullable String messages(EntryView entry, int max) {
        ByteBuffer source = entry.buffer();
        int end = entry.bodyAt() + entry.bodySize();
        int count = 0;
        for (int at = entry.messagesAt(); at < end; count++) {
            String fault = count == max ? "bytes behind it" : message(source, at, end - at);
            if (fault != null) {
                return "its body holds no message at byte " + (at - entry.bodyAt()) + ": " + fault;
            }
            at += MessageLayout.totalSize(source, at);
        }
        return count == 0 ? "its body is empty" : null;
    }

    static @Nullable String message(ByteBuffer source, int at, int limit) {
        String fault = MessageLayout.fault(source, at, limit);
        if (fault != null) {
            return fault;
        }
        int queueId = MessageLayout.queueId(source, at);
        return queueId < 0 || queueId >= MessageStore.MAX_QUEUES_PER_TOPIC
                ? "queue id " + queueId + " is outside 0 to " + (MessageStore.MAX_QUEUES_PER_TOPIC - 1)
                : null;
    }

    private static @Nullable String lost(EntryView entry) {
        try {
            LostFrame.read(entry.body());
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
