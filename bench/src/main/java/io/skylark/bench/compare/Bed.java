package io.skylark.bench.compare;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.load.Interval;
import io.skylark.bench.load.LoadLoop;
import io.skylark.bench.load.LoadResult;
import io.skylark.bench.load.SystemClock;
import io.skylark.bench.load.Tally;
import io.skylark.bench.load.Workload;
import io.skylark.bench.peer.RunningPeer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/// A running peer, and how long each row may take on it.
///
/// @param folder for what a row leaves behind
/// @param shared folder of the whole comparison, kept for the next
/// @param progress where failures are told as they happen
public record Bed(RunningPeer peer, Interval interval, Path folder, Path shared, PrintStream progress) {
    private static final Interval PREPARE_LIMIT = Interval.of(Duration.ZERO, Duration.ofMinutes(3));

    /// Runs a workload and takes the server's usage at both ends of the measured interval.
    public Figures measure(Function<Tally, Workload> workload) throws IOException {
        Tally tally = new Tally();
        UsageProbe probe = UsageProbe.ofThisThread(peer);
        LoadResult result =
                new LoadLoop(workload.apply(tally), tally, SystemClock.forThisThread(), probe).run(interval);
        return figures(result, probe);
    }

    /// Runs a workload that ends by itself, before anything is measured.
    public LoadResult prepare(Function<Tally, Workload> workload) {
        Tally tally = new Tally();
        LoadResult result = new LoadLoop(
                workload.apply(tally), tally, SystemClock.forThisThread(), LoadLoop.Probe.NONE).run(PREPARE_LIMIT);
        tell(result.failures());
        return result;
    }

    /// Tells of failures and puts load and usage together.
    Figures figures(LoadResult result, UsageProbe probe) throws IOException {
        tell(result.failures());
        return Figures.of(result, probe.before(), probe.after(), probe.loadNanos());
    }

    public void tell(Map<String, Long> failures) {
        failures.forEach((what, count) -> progress.println("    " + count + " x " + what));
    }

    /// A topic for one row, just created.
    public Topic topic(String name, int queues) throws IOException {
        Topic topic = new Topic(name, RunningPeer.BROKER_NAME, peer.broker(), queues);
        topic.create();
        return topic;
    }

    /// Marks the messages of one run.
    public static long newRun() {
        return ThreadLocalRandom.current().nextLong();
    }
}
