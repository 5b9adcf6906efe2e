package io.skylark.broker.pop;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What holding popped messages costs: heap for each, and CPU of handing out and acknowledging one, without the log and
/// the network. A program, not a test: `java ... io.skylark.broker.pop.PopCost`.
final class PopCost {
    private static final int QUEUES = 8;
    private static final int ROUNDS = 5;
    private static final int PER_QUEUE = 20_000;
    private static final int PER_POP = 32;
    private static final int COLLECTIONS = 3;

    private PopCost() {}

    public static void main(String[] arguments) {
        for (int round = 0; round < ROUNDS; round++) {
            measure();
        }
    }

    private static void measure() {
        AtomicInteger inFlight = new AtomicInteger();
        List<PopQueue> queues = new ArrayList<>();
        for (int i = 0; i < QUEUES; i++) {
            PopQueue queue = new PopQueue(new PopKey("group", "topic", i), inFlight);
            apply(queue, PopEntry.begin(queue.key(), 0, 1));
            queues.add(queue);
        }
        long before = heap();
        long begin = cpuNanos();
        queues.forEach(PopCost::popAll);
        long popped = cpuNanos() - begin;
        int messages = inFlight.get();
        long bytes = heap() - before;
        begin = cpuNanos();
        queues.forEach(PopCost::acknowledgeAll);
        long acknowledged = cpuNanos() - begin;
        if (inFlight.get() != 0) {
            throw new IllegalStateException(inFlight + " messages are held that were acknowledged");
        }
        System.out.printf("%d messages in flight: %d bytes each; pop %d ns, acknowledge %d ns each%n",
                messages, bytes / messages, popped / messages, acknowledged / messages);
    }

    private static void popAll(PopQueue queue) {
        for (long at = 0; at < PER_QUEUE; at += PER_POP) {
            Turn turn = queue.take(at, false, null, PER_POP, true);
            if (turn == null) {
                throw new IllegalStateException("the queue cannot be popped");
            }
            List<Long> found = new ArrayList<>();
            for (long offset = at; offset < at + PER_POP; offset++) {
                found.add(offset);
            }
            queue.give(
                    turn,
                    new PopQueue.Read(found, List.of(), List.of(), List.of(new Ranges.Range(at, at + PER_POP))),
                    new PopQueue.Hold(at, at + 2, at + 1_000_000, at + 1_000, false, null));
        }
    }

    private static void acknowledgeAll(PopQueue queue) {
        for (long offset = 0; offset < PER_QUEUE; offset++) {
            apply(queue, queue.done(offset));
        }
    }

    private static void apply(PopQueue queue, byte[] item) {
        queue.apply(PopEntry.decode(ByteBuffer.wrap(item)), (from, to) -> {});
    }

    private static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
