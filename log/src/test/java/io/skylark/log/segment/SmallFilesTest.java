package io.skylark.log.segment;

import io.skylark.log.disk.DiskException;
import io.skylark.log.disk.DiskFile;
import io.skylark.log.disk.FaultyDisk;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class SmallFilesTest {
    private static final StoreMeta META = new StoreMeta(4096, 42, 1000);
    private static final DurableMark.Content CONTENT = new DurableMark.Content(800, 100, false);

    private final FaultyDisk disk = new FaultyDisk(1);

    @Test
    void keepsWhatAFolderIs() {
        assertThat(StoreMeta.openOrCreate(disk, META)).isEqualTo(META);
        assertThat(StoreMeta.openOrCreate(disk.crash(), new StoreMeta(8192, 1, 2))).isEqualTo(META);
    }

    @Test
    void tellsAWrongAnOldACutAndAFlippedMetaFileApart() {
        StoreMeta.openOrCreate(disk, META);

        assertThatThrownBy(() -> StoreMeta.openOrCreate(flipped(StoreMeta.FILE, 0), META))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("not the magic");
        assertThatThrownBy(() -> StoreMeta.openOrCreate(flipped(StoreMeta.FILE, 7), META))
                .hasMessageContaining("format version");
        assertThatThrownBy(() -> StoreMeta.openOrCreate(flipped(StoreMeta.FILE, 30), META))
                .hasMessageContaining("checksum");
        FaultyDisk cut = disk.kill();
        try (DiskFile file = cut.open(StoreMeta.FILE)) {
            file.resize(63);
        }
        assertThatThrownBy(() -> StoreMeta.openOrCreate(cut, META)).hasMessageContaining("ends after 63 of 64 bytes");
    }

    @Test
    void refusesSegmentsWithoutMetaOrMark() {
        disk.create("00000000000000000000.log").close();
        assertThatThrownBy(() -> StoreMeta.openOrCreate(disk, META)).hasMessageContaining("missing");
        assertThatThrownBy(() -> DurableMark.open(disk)).hasMessageContaining("missing");
    }

    @Test
    void finishesAMetaFileThatACrashInterrupted() {
        disk.create(StoreMeta.FILE + ".unfinished").close();
        assertThat(StoreMeta.openOrCreate(disk, META)).isEqualTo(META);
    }

    @Test
    void findsTheNewestMark() {
        try (DurableMark mark = DurableMark.open(disk)) {
            assertThat(mark.found()).isEqualTo(new DurableMark.Content(0, 0, true));
            for (int i = 1; i <= 5; i++) {
                mark.record(new DurableMark.Content(i * 100L, 50, false));
            }
        }
        try (DurableMark mark = DurableMark.open(disk.kill())) {
            assertThat(mark.found()).isEqualTo(new DurableMark.Content(500, 50, false));
            mark.record(CONTENT);
        }
    }

    /// Whatever part of the block each refused write has left.
    @Test
    void keepsAWholeMarkWhileTheDiskIsFull() {
        for (int seed = 0; seed < 100; seed++) {
            FaultyDisk full = new FaultyDisk(seed);
            try (DurableMark mark = DurableMark.open(full)) {
                mark.record(CONTENT);
                for (int i = 0; i < 3; i++) {
                    full.failOn(FaultyDisk.Call.WRITE, DurableMark.FILE, 0, DiskException.Kind.NO_SPACE);
                    assertThatThrownBy(() -> mark.record(new DurableMark.Content(900, 100, false)))
                            .isInstanceOf(DiskException.class);
                }
            }
            try (DurableMark mark = DurableMark.open(full.kill())) {
                assertThat(mark.found().position()).as("seed %d", seed).isIn(800L, 900L);
            }
        }
    }

    @Test
    void fallsBackToTheOlderMarkWhenTheNewerOneIsDamaged() {
        try (DurableMark mark = DurableMark.open(disk)) {
            mark.record(CONTENT);
            mark.record(new DurableMark.Content(900, 100, true));
        }
        for (int slot = 0; slot < 2; slot++) {
            try (DurableMark mark = DurableMark.open(flipped(DurableMark.FILE, slot * 512 + 30))) {
                assertThat(mark.found().position()).isIn(800L, 900L);
            }
        }
        FaultyDisk both = flipped(DurableMark.FILE, 30);
        both.flip(DurableMark.FILE, 512 + 30, 1);
        assertThatThrownBy(() -> DurableMark.open(both))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("no block is whole");
    }

    @Test
    void refusesAGapBetweenSegmentsAndAWrongSize() {
        segmentFile("00000000000000000000.log", 4096);
        segmentFile("00000000000000008192.log", 4096);
        assertThatThrownBy(() -> Segments.open(disk, 4096))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("00000000000000004096.log before it is missing");
        segmentFile("00000000000000004096.log", 4000);
        assertThatThrownBy(() -> Segments.open(disk, 4096)).hasMessageContaining("4000 bytes instead of 4096");
    }

    @Test
    void deletesSegmentsThatWereNotFinished() {
        segmentFile("00000000000000000000.log.unfinished", 100);
        Segments segments = Segments.open(disk, 4096);
        assertThat(disk.list()).isEmpty();
        assertThat(segments.find(0)).isNull();
        assertThat(segments.ensure(4095).base()).isZero();
        assertThat(segments.ensure(4096).base()).isEqualTo(4096);
        assertThat(segments.find(8192)).isNull();
        assertThat(segments.find(-1)).isNull();
        assertThatThrownBy(() -> segments.ensure(20000)).hasMessageContaining("gap");
    }

    private void segmentFile(String name, int size) {
        try (DiskFile file = disk.create(name)) {
            file.write(ByteBuffer.allocate(size), 0);
        }
    }

    private FaultyDisk flipped(String file, int at) {
        FaultyDisk copy = disk.kill();
        copy.flip(file, at, 3);
        return copy;
    }
}
