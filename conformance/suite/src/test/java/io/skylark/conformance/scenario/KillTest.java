package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.MessageExt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;

import static org.assertj.core.api.Assertions.assertThat;

/// SIGKILL in the middle of sending: nothing that was acknowledged is lost.
@Order(2)
final class KillTest {
    private static final int SENDS = 10_000;
    private static final int KILL_AFTER = 3_000;
    private static final int THREADS = 8;
    private static final String PADDING = "x".repeat(1_000);

    /// One round of sends over a crash, shared by the sending threads.
    private static final class Sends {
        final DefaultMQProducer producer;
        final String topic;
        final AtomicInteger next = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();
        final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        final CountDownLatch restarted = new CountDownLatch(1);

        Sends(DefaultMQProducer producer, String topic) {
            this.producer = producer;
            this.topic = topic;
        }

        /// Sends what nobody else sends. A failed send is not repeated: whether it was stored is not known.
        void work() throws InterruptedException {
            int number = next.getAndIncrement();
            while (number < SENDS) {
                String key = Integer.toString(number);
                try {
                    if (producer.send(Texts.message(topic, "", key, key + PADDING)).getSendStatus()
                            == SendStatus.SEND_OK) {
                        acknowledged.add(key);
                    } else {
                        failed.incrementAndGet();
                    }
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    // Expected while the server is away: wait until it is back instead of failing all that is left.
                    failed.incrementAndGet();
                    if (!restarted.await(Limits.RECOVERY.toSeconds(), TimeUnit.SECONDS)) {
                        throw new AssertionError("send of " + key + " failed and no restart followed", e);
                    }
                }
                number = next.getAndIncrement();
            }
        }
    }

    @EachClient(headers = HeaderType.ROCKETMQ, server = Needs.OWN)
    void losesNothingThatWasAcknowledged(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        producer.setRetryTimesWhenSendFailed(0);
        String topic = Clients.createTopic(run, producer, 8);
        Sends sends = new Sends(producer, topic);
        int acknowledgedAtKill;
        try (ExecutorService senders = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                work.add(senders.submit(() -> {
                    sends.work();
                    return null;
                }));
            }
            try {
                Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Limits.RECOVERY)
                        .until(() -> sends.acknowledged.size() >= KILL_AFTER);
                run.server().kill();
                acknowledgedAtKill = sends.acknowledged.size();
                run.server().start();
            } finally {
                sends.restarted.countDown();
            }
            for (Future<?> sender : work) {
                sender.get(Limits.RECOVERY.toSeconds(), TimeUnit.SECONDS);
            }
        }
        assertThat(acknowledgedAtKill).as("acknowledged before the kill").isBetween(KILL_AFTER, SENDS - 1);

        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        Set<String> missing = new HashSet<>(sends.acknowledged);
        try {
            Awaitility.await().atMost(Limits.RECOVERY).until(() -> {
                received.messages().forEach(message -> missing.remove(message.getKeys()));
                return missing.isEmpty();
            });
        } finally {
            run.report("kill -9: " + SENDS + " sends, " + acknowledgedAtKill + " acknowledged before the kill, "
                    + sends.acknowledged.size() + " in all, " + sends.failed + " failed; consumed "
                    + received.messages().size() + ", lost " + missing.size());
        }
        assertThat(received.messages()).allSatisfy(KillTest::assertWhole);
        assertThat(sends.acknowledged.size() + sends.failed.get()).isEqualTo(SENDS);
    }

    private static void assertWhole(MessageExt message) {
        assertThat(Received.text(message)).isEqualTo(message.getKeys() + PADDING);
    }
}
