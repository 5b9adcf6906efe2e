package io.skylark.log.segment;

import io.skylark.log.disk.DiskFile;
import io.skylark.log.disk.FaultyDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Logs made by hand, damaged, and recovered.
final class RecoveryTest {
    private static final int SEGMENT_BYTES = 4096;
    private static final String FIRST = "00000000000000000000.log";
    private static final String SECOND = "00000000000000004096.log";

    private final FaultyDisk disk = new FaultyDisk(3);
    private final List<Integer> frameEnds = new ArrayList<>();
    private long position;
    private long index;

    /// Two segments: entries of 200 bytes in frames of 240; 16 in the first, with padding of 256 bytes, 5 in the second.
    @BeforeEach
    void writeALog() {
        Segments segments = Segments.open(disk, SEGMENT_BYTES);
        segments.ensure(0);
        segments.ensure(SEGMENT_BYTES);
        for (int i = 0; i < 21; i++) {
            append(segments, 200, 1);
        }
        disk.list().forEach(name -> disk.open(name).force());
    }

    @Test
    void findsAllEntries() {
        Recovery.Report report = recover(disk, closed(position));
        assertThat(report.end()).isEqualTo(4096 + 5 * 240);
        assertThat(report.lastIndex()).isEqualTo(21);
        assertThat(report.lastTerm()).isEqualTo(1);
        assertThat(report.tornBytes()).isZero();
        assertThat(recovered).hasSize(21).startsWith(1L).endsWith(21L);
    }

    @Test
    void cutsTheEndAtEveryByte() {
        int end = 5 * 240;
        for (int cut = 2 * 240; cut < end; cut++) {
            FaultyDisk torn = disk.kill();
            zero(torn, SECOND, cut, end);
            int whole = cut / 240;

            Recovery.Report report = recover(torn, mark(4096 + 2 * 240, 1000));

            assertThat(report.end()).as("cut at %d", cut).isEqualTo(4096 + whole * 240L);
            assertThat(recovered).hasSize(16 + whole);
            byte[] rest = torn.content(SECOND);
            assertThat(Arrays.copyOfRange(rest, whole * 240, SEGMENT_BYTES)).containsOnly(0);
            boolean something = cut % 240 > 0;
            assertThat(report.tornFile().isPresent()).isEqualTo(something);
            if (something) {
                byte[] kept = torn.content(report.tornFile().orElseThrow());
                assertThat(kept).isEqualTo(
                        Arrays.copyOfRange(disk.content(SECOND), whole * 240, whole * 240 + kept.length));
            }
            assertThat(recover(torn, mark(4096 + 2 * 240, 1000)).end()).isEqualTo(report.end());
        }
    }

    @Test
    void cutsTheEndAtEveryByteOfGarbage() {
        for (int cut = 4 * 240; cut < 5 * 240; cut++) {
            FaultyDisk torn = disk.kill();
            for (int at = cut; at < 5 * 240; at++) {
                torn.flip(SECOND, at, 0x55);
            }
            assertThat(recover(torn, mark(4096 + 4 * 240, 1000)).end()).isEqualTo(4096 + 4 * 240);
        }
    }

    @Test
    void refusesDamageBeforeTheDurableMark() {
        disk.flip(SECOND, 3 * 240 + 100, 1);
        assertThatThrownBy(() -> recover(disk, mark(4096 + 4 * 240, 1000)))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("memory/" + SECOND)
                .hasMessageContaining("position " + (4096 + 3 * 240))
                .hasMessageContaining("durable up to " + (4096 + 4 * 240));
    }

    @Test
    void refusesDamageFarBeforeTheEndWhateverTheMarkSays() {
        disk.flip(FIRST, 3 * 240 + 100, 1);
        assertThatThrownBy(() -> recover(disk, mark(0, 1000)))
                .isInstanceOfSatisfying(CorruptLogException.class, e -> {
                    assertThat(e.file()).isEqualTo("memory/" + FIRST);
                    assertThat(e.position()).isEqualTo(3 * 240);
                })
                .hasMessageContaining("checksum")
                .hasMessageContaining("goes on behind it");
    }

    @Test
    void refusesEveryFlippedBitOfALogThatWasClosed() {
        for (int at = 0; at < 5 * 240; at += 7) {
            FaultyDisk damaged = disk.kill();
            damaged.flip(SECOND, at, 1 << at % 8);
            assertThatThrownBy(() -> recover(damaged, closed(4096 + 5 * 240)))
                    .as("byte %d", at)
                    .isInstanceOf(CorruptLogException.class);
        }
    }

    @Test
    void cutsWholeFramesBehindATornOneBecauseADiskWritesInAnyOrder() {
        zero(disk, SECOND, 2 * 240 + 8, 2 * 240 + 100);
        Recovery.Report report = recover(disk, mark(4096 + 240, 1000));
        assertThat(report.end()).isEqualTo(4096 + 2 * 240);
        assertThat(report.tornBytes()).isEqualTo(lastDirtyByte(3 * 240));
    }

    /// Frames of the same size as the lost ones fit exactly before the ones that survived behind them.
    @Test
    void neverBringsBackWhatWasCut() {
        zero(disk, SECOND, 2 * 240, 2 * 240 + 240);
        assertThat(recover(disk, mark(4096 + 240, 1000)).lastIndex()).isEqualTo(18);
        position = 4096 + 2 * 240;
        index = 18;
        append(Segments.open(disk, SEGMENT_BYTES), 200, 1);
        assertThat(recover(disk, mark(4096 + 240, 1000)).lastIndex()).isEqualTo(19);
    }

    @Test
    void cutsATornEndThatCrossesASegment() {
        zero(disk, FIRST, 15 * 240, 15 * 240 + 10);
        zero(disk, SECOND, 240, SEGMENT_BYTES);
        Recovery.Report report = recover(disk, mark(10 * 240, 1000));
        assertThat(report.end()).isEqualTo(15 * 240);
        assertThat(Arrays.copyOfRange(disk.content(FIRST), 15 * 240, SEGMENT_BYTES)).containsOnly(0);
        assertThat(disk.content(SECOND)).containsOnly(0);
    }

    @Test
    void stopsWhereIndexOrTermBreakTheChain() {
        Segments segments = Segments.open(disk, SEGMENT_BYTES);
        index = 30;
        append(segments, 200, 1);
        assertThat(recover(disk, mark(4096, 2000)).lastIndex()).isEqualTo(21);
        position = 4096 + 5 * 240;
        index = 21;
        append(segments, 200, 7);
        append(segments, 200, 6);
        assertThat(recover(disk, mark(4096, 2000)).lastTerm()).isEqualTo(7);
    }

    @Test
    void refusesALogWhoseLastSegmentIsMissing() {
        disk.delete(SECOND);
        assertThatThrownBy(() -> recover(disk, mark(4096 + 240, 1000)))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("segment is missing");
    }

    @Test
    void forcesWhatOnlyTheOperatingSystemHad() {
        append(Segments.open(disk, SEGMENT_BYTES), 200, 1);
        assertThat(recover(disk, mark(4096, 1000)).lastIndex()).isEqualTo(22);
        assertThat(recover(disk.crash(), mark(4096, 1000)).lastIndex()).isEqualTo(22);
    }

    @Test
    void forcesTheNamesOfFilesToo() {
        FaultyDisk fresh = new FaultyDisk(1);
        fresh.failOn(FaultyDisk.Call.SYNC_DIRECTORY, "", 0);
        Segments segments = Segments.open(fresh, SEGMENT_BYTES);
        assertThatThrownBy(() -> segments.ensure(0)).hasMessageContaining("injected");
        position = 0;
        index = 0;
        append(Segments.open(fresh, SEGMENT_BYTES), 200, 1);
        assertThat(recover(fresh, mark(0, 1000)).lastIndex()).isEqualTo(1);
        assertThat(recover(fresh.crash(), mark(240, 1000)).lastIndex()).isEqualTo(1);
    }

    @Test
    void readsAnEmptyLog() {
        FaultyDisk empty = new FaultyDisk(1);
        Recovery.Report report = recover(empty, closed(0));
        assertThat(report.end()).isZero();
        assertThat(report.lastIndex()).isZero();
    }

    private final List<Long> recovered = new ArrayList<>();

    private Recovery.Report recover(FaultyDisk from, DurableMark.Content mark) {
        recovered.clear();
        return new Recovery(Segments.open(from, SEGMENT_BYTES), mark, 1234).run(entry -> recovered.add(entry.index()));
    }

    private static DurableMark.Content mark(long position, long window) {
        return new DurableMark.Content(position, window, false);
    }

    private static DurableMark.Content closed(long position) {
        return new DurableMark.Content(position, 1000, true);
    }

    private long lastDirtyByte(int bytes) {
        byte[] content = disk.content(disk.list().stream().filter(n -> n.contains("torn")).findFirst().orElseThrow());
        assertThat(content.length).isLessThanOrEqualTo(bytes);
        return content.length;
    }

    private static void zero(FaultyDisk where, String name, int from, int to) {
        try (DiskFile file = where.open(name)) {
            file.write(ByteBuffer.allocate(to - from), from);
            file.force();
        }
    }

    private void append(Segments segments, int bodySize, long term) {
        FrameWriter writer = new FrameWriter();
        int size = FrameLayout.frameBytes(bodySize);
        int rest = (int) (SEGMENT_BYTES - position % SEGMENT_BYTES);
        ByteBuffer frame = ByteBuffer.allocate(Math.max(size, FrameLayout.HEADER_BYTES));
        if (!FrameLayout.fits(size, rest)) {
            writer.pad(frame, 0, rest, index, term, position);
            write(segments, frame.position(0));
            position += rest;
        }
        index++;
        byte[] body = new byte[bodySize];
        Arrays.fill(body, (byte) index);
        frame.clear().put(FrameLayout.HEADER_BYTES, body);
        writer.seal(frame, 0, bodySize, 1, index, term, 1000 + index, position);
        write(segments, frame.position(0));
        position += size;
        frameEnds.add((int) position);
    }

    private void write(Segments segments, ByteBuffer frame) {
        Segment segment = segments.ensure(position);
        segment.file().write(frame, segment.offsetOf(position));
    }
}
