package io.skylark.bench.compare;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.frame.PullFrames;
import io.skylark.bench.frame.SendFrames;
import io.skylark.bench.load.LoadResult;
import io.skylark.bench.load.PullLoad;
import io.skylark.bench.load.SendLoad;
import io.skylark.protocol.SerializeType;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// Fills a topic, then reads it over and over.
///
/// @param messages to fill the topic with
record PullWork(int bytes, int messages) implements Row.Work {
    private static final int QUEUES = 64;
    private static final int CONNECTIONS = 8;
    private static final int MAX_MESSAGES = 32;
    private static final int FILL_BATCH = 32;
    private static final int FILL_WINDOW = 8;
    /// A broker may take its time to make readable what it has acknowledged.
    private static final Duration READABLE_LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 20;

    @Override
    public Figures run(Bed bed) throws IOException {
        Topic topic = bed.topic("bench-pull-" + bytes, QUEUES);
        long[] from = topic.maxOffsets();
        long stored = fill(bed, topic);
        long[] to = readable(topic, Arrays.stream(from).sum() + stored);
        PullFrames.Shape shape = new PullFrames.Shape(
                topic.name(), "bench-consumer", MAX_MESSAGES, Duration.ZERO, SerializeType.JSON);
        PullLoad.Plan plan = new PullLoad.Plan(bed.peer().broker(), shape, from, to, CONNECTIONS);
        return bed.measure(tally -> new PullLoad(plan, tally));
    }

    /// @return how many messages were acknowledged: a busy server may refuse some
    private long fill(Bed bed, Topic topic) throws IOException {
        SendFrames.Shape shape =
                SendFrames.Shape.of(topic.name(), topic.brokerName(), QUEUES, bytes).withBatch(FILL_BATCH);
        SendLoad.Plan plan = SendLoad.Plan
                .closed(topic.broker(), shape, CONNECTIONS, FILL_WINDOW, Bed.newRun())
                .withLimit(messages);
        LoadResult result = bed.prepare(tally -> new SendLoad(plan, tally));
        if (result.messages() < messages / 2) {
            throw new IOException("filling " + topic.name() + " brought " + result.messages() + " of " + messages
                    + " messages, failures: " + result.failures());
        }
        return result.messages();
    }

    /// Waits until so many messages can be read.
    private static long[] readable(Topic topic, long count) throws IOException {
        long end = System.nanoTime() + READABLE_LIMIT.toNanos();
        while (true) {
            long[] offsets = topic.maxOffsets();
            if (Arrays.stream(offsets).sum() >= count) {
                return offsets;
            }
            if (System.nanoTime() > end) {
                throw new IOException("only " + Arrays.stream(offsets).sum() + " of " + count
                        + " messages can be read after " + READABLE_LIMIT);
            }
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
