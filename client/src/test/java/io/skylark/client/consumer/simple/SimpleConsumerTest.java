package io.skylark.client.consumer.simple;

import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.group.Samples;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.AckMessage;
import io.skylark.protocol.api.PopMessage;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class SimpleConsumerTest {
    private static final int POP = 200_050;
    private static final int ACK = 200_051;
    private static final int CHANGE = 200_053;
    private static final int NOTIFICATION = 200_054;
    private static final int BATCH = 200_151;

    private final FakeCluster cluster = new FakeCluster(2).withTopic("T", 2);
    private final SkylarkClient client = cluster.client();

    /// What the first broker has to pop.
    private final ConcurrentLinkedQueue<Command> pops = new ConcurrentLinkedQueue<>();

    private volatile boolean knowsBatches = true;

    @BeforeEach
    void answer() {
        cluster.broker(0).instead(this::first);
        cluster.broker(1).instead(request -> switch (request.code()) {
            case POP -> nothing();
            case NOTIFICATION -> PopMessage.NOTIFICATION.success(new PopMessage.Notified(false, false));
            default -> null;
        });
    }

    private @Nullable Command first(Command request) {
        return switch (request.code()) {
            case POP -> {
                Command next = pops.poll();
                yield next == null ? nothing() : next;
            }
            case NOTIFICATION -> PopMessage.NOTIFICATION.success(new PopMessage.Notified(!pops.isEmpty(), false));
            case CHANGE -> AckMessage.CHANGE.success(new AckMessage.Changed(2000, 90_000, 6));
            case BATCH -> knowsBatches ? null : Command.response(ResponseCode.REQUEST_CODE_NOT_SUPPORTED, "no");
            default -> null;
        };
    }

    private static Command nothing() {
        return Command.response(210, "timeout");
    }

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private static byte[] stored(String topic, int queueId, long offset, Map<String, String> properties) {
        StoredMessage sample = Samples.message(offset, "a").decode();
        MessageDraft draft = new MessageDraft(
                topic.getBytes(StandardCharsets.UTF_8), queueId, 0, 0, 1, sample.bornHost(), sample.storeHost(), 1, 0,
                ByteBuffer.wrap(("body " + offset).getBytes(StandardCharsets.UTF_8)),
                ByteBuffer.wrap(Properties.encode(properties).getBytes(StandardCharsets.UTF_8)));
        ByteBuffer bytes = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(bytes, 2);
        MessageLayout.place(bytes, 0, offset, offset * 1000);
        return bytes.array();
    }

    private static Command popped(String starts, String offsets, @Nullable String counts, byte[]... messages) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            body.writeBytes(message);
        }
        return PopMessage.API
                .success(new PopMessage.Response(1000, 60_000, 3, 0, starts, offsets, counts))
                .withBody(body.toByteArray());
    }

    private static Command threeOfTwoQueues() {
        return popped("0 0 5;0 1 7", "0 0 5,6;0 1 8", null,
                stored("T", 0, 5, Map.of()), stored("T", 0, 6, Map.of()), stored("T", 1, 8, Map.of()));
    }

    private SimpleConsumerBuilder consumer() {
        return client.simpleConsumer("g").subscribe("T").invisibleFor(Duration.ofSeconds(60));
    }

    private List<Command> requests(int broker, int code) {
        return cluster.broker(broker).server().requests().stream().filter(r -> r.code() == code).toList();
    }

    @Test
    void receivesAndBuildsHandles() {
        pops.add(threeOfTwoQueues());
        try (SimpleConsumer consumer = consumer().startFrom(StartFrom.LAST).build()) {
            List<ReceivedMessage> messages = consumer.receive(16, Duration.ofSeconds(5));
            assertThat(messages).extracting(ReceivedMessage::text).containsExactly("body 5", "body 6", "body 8");
            assertThat(messages).extracting(ReceivedMessage::handle).containsExactly(
                    "5 1000 60000 3 0 broker-a 0 5", "5 1000 60000 3 0 broker-a 0 6", "7 1000 60000 3 0 broker-a 1 8");
            Command pop = requests(0, POP).get(0);
            assertThat(pop.fields())
                    .containsEntry("queueId", "-1")
                    .containsEntry("maxMsgNums", "16")
                    .containsEntry("invisibleTime", "60000")
                    .containsEntry("initMode", "1")
                    .containsEntry("exp", "*");
        }
    }

    @Test
    void keepsTheHandleThatABrokerGivesAMessageThatComesAgain() {
        String handle = "0 1000 60000 3 1 broker-a 0 0";
        pops.add(popped("1 0 0", "1 0 0", null, stored("T", 0, 0, Map.of("POP_CK", handle))));
        try (SimpleConsumer consumer = consumer().build()) {
            ReceivedMessage message = consumer.receive(1, Duration.ofSeconds(5)).get(0);
            assertThat(message.handle()).isEqualTo(handle);
            assertThat(message.topic()).isEqualTo("T");
            consumer.ack(message);
            assertThat(requests(0, ACK).get(0).fields())
                    .containsEntry("topic", "%RETRY%g_T")
                    .containsEntry("extraInfo", handle)
                    .containsEntry("offset", "0");
        }
    }

    @Test
    void acknowledgesAllOfABrokerAtOnce() {
        pops.add(threeOfTwoQueues());
        try (SimpleConsumer consumer = consumer().build()) {
            consumer.ack(consumer.receive(16, Duration.ofSeconds(5)));
            AckMessage.Batch batch = Json.decode(requests(0, BATCH).get(0).body(), AckMessage.Batch.class);
            assertThat(batch.acks()).hasSize(2);
            AckMessage.BatchAck first = batch.acks().get(0);
            assertThat(first.startOffset()).isEqualTo(5);
            assertThat(first.retry()).isEqualTo("0");
            assertThat(BitSet.valueOf(Base64.getDecoder().decode(first.bits())).stream()).containsExactly(0, 1);
            AckMessage.BatchAck second = batch.acks().get(1);
            assertThat(second.queueId()).isEqualTo(1);
            assertThat(BitSet.valueOf(Base64.getDecoder().decode(second.bits())).stream()).containsExactly(1);
        }
    }

    @Test
    void acknowledgesOneByOneWhenTheBrokerKnowsNoOtherWay() {
        knowsBatches = false;
        pops.add(threeOfTwoQueues());
        pops.add(threeOfTwoQueues());
        try (SimpleConsumer consumer = consumer().build()) {
            consumer.ack(consumer.receive(16, Duration.ofSeconds(5)));
            consumer.ack(consumer.receive(16, Duration.ofSeconds(5)));
            assertThat(requests(0, BATCH)).hasSize(1);
            assertThat(requests(0, ACK)).hasSize(6);
        }
    }

    @Test
    void acknowledgesWithTheNewHandleAfterAChange() {
        pops.add(threeOfTwoQueues());
        try (SimpleConsumer consumer = consumer().build()) {
            ReceivedMessage message = consumer.receive(16, Duration.ofSeconds(5)).get(1);
            consumer.changeInvisible(message, Duration.ofSeconds(90));
            assertThat(requests(0, CHANGE).get(0).fields())
                    .containsEntry("extraInfo", "5 1000 60000 3 0 broker-a 0 6")
                    .containsEntry("invisibleTime", "90000");
            consumer.ack(message);
            assertThat(requests(0, ACK).get(0).field("extraInfo")).isEqualTo("6 2000 90000 6 0 broker-a 0 6");
            consumer.changeInvisible(message, Duration.ZERO);
            assertThat(requests(0, CHANGE).get(1).field("invisibleTime")).isEqualTo("0");
            assertThatThrownBy(() -> consumer.changeInvisible(message, Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void saysThatAnotherMayHaveTheMessageWhenItsLeaseHasEnded() {
        pops.add(threeOfTwoQueues());
        try (SimpleConsumer consumer = consumer().build()) {
            ReceivedMessage message = consumer.receive(16, Duration.ofSeconds(5)).get(0);
            cluster.broker(0).instead(request ->
                    request.code() == CHANGE ? Command.response(208, "handed out again: 5 1000 60000 3") : null);
            assertThatThrownBy(() -> consumer.changeInvisible(message, Duration.ofSeconds(90)))
                    .isInstanceOfSatisfying(RefusedException.class, refused -> {
                        assertThat(refused.code()).isEqualTo(208);
                        assertThat(refused.retryable()).isFalse();
                        assertThat(refused.remark()).isEqualTo("handed out again: 5 1000 60000 3");
                    })
                    .hasMessage("Holding message " + message.messageId() + " was refused by broker-a: code 208"
                            + " NO_MESSAGE: its lease has ended, another worker may have the message."
                            + " Hold it earlier, or take a longer invisibleFor");
        }
    }

    @Test
    void refusesAMessageThatWasReceivedInAnotherWay() {
        ReceivedMessage pulled = ReceivedMessage.of(
                Samples.message(3, "a"), new MessageQueue("T", "broker-a", 0), ReceivedMessage.Delivery.PLAIN);
        try (SimpleConsumer consumer = consumer().build()) {
            List<ThrowingCallable> calls = List.of(
                    () -> consumer.ack(pulled), () -> consumer.ack(List.of(pulled)),
                    () -> consumer.changeInvisible(pulled, Duration.ofSeconds(90)));
            assertThat(calls).allSatisfy(call -> assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("message " + pulled.messageId() + " of T/broker-a/0 was not received by a simple"
                            + " consumer: it can be neither acknowledged nor kept"));
        }
    }

    @Test
    void takesAcknowledgementsAfterItsCloseUntilTheClientIsClosed() {
        pops.add(threeOfTwoQueues());
        SimpleConsumer consumer = consumer().build();
        List<ReceivedMessage> messages = consumer.receive(16, Duration.ofSeconds(5));
        consumer.close();
        consumer.ack(messages.get(0));
        assertThat(requests(0, ACK)).hasSize(1);
        client.close();
        List<ThrowingCallable> calls = List.of(
                () -> consumer.ack(messages.get(1)), () -> consumer.ack(messages),
                () -> consumer.changeInvisible(messages.get(1), Duration.ofSeconds(90)));
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the consumer of group g and its client are closed"));
    }

    @Test
    void waitsAtAllBrokersAndTakesWhatComes() {
        AtomicInteger watches = new AtomicInteger();
        cluster.broker(0).instead(request -> {
            if (request.code() == NOTIFICATION && watches.incrementAndGet() == 2) {
                pops.add(threeOfTwoQueues());
            }
            return first(request);
        });
        try (SimpleConsumer consumer = consumer().build()) {
            assertThat(consumer.receive(16, Duration.ofSeconds(20))).hasSize(3);
            assertThat(requests(1, NOTIFICATION)).isNotEmpty();
        }
    }

    @Test
    void waitsAtASingleBrokerWithThePopItself() {
        try (FakeCluster one = new FakeCluster(1).withTopic("T", 1); SkylarkClient alone = one.client()) {
            one.broker(0).instead(request -> request.code() == POP ? threeOfTwoQueues() : null);
            try (SimpleConsumer consumer = alone.simpleConsumer("g").subscribe("T", Filter.tags("a")).build()) {
                assertThat(consumer.receive(1, Duration.ofSeconds(7))).isNotEmpty();
            }
            Command pop = one.broker(0).server().requests().stream()
                    .filter(request -> request.code() == POP)
                    .findFirst()
                    .orElseThrow();
            assertThat(Long.parseLong(String.valueOf(pop.field("pollTime")))).isBetween(5000L, 7000L);
            assertThat(pop.field("exp")).isEqualTo("a");
        }
    }

    @Test
    void comesBackEmptyWhenNothingCame() {
        try (SimpleConsumer consumer = consumer().build()) {
            assertThat(consumer.receive(16, Duration.ZERO)).isEmpty();
            assertThat(requests(0, POP)).hasSize(1);
            assertThat(requests(1, POP)).hasSize(1);
        }
    }

    @Test
    void failsOnlyWhenAllBrokersFail() {
        cluster.broker(1).instead(request -> request.code() == POP ? Command.response(16, "closed") : null);
        try (SimpleConsumer consumer = consumer().build()) {
            pops.add(threeOfTwoQueues());
            assertThat(consumer.receive(16, Duration.ofSeconds(5))).hasSize(3);
            cluster.broker(0).instead(request -> request.code() == POP ? Command.response(16, "closed") : null);
            assertThatThrownBy(() -> consumer.receive(16, Duration.ofSeconds(5)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void countsAttemptsOfOrderedQueues() {
        pops.add(popped("0 0 5", "0 0 5", "0 qo0%5 2", stored("T", 0, 5, Map.of())));
        try (SimpleConsumer consumer = consumer().inOrder().build()) {
            assertThat(consumer.receive(1, Duration.ofSeconds(5)).get(0).reconsumeTimes()).isEqualTo(2);
            assertThat(requests(0, POP).get(0).field("order")).isEqualTo("true");
        }
    }

    @Test
    void makesAMessageADeadLetterThatHasUsedUpItsAttempts() {
        pops.add(threeOfTwoQueues());
        try (SimpleConsumer consumer = consumer().maxAttempts(1).build()) {
            assertThat(consumer.receive(16, Duration.ZERO)).isEmpty();
            await().until(() -> requests(0, ACK).size() == 3);
            assertThat(requests(0, 36)).hasSize(3).allMatch(back -> "-1".equals(back.field("delayLevel")));
        }
    }

    @Test
    void joinsAndLeavesItsGroup() {
        SimpleConsumer consumer = consumer().build();
        await().until(() -> cluster.broker(0).members("g").size() == 1);
        consumer.close();
        assertThat(cluster.broker(0).members("g")).isEmpty();
        assertThatThrownBy(() -> consumer.receive(1, Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the consumer of group g is closed");
    }

    @Test
    @SuppressWarnings("NullAway")
    void refusesNullWhereItIsGiven() {
        assertThatThrownBy(() -> consumer().subscribe(null)).isInstanceOf(NullPointerException.class)
                .hasMessage("topic must not be null");
        assertThatThrownBy(() -> consumer().subscribe("T", null)).hasMessage("filter must not be null");
        assertThatThrownBy(() -> consumer().startFrom(null)).hasMessage("startFrom must not be null");
        assertThatThrownBy(() -> consumer().invisibleFor(null)).hasMessage("invisibleFor must not be null");
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> client.simpleConsumer("h").build()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> consumer().invisibleFor(Duration.ZERO).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> consumer().startFrom(StartFrom.time(Instant.EPOCH)))
                .isInstanceOf(IllegalArgumentException.class);
        try (SimpleConsumer consumer = client.simpleConsumer("h").subscribe("Missing").build()) {
            assertThatThrownBy(() -> consumer.receive(1, Duration.ZERO)).isInstanceOf(TopicNotFoundException.class);
            assertThatThrownBy(() -> consumer.receive(0, Duration.ZERO)).hasMessage("max must be positive, not 0");
            assertThatThrownBy(() -> consumer.receive(1, Duration.ofSeconds(-1)))
                    .hasMessage("wait must not be negative: PT-1S");
        }
    }
}
