package io.skylark.broker.timer;

import io.skylark.log.disk.DiskFile;
import io.skylark.log.segment.CheckedBlock;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The file `timers-<id>.run`. All integers are big-endian; the byte table is in `docs/formats/timers.md` too.
///
/// | section | size | content |
/// |---|---|---|
/// | header | 64 | [CheckedBlock], magic `SKYP`: id 8, records 8, first position 8, last position 8 |
/// | records | 16 each | due time 8 in ms, position of the entry 8; ascending, by due time first |
/// | footer | 64 | [CheckedBlock], magic `SKYQ`: CRC32C of everything before the footer 4 |
///
/// It is written once and never changed.
final class RunFile {
    static final int VERSION = 1;
    static final int HEADER_MAGIC = 0x534B5950;
    static final int FOOTER_MAGIC = 0x534B5951;

    private static final String PREFIX = "timers-";
    private static final String SUFFIX = ".run";
    private static final int ID = CheckedBlock.FIELDS;
    private static final int RECORDS = ID + 8;
    private static final int FIRST_POSITION = RECORDS + 8;
    private static final int LAST_POSITION = FIRST_POSITION + 8;
    private static final int CHECKSUM = CheckedBlock.FIELDS;
    private static final int DIGITS = 20;

    private RunFile() {}

    static String name(long id) {
        return PREFIX + String.format(Locale.ROOT, "%0" + DIGITS + "d", id) + SUFFIX;
    }

    static boolean isRun(String name) {
        return name.length() == PREFIX.length() + DIGITS + SUFFIX.length()
                && name.startsWith(PREFIX) && name.endsWith(SUFFIX)
                && name.chars().skip(PREFIX.length()).limit(DIGITS).allMatch(c -> c >= '0' && c <= '9');
    }

    /// @param name for which [#isRun] holds
    static long id(String name) {
        return Long.parseLong(name.substring(PREFIX.length(), PREFIX.length() + DIGITS));
    }

    static void write(DiskFile file, Run run) {
        ByteBuffer whole = ByteBuffer.allocate(2 * CheckedBlock.BYTES + Pending.BYTES * run.count());
        whole.put(CheckedBlock.seal(CheckedBlock.create(HEADER_MAGIC, VERSION)
                .putLong(ID, run.id())
                .putLong(RECORDS, run.count())
                .putLong(FIRST_POSITION, run.firstPosition())
                .putLong(LAST_POSITION, run.lastPosition())));
        LongBuffer records = run.records().duplicate().rewind();
        whole.asLongBuffer().put(records);
        whole.position(whole.position() + Pending.BYTES * run.count());
        CRC32C crc = new CRC32C();
        crc.update(whole.duplicate().flip());
        whole.put(CheckedBlock.seal(
                CheckedBlock.create(FOOTER_MAGIC, VERSION).putInt(CHECKSUM, (int) crc.getValue())));
        file.write(whole.flip(), 0);
        file.force();
    }

    /// What is wrong with a file, null when it is whole and is the run that is meant.
    static @Nullable String fault(ByteBuffer file, long id, int count, long firstPosition, long lastPosition) {
        String fault = file.limit() < CheckedBlock.BYTES
                ? "it ends after " + file.limit() + " bytes"
                : CheckedBlock.fault(file.slice(0, CheckedBlock.BYTES), HEADER_MAGIC, VERSION);
        if (fault != null) {
            return "header: " + fault;
        }
        if (file.getLong(ID) != id || file.getLong(RECORDS) != count
                || file.getLong(FIRST_POSITION) != firstPosition || file.getLong(LAST_POSITION) != lastPosition) {
            return "it is run " + file.getLong(ID) + " with " + file.getLong(RECORDS) + " records of positions "
                    + file.getLong(FIRST_POSITION) + " to " + file.getLong(LAST_POSITION);
        }
        int end = CheckedBlock.BYTES + Pending.BYTES * count;
        if (file.limit() != end + CheckedBlock.BYTES) {
            return "it has " + file.limit() + " bytes instead of " + (end + CheckedBlock.BYTES);
        }
        fault = CheckedBlock.fault(file.slice(end, CheckedBlock.BYTES), FOOTER_MAGIC, VERSION);
        if (fault != null) {
            return "footer: " + fault;
        }
        CRC32C crc = new CRC32C();
        crc.update(file.slice(0, end));
        int expected = file.getInt(end + CHECKSUM);
        return (int) crc.getValue() == expected
                ? null
                : String.format("checksum 0x%08x instead of 0x%08x", (int) crc.getValue(), expected);
    }

    /// The records of a whole file.
    static LongBuffer records(ByteBuffer file) {
        return file.slice(CheckedBlock.BYTES, file.limit() - 2 * CheckedBlock.BYTES).asLongBuffer();
    }
}
