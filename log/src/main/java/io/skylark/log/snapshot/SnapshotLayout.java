package io.skylark.log.snapshot;

import io.skylark.log.segment.CheckedBlock;
import java.util.Locale;

/// The file `<position>.snapshot`. All integers are big-endian.
///
/// | section | size | content |
/// |---|---|---|
/// | header | 64 | [CheckedBlock], magic `SKYS`: position 8, tail position 8, store id 8, index of the last entry before the position 8, its term 8, its time 8 |
/// | items | 13 + n each | size n of the body 4, entry type 1, time 8, body |
/// | footer | 64 | [CheckedBlock], magic `SKYT`: number of items 8, their bytes 8, CRC32C of everything before the footer 4 |
final class SnapshotLayout {
    static final String SUFFIX = ".snapshot";
    static final int VERSION = 1;
    static final int HEADER_MAGIC = 0x534B5953;
    static final int FOOTER_MAGIC = 0x534B5954;

    static final int POSITION = CheckedBlock.FIELDS;
    static final int TAIL_POSITION = POSITION + 8;
    static final int STORE_ID = TAIL_POSITION + 8;
    static final int LAST_INDEX = STORE_ID + 8;
    static final int LAST_TERM = LAST_INDEX + 8;
    static final int LAST_TIME = LAST_TERM + 8;

    static final int ITEM_TYPE = 4;
    static final int ITEM_TIME = 5;
    static final int ITEM_BYTES = 13;

    static final int ITEMS = CheckedBlock.FIELDS;
    static final int BYTES = ITEMS + 8;
    static final int CHECKSUM = BYTES + 8;

    private SnapshotLayout() {}

    static String name(long position) {
        return String.format(Locale.ROOT, "%020d", position) + SUFFIX;
    }
}
