package io.skylark.log.sealed;

import io.skylark.log.segment.CheckedBlock;
import java.util.Locale;

/// The file `<base>.index`: what lies in a sealed segment, and where. All integers are big-endian; a place is an offset in
/// the segment file.
///
/// | section | size | content |
/// |---|---|---|
/// | header | 64 | [CheckedBlock], magic `SKYI`: base 8, store id 8, last entry's index 8, its term 8, min time 8, max time 8 |
/// | entries | 12 each | one for each message, queue after queue: place 4, size 4, tag hash 4 |
/// | queues | 40 each | sorted by topic and id: topic number 4, queue id 4, first offset 8, count 4, number of its first entry 4, min time 8, max time 8 |
/// | topics | 16 each | where its name starts 4, length of the name 4, born 8 |
/// | names | | UTF-8 back to back |
/// | keys | 8 each | sorted: hash 4, place of the message 4 |
/// | blocks | 4 each | for each 64 KiB of the segment: place of the first frame that starts there, or -1 |
/// | footer | 64 | [CheckedBlock], magic `SKYJ`: number of topics 4, queues 4, entries 4, keys 4, bytes of names 4, blocks 4, then CRC32C of entries 4, of queues to names 4, of keys 4, of blocks 4 |
///
/// A topic's messages before the position where it was *born* (where a topic of its name was last removed) are not
/// listed, and a list whose topic was born elsewhere than today's is dead.
final class IndexLayout {
    static final int BASE_DIGITS = 20;
    static final String SUFFIX = ".index";
    static final int VERSION = 1;
    static final int HEADER_MAGIC = 0x534B5949;
    static final int FOOTER_MAGIC = 0x534B594A;

    static final int BASE = CheckedBlock.FIELDS;
    static final int STORE_ID = BASE + 8;
    static final int LAST_INDEX = STORE_ID + 8;
    static final int LAST_TERM = LAST_INDEX + 8;
    static final int MIN_TIME = LAST_TERM + 8;
    static final int MAX_TIME = MIN_TIME + 8;

    static final int ENTRY_BYTES = 12;
    static final int ENTRY_SIZE = 4;
    static final int ENTRY_TAG = 8;

    static final int QUEUE_BYTES = 40;
    static final int QUEUE_ID = 4;
    static final int QUEUE_FIRST_OFFSET = 8;
    static final int QUEUE_COUNT = 16;
    static final int QUEUE_FIRST_ENTRY = 20;
    static final int QUEUE_MIN_TIME = 24;
    static final int QUEUE_MAX_TIME = 32;

    static final int TOPIC_BYTES = 16;
    static final int TOPIC_NAME_LENGTH = 4;
    static final int TOPIC_BORN = 8;

    /// Queue ids are below this, as in `Queues`.
    static final int MAX_QUEUES_PER_TOPIC = 65_536;

    static final int KEY_BYTES = 8;
    static final int BLOCK_SHIFT = 16;

    static final int TOPICS = CheckedBlock.FIELDS;
    static final int QUEUES = TOPICS + 4;
    static final int ENTRIES = QUEUES + 4;
    static final int KEYS = ENTRIES + 4;
    static final int NAME_BYTES = KEYS + 4;
    static final int BLOCKS = NAME_BYTES + 4;
    static final int ENTRIES_CHECKSUM = BLOCKS + 4;
    static final int DIRECTORY_CHECKSUM = ENTRIES_CHECKSUM + 4;
    static final int KEYS_CHECKSUM = DIRECTORY_CHECKSUM + 4;
    static final int BLOCKS_CHECKSUM = KEYS_CHECKSUM + 4;

    private IndexLayout() {}

    static String name(long base) {
        return String.format(Locale.ROOT, "%020d", base) + SUFFIX;
    }

    /// How many blocks a segment has.
    static int blocks(long segmentBytes) {
        return (int) ((segmentBytes + (1 << BLOCK_SHIFT) - 1) >>> BLOCK_SHIFT);
    }
}
