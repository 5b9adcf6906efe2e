package io.skylark.log.sealed;

import io.skylark.log.disk.Disk;
import io.skylark.log.disk.DiskFile;
import io.skylark.log.segment.CheckedBlock;
import io.skylark.log.segment.Segments;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Writes the index of one segment, front to back, under a temporary name, and publishes it as a whole. Owned by one
/// thread, for one file.
public final class IndexWriter {
    private static final int BUFFER_BYTES = 256 << 10;

    private final IndexContent content;
    private final DiskFile file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final CRC32C crc = new CRC32C();
    private long written;

    private record Topic(byte[] utf8, long born) {}

    private IndexWriter(IndexContent content, DiskFile file) {
        this.content = content;
        this.file = file;
    }

    /// Makes the index durable; replaces the one that is there.
    ///
    /// @throws io.skylark.log.disk.DiskException when the disk refuses; nothing was published then
    public static void write(Disk disk, IndexContent content) {
        String name = IndexLayout.name(content.base());
        String unfinished = name + Segments.UNFINISHED;
        if (disk.list().contains(unfinished)) {
            disk.delete(unfinished);
        }
        try (DiskFile file = disk.create(unfinished)) {
            new IndexWriter(content, file).write();
            file.force();
        }
        disk.rename(unfinished, name);
        disk.syncDirectory();
    }

    private void write() {
        ByteBuffer footer = CheckedBlock.create(IndexLayout.FOOTER_MAGIC, IndexLayout.VERSION);
        block(header());
        entries(footer);
        directory(footer);
        keys(footer);
        blocks(footer);
        block(footer);
        drain();
    }

    private ByteBuffer header() {
        return CheckedBlock.create(IndexLayout.HEADER_MAGIC, IndexLayout.VERSION)
                .putLong(IndexLayout.BASE, content.base())
                .putLong(IndexLayout.STORE_ID, content.storeId())
                .putLong(IndexLayout.LAST_INDEX, content.lastIndex())
                .putLong(IndexLayout.LAST_TERM, content.lastTerm())
                .putLong(IndexLayout.MIN_TIME, content.minTime())
                .putLong(IndexLayout.MAX_TIME, content.maxTime());
    }

    private void entries(ByteBuffer footer) {
        int entries = 0;
        for (IndexContent.Run run : content.runs()) {
            for (int i = 0; i < run.count(); i++) {
                room(IndexLayout.ENTRY_BYTES).putInt(run.placeAt(i)).putInt(run.sizeAt(i)).putInt(run.tagHashAt(i));
            }
            entries += run.count();
        }
        footer.putInt(IndexLayout.ENTRIES, entries).putInt(IndexLayout.ENTRIES_CHECKSUM, checksum());
    }

    private void directory(ByteBuffer footer) {
        List<Topic> topics = new ArrayList<>();
        IndexContent.Run before = null;
        int entry = 0;
        for (IndexContent.Run run : content.runs()) {
            if (before == null || !run.topic().equals(before.topic())) {
                topics.add(new Topic(run.topic().getBytes(StandardCharsets.UTF_8), run.born()));
            }
            room(IndexLayout.QUEUE_BYTES).putInt(topics.size() - 1).putInt(run.queueId()).putLong(run.firstOffset())
                    .putInt(run.count()).putInt(entry).putLong(run.minTime()).putLong(run.maxTime());
            entry += run.count();
            before = run;
        }
        int nameBytes = 0;
        for (Topic topic : topics) {
            room(IndexLayout.TOPIC_BYTES).putInt(nameBytes).putInt(topic.utf8.length).putLong(topic.born);
            nameBytes += topic.utf8.length;
        }
        topics.forEach(topic -> room(topic.utf8.length).put(topic.utf8));
        footer.putInt(IndexLayout.QUEUES, content.runs().size())
                .putInt(IndexLayout.TOPICS, topics.size())
                .putInt(IndexLayout.NAME_BYTES, nameBytes)
                .putInt(IndexLayout.DIRECTORY_CHECKSUM, checksum());
    }

    private void keys(ByteBuffer footer) {
        for (long key : content.keys()) {
            room(IndexLayout.KEY_BYTES).putLong(key);
        }
        footer.putInt(IndexLayout.KEYS, content.keys().length).putInt(IndexLayout.KEYS_CHECKSUM, checksum());
    }

    private void blocks(ByteBuffer footer) {
        for (int place : content.firstFrames()) {
            room(Integer.BYTES).putInt(place);
        }
        footer.putInt(IndexLayout.BLOCKS, content.firstFrames().length).putInt(IndexLayout.BLOCKS_CHECKSUM, checksum());
    }

    private void block(ByteBuffer block) {
        room(CheckedBlock.BYTES).put(CheckedBlock.seal(block));
        drain();
        crc.reset();
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            drain();
        }
        return buffer;
    }

    /// Of everything since the last one.
    private int checksum() {
        drain();
        int sum = (int) crc.getValue();
        crc.reset();
        return sum;
    }

    private void drain() {
        buffer.flip();
        int bytes = buffer.remaining();
        crc.update(buffer.duplicate());
        file.write(buffer, written);
        written += bytes;
        buffer.clear();
    }
}
