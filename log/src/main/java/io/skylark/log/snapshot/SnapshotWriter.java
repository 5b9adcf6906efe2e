package io.skylark.log.snapshot;

import io.skylark.log.EntryType;
import io.skylark.log.TableSnapshot;
import io.skylark.log.disk.DiskFile;
import io.skylark.log.segment.CheckedBlock;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Writes one snapshot, front to back. Owned by one thread, for one file.
final class SnapshotWriter implements TableSnapshot.Sink {
    private static final int BUFFER_BYTES = 256 << 10;

    private final DiskFile file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final CRC32C crc = new CRC32C();
    private long written;
    private long items;

    SnapshotWriter(DiskFile file) {
        this.file = file;
    }

    void begin(SnapshotPoint point, long storeId) {
        put(CheckedBlock.seal(CheckedBlock.create(SnapshotLayout.HEADER_MAGIC, SnapshotLayout.VERSION)
                .putLong(SnapshotLayout.POSITION, point.position())
                .putLong(SnapshotLayout.TAIL_POSITION, point.tailPosition())
                .putLong(SnapshotLayout.STORE_ID, storeId)
                .putLong(SnapshotLayout.LAST_INDEX, point.lastIndex())
                .putLong(SnapshotLayout.LAST_TERM, point.lastTerm())
                .putLong(SnapshotLayout.LAST_TIME, point.lastTime())));
    }

    @Override
    public void entry(EntryType type, long time, byte[] body) {
        put(ByteBuffer.allocate(SnapshotLayout.ITEM_BYTES)
                .putInt(0, body.length)
                .put(SnapshotLayout.ITEM_TYPE, (byte) type.code())
                .putLong(SnapshotLayout.ITEM_TIME, time));
        put(ByteBuffer.wrap(body));
        items++;
    }

    void end() {
        drain();
        long itemBytes = written - CheckedBlock.BYTES;
        put(CheckedBlock.seal(CheckedBlock.create(SnapshotLayout.FOOTER_MAGIC, SnapshotLayout.VERSION)
                .putLong(SnapshotLayout.ITEMS, items)
                .putLong(SnapshotLayout.BYTES, itemBytes)
                .putInt(SnapshotLayout.CHECKSUM, (int) crc.getValue())));
        drain();
    }

    private void put(ByteBuffer source) {
        while (source.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                drain();
            }
            int count = Math.min(buffer.remaining(), source.remaining());
            buffer.put(source.slice(source.position(), count));
            source.position(source.position() + count);
        }
    }

    private void drain() {
        buffer.flip();
        written += buffer.remaining();
        crc.update(buffer.duplicate());
        file.write(buffer, written - buffer.remaining());
        buffer.clear();
    }
}
