package io.skylark.log.index;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// What a queue costs, so that a million of them fit into one process: allocations of this thread are counted, which
/// does not depend on a collector.
final class QueueMemoryTest {
    private static final int TOPICS = 100;
    private static final int QUEUES = 100;
    private static final int COUNT = TOPICS * QUEUES;

    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void allocatesAtMost700BytesForAQueueWithOneMessage() {
        Queues queues = new Queues(new IndexedSegments(1 << 20));
        TailSegment segment = new TailSegment(0, 1 << 20);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < COUNT; i++) {
            ByteBuffer topic = ByteBuffer.wrap(("topic-" + i % TOPICS).getBytes(UTF_8));
            queues.append(segment, topic, 0, topic.limit(), i / TOPICS, i, 1, 0, 0);
        }
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / COUNT;
        // With what the test allocates itself and what is thrown away while tables grow: an upper bound.
        assertThat(each).isLessThan(700);
    }

    @Test
    void keepsASealedRunIn16Bytes() {
        Queues queues = new Queues(new IndexedSegments(1 << 20));
        LogQueue queue = queues.findOrMake("T", 0);
        long before = threads.getCurrentThreadAllocatedBytes();
        queue.addSealed(0, 0, 0);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThanOrEqualTo(16 + 2 * 16);
    }
}
