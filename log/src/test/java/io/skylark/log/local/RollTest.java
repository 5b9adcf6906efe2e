package io.skylark.log.local;

import io.skylark.log.EntryType;
import io.skylark.log.TestProposal;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.segment.DurableMark;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.FrameWriter;
import io.skylark.log.segment.Segments;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/// The entry that ends a segment before it is full.
@Timeout(60)
class RollTest {
    private static final long SEGMENT = LogFixture.CONFIG.segmentBytes();

    private final FaultyDisk disk = new FaultyDisk(1);

    private static TestProposal roll(LogFixture fixture) {
        TestProposal roll = new TestProposal(EntryType.ROLL, new byte[0]);
        fixture.log.propose(roll);
        return roll;
    }

    @Test
    void putsTheNextEntryIntoTheNextSegment() {
        try (LogFixture fixture = LogFixture.on(disk)) {
            assertThat(fixture.propose(new byte[100]).await().position()).isEqualTo(FrameLayout.HEADER_BYTES);
            roll(fixture).await();
            assertThat(fixture.propose(new byte[1]).await().position()).isEqualTo(SEGMENT + FrameLayout.HEADER_BYTES);
            roll(fixture).await();
        }
        try (LogFixture fixture = LogFixture.on(disk)) {
            assertThat(fixture.found.end()).isEqualTo(2 * SEGMENT);
            assertThat(fixture.found.rolled()).isFalse();
            assertThat(fixture.propose(new byte[1]).await().position())
                    .isEqualTo(2 * SEGMENT + FrameLayout.HEADER_BYTES);
        }
    }

    @Test
    void needsNoPaddingWhereItFillsTheSegment() {
        int[] sizes = {2000, 2000, 2000, (int) SEGMENT - 3 * FrameLayout.frameBytes(2000) - 2 * FrameLayout.HEADER_BYTES};
        try (LogFixture fixture = LogFixture.on(disk)) {
            for (int size : sizes) {
                fixture.propose(new byte[size]).await();
            }
            roll(fixture).await();
            assertThat(fixture.propose(new byte[1]).await().position()).isEqualTo(SEGMENT + FrameLayout.HEADER_BYTES);
        }
        try (LogFixture fixture = LogFixture.on(disk)) {
            assertThat(fixture.machine.bodies()).hasSize(6);
        }
    }

    @Test
    void makesThePaddingThatACrashLeftOut() {
        int first = FrameLayout.frameBytes(100);
        DurableMark.open(disk).close();
        try (Segments segments = Segments.open(disk, SEGMENT)) {
            FrameWriter frames = new FrameWriter();
            ByteBuffer bytes = ByteBuffer.allocate(first + FrameLayout.HEADER_BYTES);
            frames.seal(bytes, 0, 100, TestProposal.TYPE.code(), 1, 1, 0, 0);
            frames.seal(bytes, first, 0, EntryType.ROLL.code(), 2, 1, 0, first);
            segments.ensure(0).file().write(bytes.clear(), 0);
            segments.ensure(0).file().force();
        }
        for (int life = 0; life < 2; life++) {
            try (LogFixture fixture = LogFixture.on(disk)) {
                assertThat(fixture.found.rolled()).isEqualTo(life == 0);
                assertThat(fixture.propose(new byte[1]).await().position())
                        .isEqualTo(SEGMENT + FrameLayout.HEADER_BYTES + life * (long) FrameLayout.frameBytes(1));
            }
        }
    }
}
