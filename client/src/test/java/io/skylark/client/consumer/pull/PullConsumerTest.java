package io.skylark.client.consumer.pull;

import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.Producer;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.OffsetReset;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class PullConsumerTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final MessageQueue FIRST = new MessageQueue("T", "broker-a", 0);
    private static final MessageQueue SECOND = new MessageQueue("T", "broker-a", 1);

    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 2);
    private final SkylarkClient client = cluster.client();
    private final Producer producer = client.producer("p").build();

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private void send(int from, int to) {
        for (int i = from; i < to; i++) {
            Message message = Message.of("T", "body " + i).withTag(i % 2 == 0 ? "even" : "odd");
            assertThat(producer.send(message).queueOffset()).isNotNegative();
        }
    }

    private PullConsumerBuilder consumer() {
        return client.pullConsumer("g").startFrom(StartFrom.FIRST);
    }

    private static List<ReceivedMessage> poll(PullConsumer consumer, int count) {
        List<ReceivedMessage> messages = new ArrayList<>();
        while (messages.size() < count) {
            List<ReceivedMessage> some = consumer.poll(LONG);
            assertThat(some).isNotEmpty();
            messages.addAll(some);
        }
        return messages;
    }

    private Map<String, Long> offsets() {
        return cluster.broker(0).offsets();
    }

    @Test
    void pollsItsShareInTheOrderOfEachQueueAndCommitsBehindIt() {
        send(0, 8);
        try (PullConsumer consumer = consumer().subscribe("T").autoCommit(Duration.ZERO).start()) {
            List<ReceivedMessage> messages = poll(consumer, 8);
            assertThat(messages.stream().filter(m -> m.queue().equals(FIRST)).map(ReceivedMessage::queueOffset))
                    .containsExactly(0L, 1L, 2L, 3L);
            assertThat(consumer.assignment()).containsExactlyInAnyOrder(FIRST, SECOND);
            assertThat(consumer.poll(Duration.ZERO)).isEmpty();
            await().until(() -> offsets().equals(Map.of("g@T/0", 4L, "g@T/1", 4L)));
            assertThat(consumer.committed(FIRST)).hasValue(4);
        }
        assertThat(cluster.broker(0).members("g")).isEmpty();
    }

    /// It is for the program to say what becomes of it.
    @Test
    void handsOutWhatItCannotUnpack() {
        cluster.broker(0).storeUnreadable("T", 0);
        try (PullConsumer consumer = consumer().subscribe("T").start()) {
            ReceivedMessage message = poll(consumer, 1).get(0);
            assertThat(message.queueOffset()).isZero();
            assertThatThrownBy(message::body).isInstanceOf(MessageRejectedException.class);
        }
    }

    @Test
    void doesNotCommitWhatWasNotHandledYet() {
        send(0, 8);
        try (PullConsumer consumer = consumer().subscribe("T").autoCommit(Duration.ZERO).maxPoll(3).start()) {
            await().until(() -> consumer.assignment().size() == 2);
            List<ReceivedMessage> messages = consumer.poll(LONG);
            assertThat(messages).hasSize(3);
            assertThat(offsets().values()).allMatch(offset -> offset == 0);
            assertThat(consumer.position(messages.get(2).queue())).isEqualTo(3);
        }
        assertThat(offsets().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(3);
    }

    @Test
    void commitsOnlyWhenItIsToldTo() {
        send(0, 8);
        try (PullConsumer consumer = consumer().subscribe("T").manualCommit().start()) {
            poll(consumer, 8);
            assertThat(consumer.poll(Duration.ZERO)).isEmpty();
            assertThat(offsets()).isEmpty();
            consumer.commit();
            assertThat(offsets()).isEqualTo(Map.of("g@T/0", 4L, "g@T/1", 4L));
            send(8, 10);
            poll(consumer, 2);
        }
        assertThat(offsets()).isEqualTo(Map.of("g@T/0", 4L, "g@T/1", 4L));
    }

    @Test
    void storesWhatWasConsumedAgainAfterAToolResetTheGroup() {
        consumesAgainAfterAReset(consumer().subscribe("T").manualCommit());
        cluster.broker(0).commit("g", FIRST, 0);
        consumesAgainAfterAReset(consumer().subscribe("T").autoCommit(Duration.ZERO));
    }

    private void consumesAgainAfterAReset(PullConsumerBuilder builder) {
        cluster.withTopic("T", 1);
        send(0, 4);
        int count = cluster.broker(0).stored("T").size();
        try (PullConsumer consumer = builder.start()) {
            poll(consumer, count);
            consumer.commit();
            assertThat(offsets()).containsEntry("g@T/0", (long) count);
            // The broker stores it first, and then tells the members.
            cluster.broker(0).commit("g", FIRST, 0);
            byte[] body = Json.encode(new OffsetReset.Offsets(Map.of(FIRST, 0L)));
            cluster.broker(0).tell(OffsetReset.MOVE.request(
                    new OffsetReset.Move("T", "g", 0, true), ByteBuffer.wrap(body)));
            poll(consumer, count);
            consumer.commit();
            assertThat(offsets()).containsEntry("g@T/0", (long) count);
        }
    }

    @Test
    void readsTheQueuesThatItIsGiven() {
        send(0, 8);
        try (PullConsumer consumer = consumer().assign(List.of(SECOND)).start()) {
            assertThat(poll(consumer, 4)).allMatch(message -> message.queue().equals(SECOND));
            assertThat(consumer.queues("T")).containsExactly(FIRST, SECOND);
            assertThat(consumer.poll(Duration.ZERO)).isEmpty();
            consumer.assign(List.of(FIRST));
            assertThat(poll(consumer, 4)).allMatch(message -> message.queue().equals(FIRST));
            assertThat(consumer.assignment()).containsExactly(FIRST);
            assertThat(consumer.committed(SECOND)).hasValue(4);
        }
    }

    @Test
    void tellsTheBrokerWhatItWantsWithEachPull() {
        send(0, 4);
        try (PullConsumer consumer = consumer().subscribe("T", Filter.tags("odd")).start()) {
            assertThat(poll(consumer, 2)).extracting(ReceivedMessage::tag).containsOnly("odd");
            Command pull = cluster.broker(0).server().requests().stream()
                    .filter(request -> request.code() == 11)
                    .findFirst()
                    .orElseThrow();
            assertThat(pull.fields()).containsEntry("subscription", "odd").containsEntry("sysFlag", "6");
        }
    }

    @Test
    void goesOnElsewhere() {
        send(0, 8);
        cluster.broker(0).instead(request ->
                request.code() == 29 ? Command.response(0, null).withFields(Map.of("offset", "3")) : null);
        try (PullConsumer consumer = consumer().assign(List.of(FIRST)).start()) {
            poll(consumer, 4);
            assertThat(consumer.position(FIRST)).isEqualTo(4);
            consumer.seek(FIRST, 2);
            assertThat(consumer.position(FIRST)).isEqualTo(2);
            assertThat(poll(consumer, 2)).extracting(ReceivedMessage::queueOffset).containsExactly(2L, 3L);
            consumer.seekToBegin(FIRST);
            assertThat(poll(consumer, 4)).hasSize(4);
            consumer.seekToTimestamp(FIRST, Instant.EPOCH);
            assertThat(poll(consumer, 1)).extracting(ReceivedMessage::queueOffset).containsExactly(3L);
            consumer.seekToEnd(FIRST);
            assertThat(consumer.poll(Duration.ofMillis(50))).isEmpty();
            assertThatThrownBy(() -> consumer.seek(SECOND, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is not assigned");
        }
    }

    @Test
    void beginsWhereItIsToldInQueuesThatWereJustAssigned() {
        send(0, 8);
        cluster.broker(0).instead(request ->
                request.code() == 29 ? Command.response(0, null).withFields(Map.of("offset", "2")) : null);
        try (PullConsumer consumer = consumer().start()) {
            consumer.assign(consumer.queues("T"));
            consumer.seek(FIRST, 3);
            consumer.seekToTimestamp(SECOND, Instant.EPOCH);
            assertThat(consumer.position(FIRST)).isEqualTo(3);
            List<ReceivedMessage> messages = poll(consumer, 3);
            assertThat(messages.stream().filter(m -> m.queue().equals(FIRST)).map(ReceivedMessage::queueOffset))
                    .containsExactly(3L);
            assertThat(messages.stream().filter(m -> m.queue().equals(SECOND)).map(ReceivedMessage::queueOffset))
                    .containsExactly(2L, 3L);
            assertThat(consumer.position(FIRST)).isEqualTo(4);
        }
    }

    /// It has asked for no route of the topic yet.
    @Test
    void seeksInAQueueThatTheProgramKnowsFromElsewhere() {
        send(0, 2);
        try (FakeCluster other = new FakeCluster(1).withTopic("T", 1);
                SkylarkClient fresh = other.client();
                PullConsumer consumer = fresh.pullConsumer("g").start()) {
            consumer.assign(List.of(FIRST));
            consumer.seekToBegin(FIRST);
            assertThat(consumer.position(FIRST)).isZero();
        }
    }

    @Test
    void passesOverPausedQueues() {
        try (PullConsumer consumer = consumer().subscribe("T").start()) {
            await().until(() -> consumer.assignment().size() == 2);
            consumer.pause(List.of(FIRST));
            send(0, 8);
            assertThat(poll(consumer, 4)).allMatch(message -> message.queue().equals(SECOND));
            assertThat(consumer.poll(Duration.ofMillis(50))).isEmpty();
            consumer.resume(Set.of(FIRST));
            assertThat(poll(consumer, 4)).allMatch(message -> message.queue().equals(FIRST));
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> consumer().subscribe("T").assign(List.of(FIRST)).start())
                .isInstanceOf(IllegalStateException.class);
        PullConsumer consumer = consumer().subscribe("T").start();
        assertThatThrownBy(() -> consumer.assign(List.of(FIRST))).isInstanceOf(IllegalStateException.class);
        consumer.close();
        assertThatThrownBy(() -> consumer.poll(LONG)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @SuppressWarnings("NullAway")
    void refusesNullWhereItIsGiven() {
        assertThatThrownBy(() -> consumer().subscribe(null)).isInstanceOf(NullPointerException.class)
                .hasMessage("topic must not be null");
        assertThatThrownBy(() -> consumer().startFrom(null)).hasMessage("startFrom must not be null");
        assertThatThrownBy(() -> consumer().rebalance(null)).hasMessage("rebalance must not be null");
        assertThatThrownBy(() -> consumer().limits(null)).hasMessage("limits must not be null");
        assertThatThrownBy(() -> consumer().autoCommit(null)).hasMessage("autoCommit must not be null");
        assertThatThrownBy(() -> consumer().rebalancePeriod(null)).hasMessage("rebalancePeriod must not be null");
        assertThatThrownBy(() -> consumer().assign(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void refusesQueuesThatItCannotHave() {
        MessageQueue typo = new MessageQueue("typo", "broker-a", 0);
        try (PullConsumer consumer = consumer().subscribe("T").start()) {
            assertThatThrownBy(() -> consumer.pause(List.of(typo)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("group g does not subscribe to topic typo");
            assertThatThrownBy(() -> consumer.resume(List.of(typo))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> consumer.seekToTimestamp(typo, Instant.EPOCH))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("typo/broker-a/0 is not assigned to this consumer now");
        }
        try (PullConsumer consumer = consumer().start()) {
            assertThatThrownBy(() -> consumer.pause(List.of(FIRST)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("T/broker-a/0 is not assigned to this consumer");
            assertThatThrownBy(() -> consumer.seek(FIRST, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesToBeLedWhenItIsClosed() {
        PullConsumer consumer = consumer().assign(List.of(FIRST)).start();
        consumer.close();
        List<ThrowingCallable> calls = List.of(
                () -> consumer.assign(List.of(FIRST)), () -> consumer.seek(FIRST, 0), () -> consumer.seekToEnd(FIRST),
                () -> consumer.seekToTimestamp(FIRST, Instant.EPOCH), () -> consumer.pause(List.of(FIRST)),
                () -> consumer.resume(List.of(FIRST)), consumer::commit);
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the consumer of group g is closed"));
    }

    @Test
    void aPollThatWaitsComesBackAtTheClose() {
        PullConsumer consumer = consumer().subscribe("T").start();
        Thread closing = new Thread(consumer::close);
        closing.start();
        try {
            assertThat(consumer.poll(Duration.ofSeconds(25))).isEmpty();
        } catch (IllegalStateException closedBefore) {
            assertThat(closedBefore).hasMessageContaining("is closed");
        }
        await().until(() -> !closing.isAlive());
    }
}
