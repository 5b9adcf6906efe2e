package io.skylark.log.sealed;

import io.skylark.log.segment.CheckedBlock;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Gives the bytes of an index right checksums, whatever they say.
public final class ForgedIndex {
    private ForgedIndex() {}

    public static void reseal(byte[] index) {
        ByteBuffer file = ByteBuffer.wrap(index);
        int footerAt = index.length - CheckedBlock.BYTES;
        ByteBuffer footer = file.slice(footerAt, CheckedBlock.BYTES);
        int queues = end(footer, CheckedBlock.BYTES, IndexLayout.ENTRIES, IndexLayout.ENTRY_BYTES, footerAt);
        int topics = end(footer, queues, IndexLayout.QUEUES, IndexLayout.QUEUE_BYTES, footerAt);
        int names = end(footer, topics, IndexLayout.TOPICS, IndexLayout.TOPIC_BYTES, footerAt);
        int keys = end(footer, names, IndexLayout.NAME_BYTES, 1, footerAt);
        int blocks = end(footer, keys, IndexLayout.KEYS, IndexLayout.KEY_BYTES, footerAt);
        footer.putInt(IndexLayout.ENTRIES_CHECKSUM, checksum(file, CheckedBlock.BYTES, queues));
        footer.putInt(IndexLayout.DIRECTORY_CHECKSUM, checksum(file, queues, keys));
        footer.putInt(IndexLayout.KEYS_CHECKSUM, checksum(file, keys, blocks));
        footer.putInt(IndexLayout.BLOCKS_CHECKSUM, checksum(file, blocks, footerAt));
        CheckedBlock.seal(footer);
        CheckedBlock.seal(file.slice(0, CheckedBlock.BYTES));
    }

    private static int end(ByteBuffer footer, int start, int countField, int elementBytes, int footerAt) {
        long end = start + (long) footer.getInt(countField) * elementBytes;
        return end < start || end > footerAt ? footerAt : (int) end;
    }

    private static int checksum(ByteBuffer file, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(file.slice(from, to - from));
        return (int) crc.getValue();
    }
}
