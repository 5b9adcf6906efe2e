package io.skylark.bench.storage;

import io.skylark.bench.load.Interval;
import io.skylark.log.ReplicatedLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Several proposers at once, and what the log makes of them.
final class AppendLoad {
    /// Messages on their way: enough to fill all the staging memory of a log twice over.
    private static final int WINDOW = 16_384;

    private final ReplicatedLog log;
    private final List<Proposer> proposers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /// What was appended in an interval.
    ///
    /// @param logBytes frames included
    /// @param logCpuNanos of the threads of the log
    /// @param allCpuNanos of the whole process: proposers, compilers and collector included
    record Result(long messages, long logBytes, long nanos, long logCpuNanos, long allCpuNanos) {
        double messagesPerSecond() {
            return messages / (nanos / 1e9);
        }

        double megabytesPerSecond() {
            return logBytes / 1e6 / (nanos / 1e9);
        }

        double micros(long cpuNanos) {
            return cpuNanos / 1e3 / Math.max(1, messages);
        }
    }

    /// @param limit of messages, of all proposers together
    AppendLoad(ReplicatedLog log, int proposerCount, int queues, int bodyBytes, long limit) {
        this.log = log;
        int window = Math.max(1, WINDOW / proposerCount / queues) * queues;
        for (int i = 0; i < proposerCount; i++) {
            long share = limit / proposerCount + (i < limit % proposerCount ? 1 : 0);
            proposers.add(new Proposer(log, i, window, queues, bodyBytes, share));
        }
    }

    /// Appends for a while.
    ///
    /// @throws IOException when the log refused something or stands still
    Result run(Interval interval) throws IOException {
        start();
        try {
            pause(interval.warmUp());
            Sample before = sample();
            pause(interval.measured());
            Sample after = sample();
            return after.since(before);
        } finally {
            proposers.forEach(Proposer::stop);
            join();
        }
    }

    /// Appends up to the limit.
    ///
    /// @throws IOException when the log refused something or stands still
    Result run() throws IOException {
        Sample before = sample();
        start();
        join();
        return sample().since(before);
    }

    private void start() {
        for (int i = 0; i < proposers.size(); i++) {
            threads.add(Thread.ofPlatform().name("proposer-" + i).start(proposers.get(i)));
        }
    }

    private void join() throws IOException {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        for (Proposer proposer : proposers) {
            if (!proposer.failure().isEmpty()) {
                throw new IOException(proposer.failure());
            }
        }
    }

    private void pause(Duration length) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(length.toNanos());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private IOException interrupted(InterruptedException cause) {
        proposers.forEach(Proposer::stop);
        Thread.currentThread().interrupt();
        return new IOException("interrupted", cause);
    }

    private Sample sample() {
        return new Sample(System.nanoTime(), proposers.stream().mapToLong(Proposer::appliedCount).sum(),
                log.appliedPosition(), ThreadTimes.startingWith("log-"), ThreadTimes.ofProcess());
    }

    private record Sample(long nanos, long messages, long position, long logCpu, long allCpu) {
        private Result since(Sample before) {
            return new Result(messages - before.messages, position - before.position, nanos - before.nanos,
                    logCpu - before.logCpu, allCpu - before.allCpu);
        }
    }
}
