package io.skylark.bench.compare;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.frame.SendFrames;
import io.skylark.bench.load.LoadResult;
import io.skylark.bench.load.SendLoad;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// A topic that was filled with messages to be read.
///
/// @param from offset of the first message in each queue
/// @param to offset behind the last message in each queue
public record Filled(Topic topic, long[] from, long[] to) {
    private static final int CONNECTIONS = 8;
    private static final int BATCH = 32;
    private static final int WINDOW = 8;
    /// A broker may take its time to make readable what it has acknowledged.
    private static final Duration READABLE_LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 20;

    /// Creates and fills it.
    ///
    /// @param change what differs from plain messages
    public static Filled fill(
            Bed bed, String name, int queues, int messages, int bytes, UnaryOperator<SendFrames.Shape> change)
            throws IOException {
        Topic topic = bed.topic(name, queues);
        long[] from = topic.maxOffsets();
        SendFrames.Shape shape = change.apply(
                SendFrames.Shape.of(topic.name(), topic.brokerName(), queues, bytes).withBatch(BATCH));
        SendLoad.Plan plan = SendLoad.Plan
                .closed(topic.broker(), shape, CONNECTIONS, WINDOW, Bed.newRun())
                .withLimit(messages);
        LoadResult result = bed.prepare(tally -> new SendLoad(plan, tally));
        // A busy server may refuse some.
        if (result.messages() < messages / 2) {
            throw new IOException("filling " + topic.name() + " brought " + result.messages() + " of " + messages
                    + " messages, failures: " + result.failures());
        }
        return new Filled(topic, from, readable(topic, Arrays.stream(from).sum() + result.messages()));
    }

    /// How many it holds.
    public long messages() {
        return Arrays.stream(to).sum() - Arrays.stream(from).sum();
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
