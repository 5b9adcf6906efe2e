package io.skylark.log.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class LogQueueTest {
    private static final int SEGMENT_BYTES = 1 << 30;

    private final TailSegment segment = new TailSegment(0, SEGMENT_BYTES);
    private final Queues queues = new Queues(new IndexedSegments(SEGMENT_BYTES));
    private final LogQueue queue = queues.findOrMake("T", 3);

    private long append(long place, int size, int tagHash) {
        return queue.append(segment, (int) place, size, tagHash, 0);
    }

    private static Run run(LogQueue queue, long offset) {
        Run run = queue.run(offset);
        if (run == null) {
            throw new AssertionError("nothing at " + offset);
        }
        return run;
    }


    @Test
    void keepsEveryEntry() {
        int count = 5 * TailRun.MAX_CHUNK_ENTRIES + 3;
        for (int i = 0; i < count; i++) {
            assertThat(append(i * 1000L + 7, i + 1, -i)).isEqualTo(i);
            assertThat(queue.maxOffset()).isEqualTo(i + 1L);
        }
        for (int i = 0; i < count; i++) {
            assertThat(run(queue, i).position(i)).isEqualTo(i * 1000L + 7);
            assertThat(run(queue, i).size(i)).isEqualTo(i + 1);
            assertThat(run(queue, i).tagHash(i)).isEqualTo(-i);
        }
    }

    @Test
    void findsAnOffsetByItsPosition() {
        assertThat(queue.offsetOf(7)).isEqualTo(-1);
        for (int i = 0; i < 100; i++) {
            append(i * 10L, 10, 0);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(queue.offsetOf(i * 10L)).isEqualTo(i);
            assertThat(queue.offsetOf(i * 10L + 1)).isEqualTo(-1);
        }
        assertThat(queue.offsetOf(-1)).isEqualTo(-1);
    }

    @Test
    void showsReadersOnlyWholeEntries() throws InterruptedException {
        int count = 300_000;
        AtomicBoolean wrong = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().start(() -> {
            long max = 0;
            while (max < count) {
                max = queue.maxOffset();
                for (long offset = Math.max(0, max - 8); offset < max; offset++) {
                    if (run(queue, offset).position(offset) != offset * 3 || run(queue, offset).size(offset) != offset + 1) {
                        wrong.set(true);
                    }
                }
            }
        });
        for (int i = 0; i < count; i++) {
            append(i * 3L, i + 1, i);
        }
        reader.join();
        assertThat(wrong).isFalse();
    }

    @Test
    void wakesAWaiterOnceWhenSomethingMatches() {
        CountingWaiter waiter = new CountingWaiter(TagFilter.anyOf(5));
        assertThat(queue.await(0, waiter)).isTrue();
        append(0, 10, 4);
        queue.wake();
        assertThat(waiter.calls).isZero();
        assertThat(waiter.offset()).isEqualTo(1);
        append(10, 10, 5);
        queue.wake();
        queue.wake();
        assertThat(waiter.calls).isEqualTo(1);
        assertThat(waiter.offset()).isEqualTo(1);
        assertThat(waiter.cancel()).isFalse();
        assertThat(queue.hasWaiters()).isFalse();
    }

    @Test
    void doesNotRegisterAWaiterWhenThereIsMore() {
        append(0, 10, 4);
        CountingWaiter waiter = new CountingWaiter(TagFilter.ALL);
        assertThat(queue.await(0, waiter)).isFalse();
        assertThat(queue.hasWaiters()).isFalse();
        assertThat(queue.await(1, waiter)).isTrue();
    }

    @Test
    void forgetsACancelledWaiter() {
        List<CountingWaiter> waiters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiters.add(new CountingWaiter(TagFilter.ALL));
            queue.await(0, waiters.get(i));
        }
        for (int cancelled : new int[] {2, 4, 0}) {
            assertThat(waiters.get(cancelled).cancel()).isTrue();
            assertThat(waiters.get(cancelled).cancel()).isFalse();
        }
        append(0, 10, 0);
        queue.wake();
        assertThat(waiters).extracting(waiter -> waiter.calls).containsExactly(0, 1, 0, 1, 0);
        assertThat(queue.hasWaiters()).isFalse();
    }

    @Test
    void wakesEverybodyWhenTheTopicIsRemoved() {
        CountingWaiter waiter = new CountingWaiter(TagFilter.anyOf(5));
        queue.await(0, waiter);
        queue.remove();
        queue.wake();
        assertThat(waiter.calls).isEqualTo(1);
        assertThat(queue.await(0, waiter)).isFalse();
    }

    @Test
    void mayWaitAgainAfterItWasCalled() {
        CountingWaiter waiter = new CountingWaiter(TagFilter.ALL);
        for (int i = 0; i < 3; i++) {
            assertThat(queue.await(i, waiter)).isTrue();
            append(i, 1, 0);
            queue.wake();
        }
        assertThat(waiter.calls).isEqualTo(3);
    }

    /// One thread registers and is called, again and again, while the other appends: neither a wake-up nor a call may be
    /// lost.
    @Test
    void neverMissesAMessageThatComesWhileRegistering() throws InterruptedException {
        int count = 20_000;
        LogQueue shared = queues.findOrMake("T", 0);
        java.nio.ByteBuffer topic = java.nio.ByteBuffer.wrap(new byte[] {'T'});
        Thread consumer = Thread.ofPlatform().start(() -> {
            long next = 0;
            while (next < count) {
                AtomicBoolean called = new AtomicBoolean();
                Waiter waiter = new Waiter(TagFilter.ALL) {
                    @Override
                    protected void ready() {
                        called.set(true);
                    }
                };
                if (shared.await(next, waiter)) {
                    while (!called.get()) {
                        Thread.onSpinWait();
                    }
                }
                next = shared.maxOffset();
            }
        });
        for (int i = 0; i < count; i++) {
            queues.append(segment, topic, 0, 1, 0, i, 1, 0, 0);
            queues.roundApplied();
        }
        consumer.join(20_000);
        assertThat(consumer.isAlive()).isFalse();
    }

    private static final class CountingWaiter extends Waiter {
        private int calls;

        CountingWaiter(TagFilter filter) {
            super(filter);
        }

        @Override
        protected void ready() {
            calls++;
        }
    }
}
