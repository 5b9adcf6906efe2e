package io.skylark.log.store;

import io.skylark.log.disk.FileSystemDisk;
import io.skylark.log.index.LogQueue;
import io.skylark.log.index.TagFilter;
import io.skylark.log.index.Waiter;
import io.skylark.message.StoredMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Readers that follow the end of their queues while others write, as consumers with held pulls do.
@Timeout(60)
final class ConcurrentReadersTest {
    private static final int QUEUES = 3;
    private static final int MESSAGES = 3000;

    private final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();

    @Test
    void seeEveryMessageOnceInOrderAndWhole(@TempDir Path folder) throws InterruptedException {
        try (StoreFixture fixture = StoreFixture.on(FileSystemDisk.of(folder))) {
            List<Thread> threads = new ArrayList<>();
            for (int queueId = 0; queueId < QUEUES; queueId++) {
                int id = queueId;
                threads.add(start(() -> follow(fixture, id)));
                threads.add(start(() -> write(fixture, id)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(errors).isEmpty();
    }

    private Thread start(Runnable body) {
        return Thread.ofPlatform().start(() -> {
            try {
                body.run();
            } catch (RuntimeException | AssertionError e) {
                errors.add(e);
            }
        });
    }

    private static void write(StoreFixture fixture, int queueId) {
        Sent.One last = null;
        for (int i = 0; i < MESSAGES; i++) {
            last = new Sent.One(Drafts.draft("T", queueId, i + "-" + "b".repeat(i % 300)));
            fixture.log.propose(last);
            if (i % 100 == 0) {
                last.result.join();
            }
        }
        if (last != null) {
            last.result.join();
        }
    }

    private static void follow(StoreFixture fixture, int queueId) {
        LogQueue queue = fixture.store.queue("T", queueId);
        long[] next = new long[1];
        while (next[0] < MESSAGES) {
            CountDownLatch ready = new CountDownLatch(1);
            Waiter waiter = new Waiter(TagFilter.ALL) {
                @Override
                protected void ready() {
                    ready.countDown();
                }
            };
            if (fixture.store.await(queue, next[0], waiter)) {
                await(ready);
            }
            ReadOutcome outcome = fixture.store.read(queue, next[0], 32, 1 << 16, TagFilter.ALL,
                    (source, at, size, offset, position) -> {
                        StoredMessage message = StoreFixture.decode(
                                new FoundMessage(source, at, size, offset, position));
                        assertThat(offset).isEqualTo(next[0]++);
                        assertThat(StoreFixture.body(message)).startsWith(offset + "-");
                        assertThat(message.queueId()).isEqualTo(queueId);
                    });
            assertThat(outcome.status()).isEqualTo(ReadStatus.FOUND);
            assertThat(outcome.nextOffset()).isEqualTo(next[0]);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
