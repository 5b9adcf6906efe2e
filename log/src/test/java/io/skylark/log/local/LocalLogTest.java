package io.skylark.log.local;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.LogConfig;
import io.skylark.log.LogRefusal;
import io.skylark.log.NoState;
import io.skylark.log.Proposal;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import io.skylark.log.TestProposal;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.segment.FrameLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
final class LocalLogTest {
    private static final int PATIENCE_SECONDS = 20;

    private final FaultyDisk disk = new FaultyDisk(7);

    /// Holds the disk up in the tests that want it.
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void appliesWhatWasProposedInOrder() {
        try (LogFixture fixture = LogFixture.on(disk)) {
            List<TestProposal> proposals = proposeMany(fixture, 200, 100);
            for (int i = 0; i < proposals.size(); i++) {
                TestProposal.Applied applied = proposals.get(i).await();
                assertThat(applied.index()).isEqualTo(i + 1);
                assertThat(applied.outcome()).isEqualTo(i);
            }
            assertThat(fixture.machine.bodies()).containsExactlyElementsOf(bodies(proposals));
        }
    }

    @Test
    void putsEveryEntryWhereTheEntriesBeforeItSay() {
        int size = 1000;
        try (LogFixture fixture = LogFixture.on(disk)) {
            long position = 0;
            int frame = FrameLayout.frameBytes(size);
            for (TestProposal proposal : proposeMany(fixture, 50, size)) {
                long rest = 8192 - position % 8192;
                position = FrameLayout.fits(frame, rest) ? position : position + rest;
                assertThat(proposal.await().position()).isEqualTo(position + FrameLayout.HEADER_BYTES);
                position += frame;
            }
            assertThat(fixture.log.lastPosition()).isEqualTo(position);
            assertThat(fixture.log.committedPosition()).isEqualTo(position);
        }
    }

    @Test
    void fillsASegmentToItsLastByte() {
        try (LogFixture fixture = LogFixture.on(disk)) {
            int body = 8192 / 4 - FrameLayout.HEADER_BYTES;
            for (int i = 0; i < 9; i++) {
                assertThat(fixture.propose(new byte[body]).await().position()).isEqualTo(i * 2048L + 40);
            }
        }
        try (LogFixture again = LogFixture.on(disk)) {
            assertThat(again.found.lastIndex()).isEqualTo(9);
            assertThat(again.found.end()).isEqualTo(9 * 2048);
        }
    }

    @Test
    void findsEverythingAgainAfterAnOrderlyEnd() {
        List<TestProposal> proposals;
        try (LogFixture fixture = LogFixture.on(disk)) {
            proposals = proposeMany(fixture, 100, 333);
        }
        try (LogFixture again = LogFixture.on(disk)) {
            assertThat(again.machine.bodies()).containsExactlyElementsOf(bodies(proposals));
            assertThat(again.found.tornBytes()).isZero();
            assertThat(again.propose(new byte[] {1}).await().index()).isEqualTo(101);
        }
    }

    @Test
    void takesEntriesLargerThanARound() {
        try (LogFixture fixture = LogFixture.on(disk)) {
            fixture.propose(new byte[10]);
            byte[] large = new byte[3000];
            large[2999] = 42;
            TestProposal proposal = fixture.propose(large);
            fixture.propose(new byte[20]).await();
            proposal.await();
            assertThat(fixture.machine.bodies().get(1)).isEqualTo(ByteBuffer.wrap(large));
        }
    }

    @Test
    void takesEmptyEntries() {
        try (LogFixture fixture = LogFixture.on(disk)) {
            assertThat(fixture.propose(new byte[0]).await().position()).isEqualTo(40);
            assertThat(fixture.propose(new byte[0]).await().position()).isEqualTo(80);
        }
    }

    @Test
    void refusesWhatIsTooLarge() {
        try (LogFixture fixture = LogFixture.on(disk)) {
            LogRefusal why = fixture.propose(new byte[3001]).awaitRefusal();
            assertThat(why.reason()).isEqualTo(LogRefusal.Reason.TOO_LARGE);
            assertThat(why.detail()).contains("3001").contains("3000");
            assertThat(why.isCertain()).isTrue();
        }
    }

    @Test
    void forcesOnceForEverythingThatCameTogether() throws InterruptedException {
        try (LogFixture fixture = LogFixture.on(disk)) {
            fixture.propose(new byte[1]).await();
            CountDownLatch forcing = new CountDownLatch(1);
            AtomicInteger forces = new AtomicInteger();
            disk.onCall((call, name) -> {
                if (call == FaultyDisk.Call.FORCE && name.endsWith(".log") && forces.incrementAndGet() == 1) {
                    forcing.countDown();
                    await(goOn);
                }
            });
            TestProposal first = fixture.propose(new byte[1]);
            assertThat(forcing.await(10, TimeUnit.SECONDS)).isTrue();
            long end = fixture.log.lastPosition() + 20L * FrameLayout.frameBytes(8);
            List<TestProposal> waiting = proposeMany(fixture, 20, 8);
            while (fixture.log.lastPosition() < end) {
                Thread.onSpinWait();
            }
            assertThat(first.isDone()).isFalse();
            goOn.countDown();
            waiting.forEach(TestProposal::await);
            assertThat(first.wasApplied()).isTrue();
            assertThat(forces.get() - 1).as("forces of segments, the blocked one aside").isBetween(1, 2);
        }
    }

    @Test
    void groupsWhatManyThreadsPropose() throws InterruptedException {
        try (LogFixture fixture = LogFixture.on(disk)) {
            disk.onCall((call, name) -> {
                if (call == FaultyDisk.Call.FORCE) {
                    await(goOn);
                }
            });
            List<Thread> threads = new ArrayList<>();
            List<List<TestProposal>> all = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                List<TestProposal> mine = new ArrayList<>();
                all.add(mine);
                threads.add(Thread.ofPlatform().start(() -> mine.addAll(proposeMany(fixture, 2000, 16))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            goOn.countDown();
            for (List<TestProposal> mine : all) {
                long last = 0;
                for (TestProposal proposal : mine) {
                    long index = proposal.await().index();
                    assertThat(index).isGreaterThan(last);
                    last = index;
                }
            }
            assertThat(fixture.machine.bodies()).hasSize(8000);
            assertThat(disk.calls(FaultyDisk.Call.FORCE)).isLessThan(600);
        }
    }

    @Test
    void acknowledgesNothingAfterAFailedForce() {
        try (LogFixture fixture = LogFixture.on(disk)) {
            fixture.propose(new byte[] {1}).await();
            disk.failOn(FaultyDisk.Call.FORCE, ".log", 0);
            TestProposal lost = fixture.propose(new byte[] {2});
            assertThat(lost.awaitRefusal().reason()).isEqualTo(LogRefusal.Reason.FAILED);
            assertThat(fixture.awaitFailure()).hasMessageContaining("force");
            LogRefusal why = fixture.propose(new byte[] {3}).awaitRefusal();
            assertThat(why.reason()).isEqualTo(LogRefusal.Reason.FAILED);
            assertThat(why.detail()).contains("memory").contains("force");
            assertThat(fixture.machine.bodies()).containsExactly(ByteBuffer.wrap(new byte[] {1}));
        }
        try (LogFixture again = LogFixture.on(disk.crash())) {
            assertThat(again.machine.bodies()).containsExactly(ByteBuffer.wrap(new byte[] {1}));
        }
    }

    @Test
    void acknowledgesNothingAfterAFailedWrite() {
        try (LogFixture fixture = LogFixture.on(disk)) {
            fixture.propose(new byte[] {1}).await();
            disk.failOn(FaultyDisk.Call.WRITE, ".log", 0);
            assertThat(fixture.propose(new byte[] {2}).awaitRefusal().reason()).isEqualTo(LogRefusal.Reason.FAILED);
            assertThat(fixture.log.failure()).isPresent();
        }
    }

    /// The writer must be done with a proposal when its frame may be applied. Twenty of them, each proposed again from
    /// within its outcome; one that got lost would never be heard of again.
    @Test
    void letsAProposalBeProposedAgainFromItsOutcome() throws InterruptedException {
        int objects = 20;
        int times = 500;
        CountDownLatch left = new CountDownLatch(objects * times);
        try (LogFixture fixture = LogFixture.on(disk)) {
            for (int i = 0; i < objects; i++) {
                fixture.log.propose(new Again(fixture.log, left, times));
            }
            assertThat(left.await(30, TimeUnit.SECONDS)).as("%d outcomes are missing", left.getCount()).isTrue();
        }
    }

    private static final class Again extends Proposal {
        private final LocalLog log;
        private final CountDownLatch left;
        private int times;

        Again(LocalLog log, CountDownLatch left, int times) {
            this.log = log;
            this.left = left;
            this.times = times;
        }

        @Override
        public EntryType type() {
            return TestProposal.TYPE;
        }

        @Override
        public int bodySize() {
            return 8;
        }

        @Override
        public void writeBody(ByteBuffer target, long timeMillis) {
            target.putLong(times);
        }

        @Override
        public void applied(EntryView entry, long outcome) {
            times--;
            if (times > 0) {
                log.propose(this);
            }
            left.countDown();
        }

        @Override
        public void failed(LogRefusal why) {
            throw new AssertionError(why.toString());
        }
    }

    @Test
    void failsWhatTheStateMachineCannotApply() {
        StateMachine broken = new NoState(entry -> {
            if (entry.index() == 3) {
                throw new IllegalStateException("cannot apply this");
            }
            return 0;
        });
        try (LogFixture fixture = LogFixture.on(disk, broken)) {
            List<TestProposal> proposals = proposeMany(fixture, 5, 8);
            proposals.get(1).await();
            assertThat(proposals.get(2).awaitRefusal().detail()).contains("cannot apply this");
            assertThat(proposals.get(4).awaitRefusal().reason()).isEqualTo(LogRefusal.Reason.FAILED);
            assertThat(fixture.awaitFailure()).hasMessage("cannot apply this");
        }
    }

    @Test
    void tellsTheStateMachineThatARoundWillNotEnd() {
        AtomicInteger heard = new AtomicInteger();
        StateMachine broken = new StateMachine() {
            @Override
            public long apply(EntryView entry) {
                if (entry.index() == 3) {
                    throw new IllegalStateException("cannot apply this");
                }
                return 0;
            }

            @Override
            public TableSnapshot snapshot() {
                return sink -> {};
            }

            @Override
            public void roundFailed() {
                heard.incrementAndGet();
                throw new IllegalStateException("what is left must hear of the failure all the same");
            }
        };
        try (LogFixture fixture = LogFixture.on(disk, broken)) {
            List<TestProposal> proposals = proposeMany(fixture, 5, 8);
            proposals.get(1).await();
            assertThat(proposals.get(4).awaitRefusal().reason()).isEqualTo(LogRefusal.Reason.FAILED);
            assertThat(fixture.awaitFailure()).hasMessage("cannot apply this");
            assertThat(heard).hasValue(1);
        }
    }

    @Test
    void refusesWhenTooMuchWaits() throws InterruptedException {
        CountDownLatch forcing = new CountDownLatch(1);
        try (LogFixture fixture = LogFixture.on(disk)) {
            disk.onCall((call, name) -> {
                if (call == FaultyDisk.Call.FORCE) {
                    forcing.countDown();
                    await(goOn);
                }
            });
            fixture.propose(new byte[1]);
            assertThat(forcing.await(10, TimeUnit.SECONDS)).isTrue();
            int accepted = 0;
            TestProposal last = fixture.propose(new byte[2000]);
            while (!last.isDone() && accepted < 10_000) {
                accepted++;
                last = fixture.propose(new byte[2000]);
            }
            assertThat(last.awaitRefusal().reason()).isEqualTo(LogRefusal.Reason.BUSY);
            assertThat(accepted).isBetween(500, 520);
            goOn.countDown();
            proposeWhenThereIsRoom(fixture).await();
        }
    }

    @Test
    void finishesWhatWasAcceptedBeforeItCloses() {
        LogFixture fixture = LogFixture.on(disk);
        List<TestProposal> proposals = proposeMany(fixture, 500, 64);
        fixture.close();
        assertThat(proposals).allMatch(TestProposal::wasApplied);
        LogRefusal why = fixture.propose(new byte[1]).awaitRefusal();
        assertThat(why.reason()).isEqualTo(LogRefusal.Reason.CLOSED);
        fixture.close();
    }

    @Test
    void stopsWhenAProposalBreaksItsPromise() {
        try (LogFixture fixture = LogFixture.on(disk)) {
            TestProposal liar = new TestProposal(TestProposal.TYPE, new byte[10]);
            fixture.log.propose(new ShortProposal(liar));
            assertThat(liar.awaitRefusal().detail()).contains("wrote 9 bytes of a body of 10");
            assertThat(fixture.awaitFailure()).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void commitsBeforeTheForceWhenAsynchronous() {
        LogConfig async = LogFixture.CONFIG.withFlushMode(LogConfig.FlushMode.ASYNC);
        List<TestProposal> proposals;
        try (LogFixture fixture = LogFixture.on(disk, async)) {
            disk.onCall((call, name) -> {
                if (call == FaultyDisk.Call.FORCE && name.endsWith("0.log")) {
                    await(goOn);
                }
            });
            proposals = proposeMany(fixture, 10, 100);
            proposals.forEach(TestProposal::await);
            goOn.countDown();
        }
        try (LogFixture again = LogFixture.on(disk.crash())) {
            assertThat(again.machine.bodies()).containsExactlyElementsOf(bodies(proposals));
        }
    }

    @Test
    void waitsForTheForceWhenAnAsynchronousLogRunsTooFarAhead() {
        LogConfig async = LogFixture.CONFIG.withFlushMode(LogConfig.FlushMode.ASYNC);
        try (LogFixture fixture = LogFixture.on(disk, async)) {
            List<TestProposal> proposals = proposeMany(fixture, 400, 1000);
            proposals.forEach(TestProposal::await);
            assertThat(disk.calls(FaultyDisk.Call.FORCE)).isGreaterThan(400_000 / (16 << 10));
        }
        try (LogFixture again = LogFixture.on(disk.crash())) {
            assertThat(again.machine.bodies()).hasSize(400);
        }
    }

    @Test
    void failsLaterProposalsWhenAnAsynchronousForceFails() {
        LogConfig async = LogFixture.CONFIG.withFlushMode(LogConfig.FlushMode.ASYNC);
        try (LogFixture fixture = LogFixture.on(disk, async)) {
            fixture.propose(new byte[1]).await();
            disk.failOn(FaultyDisk.Call.FORCE, ".log", 0);
            fixture.propose(new byte[1]);
            assertThat(fixture.awaitFailure()).hasMessageContaining("force");
            assertThat(fixture.propose(new byte[1]).awaitRefusal().reason()).isEqualTo(LogRefusal.Reason.FAILED);
        }
    }

    @Test
    void keepsUnknownTypesApart() {
        assertThatThrownBy(() -> EntryType.table(15, "X")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntryType.table(128, "X")).isInstanceOf(IllegalArgumentException.class);
    }

    private static TestProposal proposeWhenThereIsRoom(LogFixture fixture) {
        while (true) {
            TestProposal proposal = fixture.propose(new byte[1]);
            if (!proposal.isDone() || proposal.wasApplied()) {
                return proposal;
            }
            Thread.onSpinWait();
        }
    }

    private static List<TestProposal> proposeMany(LogFixture fixture, int count, int size) {
        List<TestProposal> proposals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] body = new byte[size];
            ByteBuffer.wrap(body).putInt(0, i);
            proposals.add(fixture.propose(body));
        }
        return proposals;
    }

    private static List<ByteBuffer> bodies(List<TestProposal> proposals) {
        return proposals.stream().map(proposal -> ByteBuffer.wrap(proposal.body())).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            // not for ever, so that a failed test ends
            latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
