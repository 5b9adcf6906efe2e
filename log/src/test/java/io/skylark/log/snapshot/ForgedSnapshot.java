package io.skylark.log.snapshot;

import io.skylark.log.segment.CheckedBlock;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Gives the bytes of a snapshot right checksums, whatever they say.
public final class ForgedSnapshot {
    private ForgedSnapshot() {}

    public static void reseal(byte[] snapshot) {
        ByteBuffer file = ByteBuffer.wrap(snapshot);
        int footerAt = snapshot.length - CheckedBlock.BYTES;
        CheckedBlock.seal(file.slice(0, CheckedBlock.BYTES));
        CRC32C crc = new CRC32C();
        crc.update(file.slice(0, footerAt));
        ByteBuffer footer = file.slice(footerAt, CheckedBlock.BYTES);
        CheckedBlock.seal(footer.putInt(SnapshotLayout.CHECKSUM, (int) crc.getValue()));
    }
}
