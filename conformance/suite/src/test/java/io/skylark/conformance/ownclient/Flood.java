package io.skylark.conformance.ownclient;

import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/// Threads that send asynchronously without a pause, failures or not, and how many of their messages are unfinished.
final class Flood {
    static final int BODY_BYTES = 4_000;

    private static final int THREADS = 4;

    private final Producer producer;
    private final String topic;
    private final BooleanSupplier more;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger mostUnfinished = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();

    /// @param more asked before each message
    Flood(Producer producer, String topic, BooleanSupplier more) {
        this.producer = producer;
        this.topic = topic;
        this.more = more;
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofVirtual().start(this::send));
        }
    }

    private void send() {
        byte[] body = new byte[BODY_BYTES];
        while (more.getAsBoolean()) {
            sent.incrementAndGet();
            var _ = producer.sendAsync(Message.of(topic, body)).whenComplete((receipt, failure) -> {
                ended.incrementAndGet();
                if (failure != null) {
                    failed.incrementAndGet();
                }
            });
            mostUnfinished.accumulateAndGet(sent.get() - ended.get(), Math::max);
        }
    }

    /// Waits until everything was sent and has ended.
    void await() {
        Awaitility.await().atMost(Own.LIMIT).until(() ->
                threads.stream().noneMatch(Thread::isAlive) && ended.get() == sent.get());
    }

    int sent() {
        return sent.get();
    }

    int failed() {
        return failed.get();
    }

    /// The most that were accepted and had not ended.
    int mostUnfinished() {
        return mostUnfinished.get();
    }
}
