package io.skylark.log.inspect;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// Adds up entries.
final class Tally {
    private final QueueNames names = new QueueNames();
    private final Map<Integer, Long> entriesByType = new HashMap<>();
    private long entries;
    private long messages;
    private long bytes;
    private long lostEntries;
    private long lastIndex;
    private long firstTime;
    private long lastTime;

    /// Counts one entry, and returns how many messages it holds.
    int add(EntryView entry, int frameBytes) {
        bytes += frameBytes;
        if (entry.typeCode() == EntryType.PADDING.code()) {
            return 0;
        }
        if (entry.typeCode() == EntryType.LOST.code()) {
            lostEntries += entries == 0 ? 0 : entry.index() - lastIndex;
        } else {
            firstTime = firstTime == 0 ? entry.time() : firstTime;
            lastTime = entry.time();
        }
        entries++;
        lastIndex = entry.index();
        entriesByType.merge(entry.typeCode(), 1L, Long::sum);
        int found = entry.messagesAt() >= 0 ? addMessages(entry) : 0;
        messages += found;
        return found;
    }

    private int addMessages(EntryView entry) {
        ByteBuffer source = entry.buffer();
        int count = 0;
        int end = entry.bodyAt() + entry.bodySize();
        for (int at = entry.messagesAt(); at < end; at += MessageLayout.totalSize(source, at)) {
            names.add(source, at + MessageLayout.topicAt(source, at), MessageLayout.topicLength(source, at),
                    MessageLayout.queueId(source, at), entry.position());
            count++;
        }
        return count;
    }

    /// Goes on behind damage.
    void skip(Hole hole) {
        lastIndex = hole.lostTo();
    }

    QueueNames names() {
        return names;
    }

    Totals totals() {
        return new Totals(entries, messages, bytes, lostEntries, names.topics(), names.queues(), firstTime, lastTime,
                entriesByType);
    }
}
