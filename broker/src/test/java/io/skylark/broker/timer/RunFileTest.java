package io.skylark.broker.timer;

import io.skylark.log.disk.DiskFile;
import io.skylark.log.disk.FileSystemDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// `src/test/resources/golden/timers-….run` is a run as the first version wrote it. `-Dskylark.golden=<folder>` writes it.
final class RunFileTest {
    private static final long ID = 7;
    private static final String NAME = RunFile.name(ID);
    private static final Path GOLDEN = Path.of("src/test/resources/golden").resolve(NAME);
    private static final long[] RECORDS = {1_700_000_000_000L, 4_200, 1_700_000_000_000L, 4_300, 1_700_000_086_400L, 4_096};

    @TempDir
    Path folder;

    private byte[] written;

    @BeforeEach
    void write() throws IOException {
        FileSystemDisk disk = FileSystemDisk.of(folder);
        try (DiskFile file = disk.create(NAME)) {
            RunFile.write(file, new Run(ID, LongBuffer.wrap(RECORDS), 4_096, 4_300, false));
        }
        written = Files.readAllBytes(folder.resolve(NAME));
        String target = System.getProperty("skylark.golden");
        if (target != null) {
            Files.createDirectories(Path.of(target));
            Files.write(Path.of(target).resolve(NAME), written);
        }
    }

    private static String fault(byte[] file) {
        return String.valueOf(RunFile.fault(ByteBuffer.wrap(file), ID, 3, 4_096, 4_300));
    }

    @Test
    void writesAndReadsTheFirstVersion() throws IOException {
        byte[] golden = Files.readAllBytes(GOLDEN);
        assertThat(written).isEqualTo(golden);
        assertThat(fault(golden)).isEqualTo("null");
        LongBuffer records = RunFile.records(ByteBuffer.wrap(golden));
        long[] read = new long[records.remaining()];
        records.get(read);
        assertThat(read).containsExactly(RECORDS);
    }

    @Test
    void tellsAWrongANewerACutAndADamagedFileApart() {
        byte[] wrong = written.clone();
        wrong[0] = 0;
        assertThat(fault(wrong)).contains("has not the magic");
        byte[] newer = written.clone();
        newer[7] = 2;
        assertThat(fault(newer)).contains("format version 2 is not known here");
        assertThat(fault(Arrays.copyOf(written, written.length - 16))).contains("bytes instead of");
        assertThat(fault(new byte[0])).contains("it ends after 0 bytes");
        byte[] damaged = written.clone();
        damaged[70] ^= 1;
        assertThat(fault(damaged)).startsWith("checksum 0x");
        assertThat(String.valueOf(RunFile.fault(ByteBuffer.wrap(written), 8, 3, 4_096, 4_300)))
                .startsWith("it is run 7");
    }

    @Test
    void knowsItsNames() {
        assertThat(NAME).isEqualTo("timers-00000000000000000007.run");
        assertThat(RunFile.isRun(NAME)).isTrue();
        assertThat(RunFile.id(NAME)).isEqualTo(ID);
        assertThat(RunFile.isRun("timers-7.run")).isFalse();
    }
}
