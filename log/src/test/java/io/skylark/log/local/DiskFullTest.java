package io.skylark.log.local;

import io.skylark.log.DiskReserve;
import io.skylark.log.EntryType;
import io.skylark.log.LogConfig;
import io.skylark.log.LogRefusal;
import io.skylark.log.TestProposal;
import io.skylark.log.disk.DiskException;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.disk.SmallDisk;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/// A log on a disk that others fill and empty.
@Timeout(60)
final class DiskFullTest {
    private static final int KIB = 1 << 10;
    private static final int PATIENCE_SECONDS = 10;
    private static final Duration OFTEN = Duration.ofMillis(2);
    private static final LogConfig CONFIG = LogFixture.CONFIG.withReserve(new DiskReserve(256 * KIB, 0, OFTEN));
    private static final LogConfig NO_RESERVE = LogFixture.CONFIG.withReserve(new DiskReserve(0, 0, OFTEN));
    private static final int CYCLES = 100;

    private final FaultyDisk memory = new FaultyDisk(1);
    private final SmallDisk disk = new SmallDisk(memory, 8 << 20);
    private final List<TestProposal> acknowledged = new ArrayList<>();
    private int sent;

    private TestProposal propose(LogFixture fixture, int size) {
        byte[] body = new byte[size];
        ByteBuffer.wrap(body).putInt(sent++);
        TestProposal proposal = new TestProposal(EntryType.MESSAGE, body);
        fixture.log.propose(proposal);
        return proposal;
    }

    private void write(LogFixture fixture, int size) {
        TestProposal proposal = propose(fixture, size);
        proposal.await();
        acknowledged.add(proposal);
    }

    /// Proposes until one is refused at once; those before it wait for room. The longer it takes the slower it goes, so
    /// that less than 1 MiB waits however late the log notices.
    private LogRefusal proposeUntilRefused(LogFixture fixture) {
        long end = patience();
        for (int tried = 0; System.nanoTime() < end; tried++) {
            TestProposal proposal = propose(fixture, 2000);
            if (proposal.isRefusedWithin(OFTEN.multipliedBy(1 + tried / 20))) {
                return proposal.awaitRefusal();
            }
            acknowledged.add(proposal);
        }
        throw new AssertionError("nothing was refused");
    }

    /// Proposes one message after the other until one is refused. There is always so much left, however late the log looks.
    private LogRefusal proposeUntilRefusedWith(long left, LogFixture fixture) {
        for (long end = patience(); System.nanoTime() < end; ) {
            disk.leave(left);
            TestProposal proposal = propose(fixture, 2000);
            proposal.awaitOutcome();
            if (!proposal.wasApplied()) {
                return proposal.awaitRefusal();
            }
        }
        throw new AssertionError("nothing was refused");
    }

    /// Proposes until one is accepted again.
    private void writeAgain(LogFixture fixture) {
        for (long end = patience(); System.nanoTime() < end; Thread.onSpinWait()) {
            TestProposal proposal = propose(fixture, 100);
            if (!proposal.isDone() || proposal.wasApplied()) {
                proposal.await();
                acknowledged.add(proposal);
                return;
            }
            assertThat(proposal.awaitRefusal().reason()).isEqualTo(LogRefusal.Reason.DISK_FULL);
        }
        throw new AssertionError("nothing is accepted though there is room");
    }

    private static long patience() {
        return System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    }

    private void assertAllThere(LogFixture fixture) {
        acknowledged.forEach(TestProposal::await);
        assertThat(fixture.machine.bodies()).containsExactlyElementsOf(
                acknowledged.stream().map(proposal -> ByteBuffer.wrap(proposal.body())).toList());
    }

    @Test
    void refusesMessagesBelowTheReserveAndAcceptsThemAgain() {
        try (LogFixture fixture = LogFixture.on(disk, CONFIG)) {
            write(fixture, 100);
            LogRefusal why = proposeUntilRefusedWith(200 * KIB, fixture);
            assertThat(why.reason()).isEqualTo(LogRefusal.Reason.DISK_FULL);
            assertThat(why.detail()).startsWith("memory has ").contains(" free of 8.0 MB").contains("256.0 KB");
            fixture.propose(new byte[100]).await();
            disk.leave(1 << 20);
            writeAgain(fixture);
        }
    }

    @Test
    void keepsWhatItCouldNotWriteUntilItCan() {
        try (LogFixture fixture = LogFixture.on(disk, NO_RESERVE)) {
            write(fixture, 100);
            disk.leave(0);
            LogRefusal why = proposeUntilRefused(fixture);
            assertThat(why.detail()).startsWith("cannot ").contains("No space left on device; memory has 0.0 KB free");
            assertThat(acknowledged.getLast().isDone()).isFalse();
            disk.leave(12 * KIB);
            disk.leave(1 << 20);
            writeAgain(fixture);
            assertThat(fixture.log.failure()).isEmpty();
            assertAllThere(fixture);
        }
        try (LogFixture after = LogFixture.on(new SmallDisk(memory.crash(), 8 << 20), NO_RESERVE)) {
            assertAllThere(after);
        }
    }

    @Test
    void keepsWhatItCouldNotWriteWhenCommitsDoNotWaitForTheForce() {
        LogConfig async = NO_RESERVE.withFlushMode(LogConfig.FlushMode.ASYNC);
        try (LogFixture fixture = LogFixture.on(disk, async)) {
            write(fixture, 100);
            disk.leave(0);
            proposeUntilRefused(fixture);
            disk.leave(1 << 20);
            writeAgain(fixture);
            assertAllThere(fixture);
        }
        try (LogFixture after = LogFixture.on(memory.crash(), async)) {
            assertAllThere(after);
        }
    }

    @Test
    void losesNothingInManyCycles() {
        try (LogFixture fixture = LogFixture.on(disk, NO_RESERVE)) {
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                disk.leave(cycle % 4 * (long) SmallDisk.BLOCK_BYTES);
                proposeUntilRefused(fixture);
                disk.leave(1 << 20);
                writeAgain(fixture);
            }
            assertAllThere(fixture);
            assertThat(fixture.log.firstPosition()).isZero();
        }
        try (LogFixture after = LogFixture.on(memory.crash(), NO_RESERVE)) {
            assertAllThere(after);
        }
    }

    /// The tests above prove nothing unless a log fails that does not know a full disk.
    @Test
    void failsForGoodWhenAFullDiskIsAFailedOne() {
        SmallDisk failing = new SmallDisk(memory, 8 << 20, DiskException.Kind.FAILED);
        try (LogFixture fixture = LogFixture.on(failing, NO_RESERVE)) {
            write(fixture, 100);
            failing.leave(0);
            assertThat(proposeUntilRefused(fixture).reason()).isEqualTo(LogRefusal.Reason.FAILED);
            assertThat(fixture.awaitFailure()).hasMessageContaining("No space left on device");
            failing.leave(1 << 20);
            assertThat(propose(fixture, 100).awaitRefusal().reason()).isEqualTo(LogRefusal.Reason.FAILED);
        }
    }

    @Test
    void failsForGoodWhenAForceFailsOnAFullDisk() {
        try (LogFixture fixture = LogFixture.on(disk, CONFIG)) {
            write(fixture, 100);
            memory.failOn(FaultyDisk.Call.FORCE, ".log", 0);
            assertThat(propose(fixture, 100).awaitRefusal().reason()).isEqualTo(LogRefusal.Reason.FAILED);
            disk.leave(0);
            assertThat(fixture.awaitFailure()).hasMessageContaining("force");
            assertThat(propose(fixture, 100).awaitRefusal().reason()).isEqualTo(LogRefusal.Reason.FAILED);
        }
    }

    @Test
    void doesNotWaitForRoomWhenItIsClosed() {
        LogFixture fixture = LogFixture.on(disk, NO_RESERVE);
        write(fixture, 100);
        disk.leave(0);
        int before = acknowledged.size();
        proposeUntilRefused(fixture);
        TestProposal waiting = acknowledged.getLast();
        fixture.close();
        assertThat(waiting.awaitRefusal().isCertain()).isFalse();
        assertThat(propose(fixture, 100).awaitRefusal().reason()).isEqualTo(LogRefusal.Reason.FAILED);
        disk.leave(1 << 20);
        try (LogFixture after = LogFixture.on(disk, NO_RESERVE)) {
            assertThat(after.machine.bodies().subList(0, before)).containsExactlyElementsOf(
                    acknowledged.stream().limit(before).map(one -> ByteBuffer.wrap(one.body())).toList());
            acknowledged.clear();
            after.machine.bodies().forEach(body -> acknowledged.add(TestProposal.of(body.array())));
            writeAgain(after);
        }
    }

    @Test
    void startsAndReadsOnAFullDisk() {
        try (LogFixture fixture = LogFixture.on(disk, CONFIG)) {
            write(fixture, 2900);
            write(fixture, 2900);
        }
        disk.leave(0);
        try (LogFixture fixture = LogFixture.on(disk, CONFIG)) {
            assertAllThere(fixture);
            assertThat(propose(fixture, 100).awaitRefusal().reason()).isEqualTo(LogRefusal.Reason.DISK_FULL);
            disk.leave(1 << 20);
            writeAgain(fixture);
        }
    }
}
