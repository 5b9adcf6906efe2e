package io.skylark.log.sealed;

import io.skylark.log.segment.FrameLayout;
import io.skylark.message.MessageLayout;
import org.jspecify.annotations.Nullable;

/// Whether the content of an index can be true: numbers, places and names that lie outside of what they point into would
/// otherwise be met by readers. Checksums do not tell, when a disk or a program has written wrong bytes as a whole. Each
/// method says what is wrong, or returns null. Stateless.
final class IndexCheck {
    /// So that no offset runs over; nobody gets there.
    private static final long MAX_OFFSET = Long.MAX_VALUE / 2;

    private IndexCheck() {}

    /// Topics sorted by name with their names back to back; queues sorted by topic and id with their entries back to back.
    static @Nullable String directory(SealedIndex index) {
        String fault = topics(index);
        return fault != null ? fault : queues(index);
    }

    private static @Nullable String topics(SealedIndex index) {
        long nameAt = 0;
        String before = "";
        for (int topic = 0; topic < index.topics(); topic++) {
            int length = index.topicNameLength(topic);
            if (index.topicNameAt(topic) != nameAt || length < 0 || nameAt + length > index.nameBytes()) {
                return "the name of topic " + topic + " lies outside of the names";
            }
            nameAt += length;
            String name = index.topicName(topic);
            if (topic > 0 && name.compareTo(before) <= 0) {
                return "topic " + topic + " is not sorted";
            }
            if (index.topicBorn(topic) < 0) {
                return "topic " + topic + " was removed at " + index.topicBorn(topic);
            }
            before = name;
        }
        return nameAt == index.nameBytes() ? null : "names end at " + nameAt + " of " + index.nameBytes() + " bytes";
    }

    private static @Nullable String queues(SealedIndex index) {
        long entry = 0;
        int topic = -1;
        int queueId = -1;
        for (int slot = 0; slot < index.queues(); slot++) {
            boolean sameTopic = slot > 0 && index.topicOf(slot) == topic;
            if ((!sameTopic && index.topicOf(slot) != topic + 1) || index.topicOf(slot) >= index.topics()) {
                return "queue " + slot + " has topic " + index.topicOf(slot) + " of " + index.topics();
            }
            boolean sorted = index.queueId(slot) > (sameTopic ? queueId : -1);
            if (!sorted || index.queueId(slot) >= IndexLayout.MAX_QUEUES_PER_TOPIC) {
                return "queue " + slot + " has id " + index.queueId(slot);
            }
            if (index.count(slot) <= 0 || index.firstEntryUnchecked(slot) != entry) {
                return "queue " + slot + " has " + index.count(slot) + " entries from "
                        + index.firstEntryUnchecked(slot) + " on instead of some from " + entry + " on";
            }
            if (index.firstOffset(slot) < 0 || index.firstOffset(slot) > MAX_OFFSET) {
                return "queue " + slot + " begins at offset " + index.firstOffset(slot);
            }
            topic = index.topicOf(slot);
            queueId = index.queueId(slot);
            entry += index.count(slot);
        }
        return entry == index.entries() ? null : "queues have " + entry + " of " + index.entries() + " entries";
    }

    /// @param limit bytes of the segment
    static @Nullable String entries(SealedIndex index, long limit) {
        for (int entry = 0; entry < index.entries(); entry++) {
            int place = index.place(entry);
            int size = index.size(entry);
            boolean lost = size == 0; // a repair gave it up
            if (place < FrameLayout.HEADER_BYTES
                    || (!lost && size < MessageLayout.MIN_BYTES)
                    || place + (long) size > limit) {
                return "entry " + entry + " has " + size + " bytes at " + place;
            }
        }
        return null;
    }

    static @Nullable String keys(SealedIndex index, long limit) {
        int hash = Integer.MIN_VALUE;
        for (int key = 0; key < index.keys(); key++) {
            if (index.keyHash(key) < hash) {
                return "key " + key + " is not sorted";
            }
            hash = index.keyHash(key);
            if (index.keyPlace(key) < FrameLayout.HEADER_BYTES || index.keyPlace(key) >= limit) {
                return "key " + key + " is at " + index.keyPlace(key);
            }
        }
        return null;
    }

    static @Nullable String blocks(SealedIndex index, long limit) {
        for (int block = 0; block < index.blocks(); block++) {
            int place = index.firstFrameUnchecked(block);
            if (place != -1 && (place < 0 || place >= limit || IndexContent.block(place) != block)) {
                return "block " + block + " has its first frame at " + place;
            }
        }
        return null;
    }
}
