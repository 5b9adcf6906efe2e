package io.skylark.conformance.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// Threads that send until this is closed, each message once, and what became of it.
final class SendLoad implements AutoCloseable {
    /// How a message is sent; it is repeated by the client if at all.
    interface Way {
        SendResult send(DefaultMQProducer producer, Message message) throws Exception;
    }

    /// Each has one message under way.
    static final int THREADS = 2;

    private static final Duration BETWEEN = Duration.ofMillis(2);

    private final DefaultMQProducer producer;
    private final String topic;
    private final String prefix;
    private final Way way;
    private final AtomicInteger next = new AtomicInteger();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> byBroker = new ConcurrentHashMap<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /// @param prefix of the bodies
    SendLoad(DefaultMQProducer producer, String topic, String prefix, Way way) {
        this.producer = producer;
        this.topic = topic;
        this.prefix = prefix;
        this.way = way;
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().name("send-load").daemon().start(this::send));
        }
    }

    /// Plain sends, which the client repeats at other brokers.
    static SendLoad plain(DefaultMQProducer producer, String topic, String prefix) {
        return new SendLoad(producer, topic, prefix, DefaultMQProducer::send);
    }

    private void send() {
        while (!stopped) {
            String body = prefix + next.getAndIncrement();
            try {
                SendResult result = way.send(producer, Texts.message(topic, body));
                assertThat(result.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
                acknowledged.add(body);
                byBroker.computeIfAbsent(result.getMessageQueue().getBrokerName(), broker -> new AtomicInteger())
                        .incrementAndGet();
            } catch (Exception failure) {
                failures.add(failure);
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    int acknowledgedBy(String broker) {
        AtomicInteger count = byBroker.get(broker);
        return count == null ? 0 : count.get();
    }

    List<Exception> failures() {
        return List.copyOf(failures);
    }

    void awaitMore(int count) {
        int wanted = acknowledged.size() + count;
        Awaitility.await("sends").atMost(Limits.RECOVERY).until(() -> acknowledged.size() >= wanted);
    }

    void awaitMoreBy(String broker, int count) {
        int wanted = acknowledgedBy(broker) + count;
        Awaitility.await("sends to " + broker).atMost(Limits.RECOVERY).until(() -> acknowledgedBy(broker) >= wanted);
    }

    /// Stops sending, and waits for what is under way.
    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                assertThat(thread.join(Limits.RECOVERY)).as("a send has ended").isTrue();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
