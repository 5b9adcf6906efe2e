package io.skylark.client.consumer.push;

import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.FlowLimits;
import io.skylark.client.consumer.RebalanceStrategy;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.group.FakeBrokers;
import io.skylark.client.consumer.group.GroupConfig;
import io.skylark.client.consumer.group.ManualCoordinator;
import io.skylark.client.consumer.group.PullAnswer;
import io.skylark.client.consumer.group.QueueProgress;
import io.skylark.client.consumer.group.Samples;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.EncodedMessage;
import io.skylark.message.SysFlag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class OrderedDeliveriesTest {
    private static final Duration SUSPEND = Duration.ofSeconds(1);

    private final FakeBrokers brokers = new FakeBrokers();
    private final ManualCoordinator coordinator = new ManualCoordinator();
    private final QueueProgress progress = new QueueProgress(0, InstantSource.system());
    private final List<Long> seen = new CopyOnWriteArrayList<>();
    private final List<OrderedDeliveries> open = new CopyOnWriteArrayList<>();
    private volatile boolean locked = true;
    private int batchSize = 1;

    @AfterEach
    void close() {
        open.forEach(OrderedDeliveries::close);
    }

    private OrderedDeliveries deliveries(int maxAttempts, BatchListener listener) {
        GroupConfig member = new GroupConfig(
                "g", GroupConfig.Kind.PUSH, Map.of("T", Filter.all()), StartFrom.LAST, maxAttempts, 32,
                FlowLimits.STANDARD, RebalanceStrategy.averagely(), Duration.ofSeconds(5), Duration.ofSeconds(20));
        PushConfig config = new PushConfig(member, 4, null, batchSize, true, SUSPEND, Duration.ofMillis(200), List.of());
        ConsumeThreads threads = new ConsumeThreads(config);
        OrderedDeliveries deliveries = new OrderedDeliveries(
                config, new Listening(config, listener, threads), brokers, coordinator, threads,
                queue -> locked, () -> Instant.ofEpochMilli(777));
        open.add(deliveries);
        return deliveries;
    }

    private void deliver(OrderedDeliveries deliveries, QueueProgress to, long from, long end) {
        deliver(deliveries, to, Samples.found(from, end));
    }

    private static void deliver(OrderedDeliveries deliveries, QueueProgress to, PullAnswer answer) {
        to.pulled(answer.messages(), answer.nextOffset());
        deliveries.accept(to, Samples.QUEUE, answer.messages(), answer);
    }

    private ConsumeOutcome see(List<ReceivedMessage> messages) {
        messages.forEach(message -> seen.add(message.queueOffset()));
        return ConsumeOutcome.SUCCESS;
    }

    @Test
    void givesMessagesInTheOrderInWhichTheyCame() {
        OrderedDeliveries deliveries = deliveries(-1, this::see);
        deliver(deliveries, progress, 0, 5);
        deliver(deliveries, progress, 5, 8);
        await().until(() -> progress.commitOffset() == 8);
        assertThat(seen).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void letsTheQueueRestAfterAFailureAndTriesTheSameMessageAgain() {
        OrderedDeliveries deliveries = deliveries(-1, messages -> {
            see(messages);
            return seen.size() == 2 ? ConsumeOutcome.RETRY_LATER : ConsumeOutcome.SUCCESS;
        });
        deliver(deliveries, progress, 0, 3);
        await().until(() -> coordinator.timers() == 1);
        coordinator.pass(SUSPEND.minusMillis(1));
        assertThat(seen).containsExactly(0L, 1L);
        assertThat(progress.commitOffset()).isEqualTo(1);
        coordinator.pass(Duration.ofMillis(1));
        await().until(() -> progress.commitOffset() == 3);
        assertThat(seen).containsExactly(0L, 1L, 1L, 2L);
        assertThat(brokers.dead).isEmpty();
    }

    @Test
    void goesOnBehindAMessageThatBecameADeadLetter() {
        OrderedDeliveries deliveries = deliveries(1, messages -> {
            see(messages);
            throw new IllegalStateException("never");
        });
        deliver(deliveries, progress, 0, 2);
        await().until(() -> progress.commitOffset() == 2);
        assertThat(seen).containsExactly(0L, 1L);
        assertThat(brokers.dead).hasSize(2);
        assertThat(brokers.sentBack).isEmpty();
    }

    @Test
    void aMessageThatFailedLessOftenIsNoDeadLetterWithTheOneThatIs() {
        batchSize = 32;
        List<List<Long>> calls = new CopyOnWriteArrayList<>();
        OrderedDeliveries deliveries = deliveries(3, messages -> {
            List<Long> offsets = messages.stream().map(ReceivedMessage::queueOffset).toList();
            calls.add(offsets);
            return offsets.contains(0L) ? ConsumeOutcome.RETRY_LATER : see(messages);
        });
        deliver(deliveries, progress, 0, 1);
        await().until(() -> calls.size() == 1 && coordinator.timers() == 1);
        coordinator.pass(SUSPEND);
        await().until(() -> calls.size() == 2 && coordinator.timers() == 1);
        deliver(deliveries, progress, 1, 4);
        coordinator.pass(SUSPEND);
        await().until(() -> progress.commitOffset() == 4);
        assertThat(calls).containsExactly(List.of(0L), List.of(0L), List.of(0L, 1L, 2L, 3L), List.of(1L, 2L, 3L));
        assertThat(brokers.dead).extracting(EncodedMessage::queueOffset).containsExactly(0L);
        assertThat(seen).containsExactly(1L, 2L, 3L);
    }

    @Test
    void anUnreadableMessageFailsNoOtherOfItsBatch() {
        batchSize = 32;
        OrderedDeliveries deliveries = deliveries(1, this::see);
        EncodedMessage unreadable = Samples.message(
                1, SysFlag.COMPRESSED | SysFlag.COMPRESSION_MASK, "??", Map.of("UNIQ_KEY", "X"));
        deliver(deliveries, progress, new PullAnswer(PullAnswer.Kind.FOUND, 3, 0, 3, 0,
                List.of(Samples.message(0, "a"), unreadable, Samples.message(2, "a"))));
        await().until(() -> progress.commitOffset() == 3);
        assertThat(seen).containsExactly(0L, 2L);
        assertThat(brokers.dead).containsExactly(unreadable);
    }

    @Test
    void consumesNothingWithoutItsLock() {
        locked = false;
        OrderedDeliveries deliveries = deliveries(-1, this::see);
        deliver(deliveries, progress, 0, 2);
        await().until(() -> coordinator.timers() == 1);
        assertThat(seen).isEmpty();
        locked = true;
        coordinator.pass(OrderedQueue.LOCK_PAUSE);
        await().until(() -> progress.commitOffset() == 2);
    }

    @Test
    void forgetsWhatBelongsToAnotherNow() {
        locked = false;
        OrderedDeliveries deliveries = deliveries(-1, this::see);
        deliver(deliveries, progress, 0, 2);
        await().until(() -> coordinator.timers() == 1);
        progress.drop();
        QueueProgress again = new QueueProgress(1, InstantSource.system());
        deliver(deliveries, again, 1, 3);
        locked = true;
        coordinator.pass(OrderedQueue.LOCK_PAUSE);
        await().until(() -> again.commitOffset() == 3);
        assertThat(seen).containsExactly(1L, 2L);
    }

    @Test
    void saysThatAQueueSettledWhenTheListenerIsDoneWithIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        OrderedDeliveries deliveries = deliveries(-1, messages -> {
            begun.countDown();
            goOn.await();
            return see(messages);
        });
        assertThat(deliveries.isSettled(Samples.QUEUE)).isTrue();
        deliver(deliveries, progress, 0, 1);
        begun.await();
        assertThat(deliveries.isSettled(Samples.QUEUE)).isFalse();
        goOn.countDown();
        await().until(() -> deliveries.isSettled(Samples.QUEUE));
        assertThat(seen).containsExactly(0L);
    }
}
