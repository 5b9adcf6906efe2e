package io.skylark.log.local;

import io.skylark.log.LogConfig;
import io.skylark.log.StateMachine;
import io.skylark.log.TestProposal;
import io.skylark.log.disk.Disk;
import io.skylark.log.segment.DurableMark;
import io.skylark.log.segment.Recovery;
import io.skylark.log.segment.Segments;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A log on a disk, recovered and started.
final class LogFixture implements AutoCloseable {
    static final LogConfig CONFIG = new LogConfig(
            8192, 3000, 1 << 20, 1024, 4, LogConfig.FlushMode.SYNC, Duration.ofMillis(20), 16 << 10);

    final RecordingMachine machine = new RecordingMachine();
    final Segments segments;
    final Recovery.Report found;
    final LocalLog log;
    private final CountDownLatch failed = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private LogFixture(Disk disk, LogConfig config, @Nullable StateMachine other) {
        StateMachine target = other == null ? machine : other;
        DurableMark mark = DurableMark.open(disk);
        segments = Segments.open(disk, config.segmentBytes());
        found = new Recovery(segments, mark.found(), 0).run(target::apply);
        log = LocalLog.start(segments, mark, config, found, InstantSource.system(), target, cause -> {
            failure.set(cause);
            failed.countDown();
        });
    }

    static LogFixture on(Disk disk) {
        return new LogFixture(disk, CONFIG, null);
    }

    static LogFixture on(Disk disk, LogConfig config) {
        return new LogFixture(disk, config, null);
    }

    static LogFixture on(Disk disk, StateMachine machine) {
        return new LogFixture(disk, CONFIG, machine);
    }

    TestProposal propose(byte[] body) {
        TestProposal proposal = TestProposal.of(body);
        log.propose(proposal);
        return proposal;
    }

    /// Waits until the log has said that it failed.
    Throwable awaitFailure() {
        try {
            if (!failed.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the log did not fail");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        Throwable cause = failure.get();
        if (cause == null) {
            throw new AssertionError("no cause");
        }
        return cause;
    }

    @Override
    public void close() {
        log.close();
        segments.close();
    }
}
