package io.skylark.conformance.ownclient;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.SendReceipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/// Threads that send until they are told to stop, and what was acknowledged. A send that fails is not repeated: whether
/// it was stored is not known.
public final class Load implements AutoCloseable {
    private static final int THREADS = 8;
    private static final Duration BETWEEN = Duration.ofMillis(2);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(20);

    private final Producer producer;
    private final String topic;
    private final String prefix;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> byBroker = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong lastAcknowledged = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    Load(Producer producer, String topic) {
        this(producer, topic, "m");
    }

    /// @param prefix of the texts, which tells the loads of one topic apart
    public Load(Producer producer, String topic, String prefix) {
        this.producer = producer;
        this.topic = topic;
        this.prefix = prefix;
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofVirtual().start(this::send));
        }
    }

    private void send() {
        while (!stopped) {
            String text = prefix + next.getAndIncrement();
            try {
                SendReceipt receipt = producer.send(Message.of(topic, text));
                lastAcknowledged.set(System.nanoTime());
                acknowledged.add(text);
                byBroker.computeIfAbsent(receipt.queue().brokerName(), broker -> new AtomicInteger())
                        .incrementAndGet();
                LockSupport.parkNanos(BETWEEN.toNanos());
            } catch (SkylarkException refused) {
                failed.incrementAndGet();
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            }
        }
    }

    public Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /// How many sends this broker took.
    public int acknowledgedBy(String broker) {
        AtomicInteger count = byBroker.get(broker);
        return count == null ? 0 : count.get();
    }

    public int failed() {
        return failed.get();
    }

    public void awaitMore(int count) {
        int wanted = acknowledged.size() + count;
        Awaitility.await().atMost(Own.LIMIT).until(() -> acknowledged.size() >= wanted);
    }

    /// Waits until a message is acknowledged again; how long after `begin` that was.
    Duration recovery(long beginNanos) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Own.LIMIT)
                .until(() -> lastAcknowledged.get() - beginNanos > 0);
        return Duration.ofNanos(System.nanoTime() - beginNanos);
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            if (!ended(thread)) {
                throw new IllegalStateException("a send did not end within " + TimeUnit.SECONDS.convert(Own.LIMIT)
                        + " s");
            }
        }
    }

    private static boolean ended(Thread thread) {
        try {
            return thread.join(Own.LIMIT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
