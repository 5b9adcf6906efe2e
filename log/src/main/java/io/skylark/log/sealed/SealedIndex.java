package io.skylark.log.sealed;

import io.skylark.log.disk.Disk;
import io.skylark.log.disk.DiskFile;
import io.skylark.log.segment.CheckedBlock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The index of a sealed segment, read in place from its mapped file. The table is in [IndexLayout].
///
/// Opening checks header, footer, size, and the directory of queues. Entries, keys and blocks are checked as a whole when
/// the first of them is asked for, so that a start does not read what nobody wants. Checked are the checksum and, by
/// [IndexCheck], that nothing points to where it cannot.
///
/// Shared and immutable; every method may throw [DamagedIndexException].
public final class SealedIndex {
    private final String path;
    private final ByteBuffer file;
    private final ByteBuffer footer;
    private final int queuesAt;
    private final int topicsAt;
    private final int namesAt;
    private final int keysAt;
    private final int blocksAt;
    private final int footerAt;
    private final long segmentBytes;
    private volatile boolean entriesChecked;
    private volatile boolean keysChecked;
    private volatile boolean blocksChecked;

    private SealedIndex(String path, ByteBuffer file, ByteBuffer footer, long segmentBytes) {
        this.path = path;
        this.file = file;
        this.footer = footer;
        queuesAt = at(CheckedBlock.BYTES, IndexLayout.ENTRIES, IndexLayout.ENTRY_BYTES);
        topicsAt = at(queuesAt, IndexLayout.QUEUES, IndexLayout.QUEUE_BYTES);
        namesAt = at(topicsAt, IndexLayout.TOPICS, IndexLayout.TOPIC_BYTES);
        keysAt = at(namesAt, IndexLayout.NAME_BYTES, 1);
        blocksAt = at(keysAt, IndexLayout.KEYS, IndexLayout.KEY_BYTES);
        footerAt = at(blocksAt, IndexLayout.BLOCKS, Integer.BYTES);
        this.segmentBytes = segmentBytes;
    }

    /// Where the section behind one with so many elements starts.
    private int at(int start, int countField, int elementBytes) {
        long end = start + (long) footer.getInt(countField) * elementBytes;
        if (footer.getInt(countField) < 0 || end > file.limit() - CheckedBlock.BYTES) {
            throw damaged("its sections go beyond its end");
        }
        return (int) end;
    }

    public static String name(long base) {
        return IndexLayout.name(base);
    }

    /// Whether a file is an index, by its name.
    public static boolean isIndex(String name) {
        return name.length() == IndexLayout.BASE_DIGITS + IndexLayout.SUFFIX.length()
                && name.endsWith(IndexLayout.SUFFIX)
                && name.chars().limit(IndexLayout.BASE_DIGITS).allMatch(c -> c >= '0' && c <= '9');
    }

    /// The base in the name of an index; empty for other files.
    public static OptionalLong base(String name) {
        return isIndex(name)
                ? OptionalLong.of(Long.parseLong(name.substring(0, IndexLayout.BASE_DIGITS)))
                : OptionalLong.empty();
    }

    /// Opens the index of a segment.
    ///
    /// @throws DamagedIndexException when it is missing or unusable: the message tells a foreign, a newer, a cut and a
    ///         damaged file apart
    public static SealedIndex open(Disk disk, long base, long storeId, long segmentBytes) {
        String name = name(base);
        String path = disk.folder() + "/" + name;
        if (!disk.list().contains(name)) {
            throw new DamagedIndexException(path, "there is no such file");
        }
        try (DiskFile file = disk.open(name)) {
            long size = file.size();
            if (size < 2 * CheckedBlock.BYTES || size > Integer.MAX_VALUE) {
                throw new DamagedIndexException(path, "it has " + size + " bytes");
            }
            SealedIndex index = open(path, file.map(size), segmentBytes);
            index.checkIdentity(base, storeId);
            return index;
        }
    }

    /// Opens an index whose bytes are given, of whatever store and segment of this size.
    public static SealedIndex open(String path, ByteBuffer file, long segmentBytes) {
        int footerAt = file.limit() - CheckedBlock.BYTES;
        if (footerAt < CheckedBlock.BYTES) {
            throw new DamagedIndexException(path, "it has " + file.limit() + " bytes");
        }
        String fault = CheckedBlock.fault(
                file.slice(0, CheckedBlock.BYTES), IndexLayout.HEADER_MAGIC, IndexLayout.VERSION);
        if (fault != null) {
            throw new DamagedIndexException(path, "header: " + fault);
        }
        ByteBuffer footer = file.slice(footerAt, CheckedBlock.BYTES);
        fault = CheckedBlock.fault(footer, IndexLayout.FOOTER_MAGIC, IndexLayout.VERSION);
        if (fault != null) {
            throw new DamagedIndexException(path, "footer: " + fault);
        }
        SealedIndex index = new SealedIndex(path, file, footer, segmentBytes);
        if (index.footerAt != footerAt) {
            throw index.damaged("its sections end at " + index.footerAt + " instead of " + footerAt);
        }
        if (index.blocks() != IndexLayout.blocks(segmentBytes)) {
            throw index.damaged("it is about a segment of another size");
        }
        index.check("directory", index.queuesAt, index.keysAt, IndexLayout.DIRECTORY_CHECKSUM);
        index.refuse(IndexCheck.directory(index));
        return index;
    }

    private void checkIdentity(long base, long storeId) {
        if (file.getLong(IndexLayout.BASE) != base || file.getLong(IndexLayout.STORE_ID) != storeId) {
            throw damaged("it belongs to segment " + file.getLong(IndexLayout.BASE) + " of store "
                    + Long.toHexString(file.getLong(IndexLayout.STORE_ID)));
        }
    }

    private void refuse(@Nullable String fault) {
        if (fault != null) {
            throw damaged(fault);
        }
    }

    private void check(String section, int from, int to, int checksumField) {
        CRC32C crc = new CRC32C();
        crc.update(file.slice(from, to - from));
        int stored = footer.getInt(checksumField);
        if ((int) crc.getValue() != stored) {
            throw damaged(String.format(
                    "%s: checksum 0x%08x instead of 0x%08x", section, (int) crc.getValue(), stored));
        }
    }

    private DamagedIndexException damaged(String reason) {
        return new DamagedIndexException(path, reason);
    }

    /// Checks the sections that opening leaves unchecked.
    public void checkAll() {
        checkEntries();
        checkKeys();
        checkBlocks();
    }

    private void checkEntries() {
        if (!entriesChecked) {
            check("entries", CheckedBlock.BYTES, queuesAt, IndexLayout.ENTRIES_CHECKSUM);
            refuse(IndexCheck.entries(this, segmentBytes));
            entriesChecked = true;
        }
    }

    private void checkKeys() {
        if (!keysChecked) {
            check("keys", keysAt, blocksAt, IndexLayout.KEYS_CHECKSUM);
            refuse(IndexCheck.keys(this, segmentBytes));
            keysChecked = true;
        }
    }

    private void checkBlocks() {
        if (!blocksChecked) {
            check("blocks", blocksAt, footerAt, IndexLayout.BLOCKS_CHECKSUM);
            refuse(IndexCheck.blocks(this, segmentBytes));
            blocksChecked = true;
        }
    }

    public long base() {
        return file.getLong(IndexLayout.BASE);
    }

    public long storeId() {
        return file.getLong(IndexLayout.STORE_ID);
    }

    /// Index of the last entry in the segment.
    public long lastIndex() {
        return file.getLong(IndexLayout.LAST_INDEX);
    }

    public long lastTerm() {
        return file.getLong(IndexLayout.LAST_TERM);
    }

    /// Of all entries, ms.
    public long minTime() {
        return file.getLong(IndexLayout.MIN_TIME);
    }

    public long maxTime() {
        return file.getLong(IndexLayout.MAX_TIME);
    }

    /// Number of messages.
    public int entries() {
        return footer.getInt(IndexLayout.ENTRIES);
    }

    /// Number of queues. A queue is addressed by its slot, from 0 on; slots of one topic are next to each other.
    public int queues() {
        return footer.getInt(IndexLayout.QUEUES);
    }

    public int topics() {
        return footer.getInt(IndexLayout.TOPICS);
    }

    /// Number of the topic of a queue, from 0 to [#topics()].
    public int topicOf(int slot) {
        return file.getInt(queue(slot));
    }

    public String topicName(int topic) {
        byte[] utf8 = new byte[topicNameLength(topic)];
        file.get(namesAt + topicNameAt(topic), utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    int topicNameAt(int topic) {
        return file.getInt(topic(topic));
    }

    int topicNameLength(int topic) {
        return file.getInt(topic(topic) + IndexLayout.TOPIC_NAME_LENGTH);
    }

    int nameBytes() {
        return footer.getInt(IndexLayout.NAME_BYTES);
    }

    public long topicBorn(int topic) {
        return file.getLong(topic(topic) + IndexLayout.TOPIC_BORN);
    }

    private int topic(int topic) {
        return topicsAt + topic * IndexLayout.TOPIC_BYTES;
    }

    public int queueId(int slot) {
        return file.getInt(queue(slot) + IndexLayout.QUEUE_ID);
    }

    public long firstOffset(int slot) {
        return file.getLong(queue(slot) + IndexLayout.QUEUE_FIRST_OFFSET);
    }

    public int count(int slot) {
        return file.getInt(queue(slot) + IndexLayout.QUEUE_COUNT);
    }

    public long minTime(int slot) {
        return file.getLong(queue(slot) + IndexLayout.QUEUE_MIN_TIME);
    }

    public long maxTime(int slot) {
        return file.getLong(queue(slot) + IndexLayout.QUEUE_MAX_TIME);
    }

    private int queue(int slot) {
        return queuesAt + slot * IndexLayout.QUEUE_BYTES;
    }

    /// Number of the first entry of a queue.
    public int firstEntry(int slot) {
        checkEntries();
        return firstEntryUnchecked(slot);
    }

    int firstEntryUnchecked(int slot) {
        return file.getInt(queue(slot) + IndexLayout.QUEUE_FIRST_ENTRY);
    }

    public int place(int entry) {
        return file.getInt(CheckedBlock.BYTES + entry * IndexLayout.ENTRY_BYTES);
    }

    public int size(int entry) {
        return file.getInt(CheckedBlock.BYTES + entry * IndexLayout.ENTRY_BYTES + IndexLayout.ENTRY_SIZE);
    }

    public int tagHash(int entry) {
        return file.getInt(CheckedBlock.BYTES + entry * IndexLayout.ENTRY_BYTES + IndexLayout.ENTRY_TAG);
    }

    /// Place of the first frame that starts in a block of 64 KiB, or -1.
    public int firstFrame(int block) {
        checkBlocks();
        return firstFrameUnchecked(block);
    }

    int firstFrameUnchecked(int block) {
        return file.getInt(blocksAt + block * Integer.BYTES);
    }

    public int blocks() {
        return footer.getInt(IndexLayout.BLOCKS);
    }

    /// Hands out the places of messages that may have the key, newest first, until the visitor has enough.
    ///
    /// @return false when it has
    public boolean visitKey(int hash, IntPredicate wantsMore) {
        checkKeys();
        int low = 0;
        int high = keys();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keyHash(middle) <= hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int key = low - 1; key >= 0 && keyHash(key) == hash; key--) {
            if (!wantsMore.test(keyPlace(key))) {
                return false;
            }
        }
        return true;
    }

    int keys() {
        return footer.getInt(IndexLayout.KEYS);
    }

    int keyHash(int key) {
        return file.getInt(keysAt + key * IndexLayout.KEY_BYTES);
    }

    int keyPlace(int key) {
        return file.getInt(keysAt + key * IndexLayout.KEY_BYTES + Integer.BYTES);
    }

    /// Whether the queues, with their offsets and numbers of messages, are the same in both.
    public boolean hasDirectoryOf(SealedIndex other) {
        return directory().equals(other.directory());
    }

    private ByteBuffer directory() {
        return file.slice(queuesAt, keysAt - queuesAt);
    }
}
