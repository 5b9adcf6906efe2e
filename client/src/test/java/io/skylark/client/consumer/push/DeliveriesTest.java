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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class DeliveriesTest {
    private final FakeBrokers brokers = new FakeBrokers();
    private final ManualCoordinator coordinator = new ManualCoordinator();
    private final QueueProgress progress = new QueueProgress(0, InstantSource.system());
    private final List<ReceivedMessage> seen = new CopyOnWriteArrayList<>();
    private final List<String> threads = new CopyOnWriteArrayList<>();
    private final List<Deliveries> open = new CopyOnWriteArrayList<>();

    private int maxAttempts = GroupConfig.BROKER_DECIDES;
    private GroupConfig.Kind kind = GroupConfig.Kind.PUSH;
    private Duration closeTimeout = Duration.ofMinutes(1);

    @AfterEach
    void close() {
        open.forEach(Deliveries::close);
    }

    private Deliveries deliveries(int batchSize, BatchListener listener) {
        GroupConfig member = new GroupConfig(
                "g", kind, Map.of("T", Filter.all()), StartFrom.LAST, maxAttempts, 32, FlowLimits.STANDARD,
                RebalanceStrategy.averagely(), Duration.ofSeconds(5), Duration.ofSeconds(20));
        PushConfig config = new PushConfig(
                member, 2, null, batchSize, false, Duration.ZERO, closeTimeout, List.of());
        ConsumeThreads consumeThreads = new ConsumeThreads(config);
        Deliveries deliveries = new Deliveries(
                config, new Listening(config, listener, consumeThreads), brokers, coordinator, consumeThreads,
                () -> Instant.ofEpochMilli(777));
        open.add(deliveries);
        return deliveries;
    }

    private Deliveries deliveries(BatchListener listener) {
        return deliveries(1, listener);
    }

    private void deliver(Deliveries deliveries, List<EncodedMessage> messages) {
        PullAnswer answer = new PullAnswer(PullAnswer.Kind.FOUND, messages.size(), 0, 9, 0, messages);
        progress.pulled(messages, messages.size());
        deliveries.accept(progress, Samples.QUEUE, messages, answer);
    }

    private ConsumeOutcome see(List<ReceivedMessage> messages) {
        threads.add(Thread.currentThread().getName());
        seen.addAll(messages);
        return ConsumeOutcome.SUCCESS;
    }

    @Test
    void finishesWhatTheListenerConsumed() {
        deliver(deliveries(this::see), Samples.messages(0, 3));
        await().until(() -> progress.commitOffset() == 3);
        assertThat(seen).hasSize(3);
        assertThat(threads).allMatch(name -> name.matches("ConsumeMessageThread_g_[12]"));
    }

    @Test
    void showsBoundsAndTimeAsProperties() {
        deliver(deliveries(this::see), Samples.messages(0, 1));
        await().until(() -> !seen.isEmpty());
        assertThat(seen.get(0).properties())
                .containsEntry("MIN_OFFSET", "0")
                .containsEntry("MAX_OFFSET", "9")
                .containsEntry("CONSUME_START_TIME", "777");
    }

    @Test
    void cutsWhatWasPulledIntoBatches() {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        deliver(deliveries(2, messages -> {
            sizes.add(messages.size());
            return ConsumeOutcome.SUCCESS;
        }), Samples.messages(0, 5));
        await().until(() -> progress.commitOffset() == 5);
        assertThat(sizes).containsExactlyInAnyOrder(2, 2, 1);
    }

    @Test
    void sendsBackWhatTheListenerDidNotConsume() {
        deliver(deliveries(messages -> ConsumeOutcome.RETRY_LATER), Samples.messages(0, 1));
        await().until(() -> progress.commitOffset() == 1);
        assertThat(brokers.sentBack).hasSize(1);
    }

    @Test
    void sendsBackWhenTheListenerThrows() {
        deliver(deliveries(messages -> {
            throw new java.io.IOException("database gone");
        }), Samples.messages(0, 1));
        await().until(() -> progress.commitOffset() == 1);
        assertThat(brokers.sentBack).hasSize(1);
    }

    @Test
    void sendsBackAMessageWhoseBodyItCannotRead() {
        EncodedMessage unreadable = Samples.message(
                0, SysFlag.COMPRESSED | SysFlag.COMPRESSION_MASK, "??", Map.of("UNIQ_KEY", "X"));
        deliver(deliveries(this::see), List.of(unreadable));
        await().until(() -> progress.commitOffset() == 1);
        assertThat(brokers.sentBack).containsExactly(unreadable);
        assertThat(seen).isEmpty();
    }

    @Test
    void anUnreadableMessageFailsNoOtherOfItsBatch() {
        EncodedMessage unreadable = Samples.message(
                1, SysFlag.COMPRESSED | SysFlag.COMPRESSION_MASK, "??", Map.of("UNIQ_KEY", "X"));
        deliver(deliveries(32, this::see), List.of(Samples.message(0, "a"), unreadable, Samples.message(2, "a")));
        await().until(() -> progress.commitOffset() == 3);
        assertThat(seen).extracting(ReceivedMessage::queueOffset).containsExactly(0L, 2L);
        assertThat(brokers.sentBack).containsExactly(unreadable);
    }

    @Test
    void anInterruptFailsOnlyTheMessageItWasMeantFor() {
        deliver(deliveries(messages -> {
            see(messages);
            if (messages.get(0).queueOffset() == 0) {
                Thread.currentThread().interrupt(); // as a watchdog of the program
            }
            new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS); // throws when interrupted
            return ConsumeOutcome.SUCCESS;
        }), Samples.messages(0, 5));
        await().until(() -> progress.commitOffset() == 5);
        assertThat(seen).hasSize(5);
        assertThat(brokers.sentBack).extracting(EncodedMessage::queueOffset).containsExactly(0L);
    }

    @Test
    void makesADeadLetterOfAMessageWhoseLastAttemptFails() {
        maxAttempts = 1;
        deliver(deliveries(messages -> ConsumeOutcome.RETRY_LATER), Samples.messages(0, 1));
        await().until(() -> progress.commitOffset() == 1);
        assertThat(brokers.dead).hasSize(1);
        assertThat(brokers.sentBack).isEmpty();
    }

    @Test
    void triesAgainItselfWhatTheBrokerDoesNotTakeBack() {
        brokers.failure = FakeBrokers.unreachable();
        deliver(deliveries(messages -> {
            see(messages);
            return seen.size() == 1 ? ConsumeOutcome.RETRY_LATER : ConsumeOutcome.SUCCESS;
        }), Samples.messages(0, 1));
        // The tick of the workers, and the pause.
        await().until(() -> coordinator.timers() == 2);
        assertThat(progress.commitOffset()).isZero();
        coordinator.pass(Deliveries.LOCAL_RETRY_PAUSE.minusMillis(1));
        assertThat(seen).hasSize(1);
        coordinator.pass(Duration.ofMillis(1));
        await().until(() -> progress.commitOffset() == 1);
        assertThat(seen.stream().map(ReceivedMessage::reconsumeTimes)).containsExactly(0, 1);
        assertThat(brokers.sentBack).isEmpty();
    }

    @Test
    void doesNotConsumeWhatBelongsToAnotherMemberNow() {
        progress.drop();
        Deliveries deliveries = deliveries(this::see);
        deliver(deliveries, Samples.messages(0, 3));
        deliveries.close();
        assertThat(seen).isEmpty();
        assertThat(progress.commitOffset()).isZero();
    }

    @Test
    void endsWhatItBeganWhenItIsClosedAndLeavesTheRest() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        Deliveries deliveries = deliveries(messages -> {
            begun.countDown();
            goOn.await();
            return see(messages);
        });
        deliver(deliveries, Samples.messages(0, 5));
        await().until(() -> {
            coordinator.pass(Workers.TICK);
            return begun.getCount() == 0;
        });
        Thread closing = new Thread(deliveries::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        goOn.countDown();
        closing.join();
        assertThat(seen).hasSize(2);
        assertThat(progress.commitOffset()).isEqualTo(2);
    }

    @Test
    void interruptsAListenerThatDoesNotEnd() throws Exception {
        closeTimeout = Duration.ofMillis(200);
        CompletableFuture<Thread> consuming = new CompletableFuture<>();
        Deliveries deliveries = deliveries(messages -> {
            consuming.complete(Thread.currentThread());
            new CountDownLatch(1).await();
            return ConsumeOutcome.SUCCESS;
        });
        deliver(deliveries, Samples.messages(0, 1));
        Thread interrupted = consuming.join();
        deliveries.close();
        interrupted.join();
        assertThat(progress.commitOffset()).isZero();
        assertThat(brokers.sentBack).as("it comes again from the queue").isEmpty();
    }

    @Test
    void letsAMessageOfABroadcastGoThatFailed() {
        kind = GroupConfig.Kind.BROADCAST;
        deliver(deliveries(messages -> ConsumeOutcome.RETRY_LATER), Samples.messages(0, 1));
        await().until(() -> progress.commitOffset() == 1);
        assertThat(brokers.sentBack).isEmpty();
    }
}
