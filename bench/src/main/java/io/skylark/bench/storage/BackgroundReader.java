package io.skylark.bench.storage;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.frame.PullFrames;
import io.skylark.bench.load.Interval;
import io.skylark.bench.load.LoadFailure;
import io.skylark.bench.load.LoadLoop;
import io.skylark.bench.load.LoadResult;
import io.skylark.bench.load.LoadUntil;
import io.skylark.bench.load.PullLoad;
import io.skylark.bench.load.SystemClock;
import io.skylark.bench.load.Tally;
import io.skylark.protocol.SerializeType;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// A consumer that runs through a topic as fast as it can, one pull on its way for each queue, on a thread of its own.
final class BackgroundReader {
    private static final int MAX_MESSAGES = 32;
    private static final int CONNECTIONS = 1;
    private static final Interval UNTIL_STOPPED = Interval.of(Duration.ZERO, Duration.ofHours(1));

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CompletableFuture<LoadResult> result = new CompletableFuture<>();

    private BackgroundReader() {}

    static BackgroundReader start(Topic topic) throws IOException {
        PullFrames.Shape shape = new PullFrames.Shape(
                topic.name(), "bench-reader", MAX_MESSAGES, Duration.ZERO, SerializeType.JSON);
        PullLoad.Plan plan =
                new PullLoad.Plan(topic.broker(), shape, topic.minOffsets(), topic.maxOffsets(), CONNECTIONS);
        BackgroundReader reader = new BackgroundReader();
        Thread.ofPlatform().name("reader").daemon().start(() -> reader.read(plan));
        return reader;
    }

    private void read(PullLoad.Plan plan) {
        try {
            Tally tally = new Tally();
            LoadUntil load = new LoadUntil(new PullLoad(plan, tally), stopped::get, count -> {});
            result.complete(new LoadLoop(load, tally, SystemClock.forThisThread(), LoadLoop.Probe.NONE)
                    .run(UNTIL_STOPPED));
        } catch (RuntimeException broken) {
            result.completeExceptionally(broken);
        }
    }

    /// Ends the reading.
    ///
    /// @return what was read
    /// @throws IOException when it failed before
    LoadResult stop() throws IOException {
        stopped.set(true);
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LoadFailure failure) {
                throw new IOException("the reader failed: " + failure.getMessage(), failure);
            }
            throw e;
        }
    }
}
