package io.skylark.log.snapshot;

import io.skylark.log.EntryView;
import io.skylark.log.segment.CheckedBlock;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// A snapshot that was checked as a whole, read in place. Immutable.
public final class SnapshotFile {
    private final ByteBuffer file;
    private final int end;

    private SnapshotFile(ByteBuffer file) {
        this.file = file;
        this.end = file.limit() - CheckedBlock.BYTES;
    }

    /// @param path for messages
    /// @throws DamagedSnapshotException when anything is wrong: the message tells a foreign, a newer, a cut and a damaged
    ///         file apart
    public static SnapshotFile open(String path, ByteBuffer file) {
        int end = file.limit() - CheckedBlock.BYTES;
        if (end < CheckedBlock.BYTES) {
            throw new DamagedSnapshotException(path, "it has " + file.limit() + " bytes");
        }
        check(path, "header", file.slice(0, CheckedBlock.BYTES), SnapshotLayout.HEADER_MAGIC);
        ByteBuffer footer = file.slice(end, CheckedBlock.BYTES);
        check(path, "footer", footer, SnapshotLayout.FOOTER_MAGIC);
        CRC32C crc = new CRC32C();
        crc.update(file.slice(0, end));
        if ((int) crc.getValue() != footer.getInt(SnapshotLayout.CHECKSUM)) {
            throw new DamagedSnapshotException(path, String.format(
                    "checksum 0x%08x instead of 0x%08x", (int) crc.getValue(), footer.getInt(SnapshotLayout.CHECKSUM)));
        }
        SnapshotFile opened = new SnapshotFile(file);
        long items = opened.walk(item -> {});
        if (items != footer.getLong(SnapshotLayout.ITEMS)) {
            throw new DamagedSnapshotException(
                    path, "it has " + items + " items instead of " + footer.getLong(SnapshotLayout.ITEMS));
        }
        SnapshotPoint point = opened.point();
        if (point.tailPosition() < 0 || point.tailPosition() > point.position()) {
            throw new DamagedSnapshotException(path, "it is of position " + point.position()
                    + ", and its sealed segments end at " + point.tailPosition());
        }
        return opened;
    }

    private static void check(String path, String part, ByteBuffer block, int magic) {
        String fault = CheckedBlock.fault(block, magic, SnapshotLayout.VERSION);
        if (fault != null) {
            throw new DamagedSnapshotException(path, part + ": " + fault);
        }
    }

    public SnapshotPoint point() {
        return new SnapshotPoint(
                file.getLong(SnapshotLayout.POSITION),
                file.getLong(SnapshotLayout.TAIL_POSITION),
                file.getLong(SnapshotLayout.LAST_INDEX),
                file.getLong(SnapshotLayout.LAST_TERM),
                file.getLong(SnapshotLayout.LAST_TIME));
    }

    public long storeId() {
        return file.getLong(SnapshotLayout.STORE_ID);
    }

    /// Hands out the items, as entries with index 0 and position 0; each is valid during the call.
    public void forEach(Consumer<EntryView> items) {
        walk(items);
    }

    /// Returns how many items there are, -1 when the last one does not end where the items do.
    private long walk(Consumer<EntryView> items) {
        EntryView view = new EntryView();
        long count = 0;
        int at = CheckedBlock.BYTES;
        while (at < end) {
            int size = end - at < SnapshotLayout.ITEM_BYTES ? -1 : file.getInt(at);
            if (size < 0 || size > end - at - SnapshotLayout.ITEM_BYTES) {
                return -1;
            }
            int type = file.get(at + SnapshotLayout.ITEM_TYPE);
            view.wrap(type, 0, 0, file.getLong(at + SnapshotLayout.ITEM_TIME), 0);
            items.accept(view.body(file, at + SnapshotLayout.ITEM_BYTES, size));
            at += SnapshotLayout.ITEM_BYTES + size;
            count++;
        }
        return count;
    }
}
