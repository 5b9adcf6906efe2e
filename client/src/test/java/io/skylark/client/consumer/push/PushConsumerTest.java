package io.skylark.client.consumer.push;

import io.skylark.client.FakeCluster;
import io.skylark.client.FakeServer;
import io.skylark.client.SkylarkClient;
import io.skylark.client.config.ClientConfig;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.error.UnreachableException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.Producer;
import io.skylark.message.PropertyNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class PushConsumerTest {
    private static final String GROUP = "g";

    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 2).withTopic("%RETRY%g", 1);
    private final SkylarkClient client = cluster.client();
    private final List<ReceivedMessage> seen = new CopyOnWriteArrayList<>();
    private Producer producer = client.producer("p").build();

    @BeforeEach
    void sendThree() {
        send("one", "a");
        send("two", "b");
        send("three", "a");
    }

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private void send(String body, String tag) {
        assertThat(producer.send(Message.of("T", body).withTag(tag)).queueOffset()).isNotNegative();
    }

    private PushConsumerBuilder consumer() {
        return client.pushConsumer(GROUP)
                .startFrom(StartFrom.FIRST)
                .threads(2)
                .commitPeriod(Duration.ofMillis(50));
    }

    /// With a listener.
    private PushConsumerBuilder seeing() {
        return consumer().onMessage(message -> {
            seen.add(message);
            return ConsumeOutcome.SUCCESS;
        });
    }

    private List<String> bodies() {
        return seen.stream().map(ReceivedMessage::text).toList();
    }

    private long committed(int queueId) {
        return cluster.broker(0).offsets().getOrDefault("g@T/" + queueId, -1L);
    }

    private long committed() {
        return Math.max(0, committed(0)) + Math.max(0, committed(1));
    }

    @Test
    void consumesWhatIsThereAndWhatComes() {
        PushConsumer consumer = seeing().subscribe("T").start();
        await().until(() -> seen.size() == 3);
        send("four", "a");
        await().until(() -> seen.size() == 4);
        assertThat(bodies()).containsExactlyInAnyOrder("one", "two", "three", "four");
        await().until(() -> committed() == 4);
        assertThat(cluster.broker(0).members(GROUP)).hasSize(1);
        consumer.close();
        assertThat(cluster.broker(0).members(GROUP)).isEmpty();
    }

    @Test
    void beginsWithTheNextMessageUnlessToldOtherwise() {
        PushConsumer consumer = seeing().startFrom(StartFrom.LAST).subscribe("T").start();
        await().until(() -> committed(0) >= 0 && committed(1) >= 0);
        send("four", "a");
        await().until(() -> !seen.isEmpty());
        assertThat(bodies()).containsExactly("four");
        consumer.close();
    }

    @Test
    void asksForStoredOffsetsOnlyWhenItIsToldWhereToBegin() {
        try (PushConsumer told = seeing().startFrom(StartFrom.LAST).subscribe("T").start();
                PushConsumer other = client.pushConsumer("h").subscribe("T")
                        .onMessage(message -> ConsumeOutcome.SUCCESS).start()) {
            await().until(() -> told.assignment().size() == 3 && other.assignment().size() == 2);
        }
        assertThat(zeroIfNotFound(GROUP, "T")).containsExactly(Optional.of("false"), Optional.of("false"));
        assertThat(zeroIfNotFound(GROUP, "%RETRY%g")).containsExactly(Optional.empty());
        assertThat(zeroIfNotFound("h", "T")).containsExactly(Optional.empty(), Optional.empty());
    }

    private List<Optional<String>> zeroIfNotFound(String group, String topic) {
        return cluster.broker(0).server().requests().stream()
                .filter(request -> request.code() == 14 && group.equals(request.field("consumerGroup")))
                .filter(request -> topic.equals(request.field("topic")))
                .map(request -> Optional.ofNullable(request.field("setZeroIfNotFound")))
                .toList();
    }

    @Test
    void passesOverOtherTagsThatTheBrokerLetsThrough() {
        try (PushConsumer consumer = seeing().subscribe("T", "b || c").start()) {
            await().until(() -> committed() == 3);
            assertThat(bodies()).containsExactly("two");
            assertThat(consumer.group()).isEqualTo(GROUP);
        }
    }

    @Test
    void goesOnWhereItEndedAfterARestart() {
        consumerThatEndsAfter(3);
        send("four", "a");
        consumerThatEndsAfter(4);
        assertThat(bodies()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    private void consumerThatEndsAfter(int messages) {
        try (PushConsumer consumer = seeing().commitPeriod(Duration.ofHours(1)).subscribe("T").start()) {
            await().until(() -> seen.size() == messages);
            assertThat(consumer.group()).isEqualTo(GROUP);
        }
    }

    @Test
    void getsAMessageAgainThatItDidNotConsumeUnderItsFirstTopic() {
        try (PushConsumer consumer = consumer().subscribe("T", "b").onMessage(message -> {
            seen.add(message);
            return message.reconsumeTimes() == 0 ? ConsumeOutcome.RETRY_LATER : ConsumeOutcome.SUCCESS;
        }).start()) {
            await().until(() -> seen.size() == 2);
            ReceivedMessage again = seen.get(1);
            assertThat(again.topic()).isEqualTo("T");
            assertThat(again.queue()).isEqualTo(new MessageQueue("%RETRY%g", "broker-a", 0));
            assertThat(again.reconsumeTimes()).isEqualTo(1);
            assertThat(again.messageId()).isEqualTo(seen.get(0).messageId());
            assertThat(again.property(PropertyNames.RETRY_TOPIC)).contains("T");
            await().until(() -> committed() == 3);
            assertThat(consumer.group()).isEqualTo(GROUP);
        }
        assertThat(limits()).as("the settings of the group decide").containsExactly(Optional.empty());
    }

    /// That a message was handed back with.
    private List<Optional<String>> limits() {
        return cluster.broker(0).server().requests().stream()
                .filter(request -> request.code() == 36)
                .map(request -> Optional.ofNullable(request.field("maxReconsumeTimes")))
                .toList();
    }

    @Test
    void namesTheAttemptsThatItWasGiven() {
        try (PushConsumer consumer = consumer().maxAttempts(3).subscribe("T", "b").onMessage(message -> {
            seen.add(message);
            return message.reconsumeTimes() == 0 ? ConsumeOutcome.RETRY_LATER : ConsumeOutcome.SUCCESS;
        }).start()) {
            await().until(() -> seen.size() == 2);
            assertThat(consumer.group()).isEqualTo(GROUP);
        }
        assertThat(limits()).as("as RocketMQ counts, without the first").containsExactly(Optional.of("2"));
    }

    @Test
    void deliversAMessageAsOftenAsItIsToldAndNotOnceMore() {
        try (PushConsumer consumer = consumer().maxAttempts(2).subscribe("T", "b").onMessage(message -> {
            seen.add(message);
            throw new IllegalStateException("never");
        }).start()) {
            await().until(() -> cluster.broker(0).stored("%DLQ%g").size() == 1);
            assertThat(seen).extracting(ReceivedMessage::reconsumeTimes).containsExactly(0, 1);
            assertThat(consumer.group()).isEqualTo(GROUP);
        }
    }

    @Test
    void aListenerMayCloseItsConsumer() {
        CompletableFuture<PushConsumer> itself = new CompletableFuture<>();
        itself.complete(consumer().subscribe("T").threads(1).onMessage(message -> {
            itself.join().close();
            seen.add(message);
            return ConsumeOutcome.SUCCESS;
        }).start());
        // Long before the time is over that a close waits for a listener.
        await().atMost(Duration.ofSeconds(5)).until(() -> cluster.broker(0).members(GROUP).isEmpty());
        assertThat(seen).hasSize(1);
        ReceivedMessage last = seen.get(0);
        assertThat(committed(last.queue().queueId())).isEqualTo(last.queueOffset() + 1);
    }

    @Test
    void doesNotCommitBehindAMessageThatTheBrokerDoesNotTakeBack() {
        cluster.broker(0).instead(request -> request.code() == 36 || isSendToRetry(request)
                ? Command.response(ResponseCode.REQUEST_CODE_NOT_SUPPORTED, " request type 36 not supported")
                : null);
        PushConsumer consumer = consumer().subscribe("T", "b").onMessage(message -> {
            seen.add(message);
            return ConsumeOutcome.RETRY_LATER;
        }).start();
        await().until(() -> cluster.broker(0).server().requests().stream().anyMatch(r -> r.code() == 36));
        long queueOfTwo = seen.get(0).queue().queueId();
        long offsetOfTwo = seen.get(0).queueOffset();
        consumer.close();
        assertThat(committed((int) queueOfTwo)).isEqualTo(offsetOfTwo);
    }

    private static boolean isSendToRetry(Command request) {
        return request.code() == 310 && "%RETRY%g".equals(request.field("b"));
    }

    @Test
    void sendsAMessageToTheRetryTopicItselfThatTheBrokerDoesNotTakeBack() {
        cluster.broker(0).instead(request -> request.code() == 36
                ? Command.response(ResponseCode.SYSTEM_ERROR, "look message by offset failed")
                : null);
        PushConsumer consumer = consumer().subscribe("T", "b").onMessage(message -> {
            seen.add(message);
            return seen.size() == 1 ? ConsumeOutcome.RETRY_LATER : ConsumeOutcome.SUCCESS;
        }).start();
        await().until(() -> seen.size() == 2);
        consumer.close();
        Command sent = cluster.broker(0).server().requests().stream()
                .filter(PushConsumerTest::isSendToRetry)
                .findFirst()
                .orElseThrow();
        assertThat(sent.field("j")).isEqualTo("1");
        assertThat(sent.field("l")).as("the settings of the group decide").isNull();
        ReceivedMessage again = seen.get(1);
        assertThat(again.topic()).isEqualTo("T");
        assertThat(again.messageId()).isEqualTo(seen.get(0).messageId());
        assertThat(again.text()).isEqualTo("two");
        assertThat(again.property(PropertyNames.DELAY)).contains("3");
        assertThat(again.property(PropertyNames.ORIGIN_MESSAGE_ID)).contains(again.messageId());
    }

    @Test
    void sharesQueuesWhenItHearsOfAnotherMember() {
        PushConsumer consumer = seeing().subscribe("T").start();
        await().until(() -> seen.size() == 3);
        cluster.broker(0).join(GROUP, "0.0.0.0@other");
        cluster.broker(0).notifyMembers(GROUP);
        // The other comes first by name and gets queue 0.
        await().until(() -> {
            send("more", "a");
            return seen.stream().anyMatch(message -> message.text().equals("more"))
                    && pullsOf(0) < pullsOf(1);
        });
        consumer.close();
    }

    private long pullsOf(int queueId) {
        return cluster.broker(0).server().requests().stream()
                .filter(request -> request.code() == 11 && "T".equals(request.field("topic")))
                .filter(request -> String.valueOf(queueId).equals(request.field("queueId")))
                .count();
    }

    @Test
    void comesBackWhenTheConnectionIsLost() {
        PushConsumer consumer = seeing().subscribe("T").start();
        await().until(() -> seen.size() == 3);
        cluster.broker(0).server().peers().forEach(FakeServer.Peer::close);
        await().until(() -> cluster.broker(0).server().peers().size() == 2);
        send("four", "a");
        await().until(() -> bodies().contains("four"));
        await().until(() -> cluster.broker(0).server().requests().stream().filter(r -> r.code() == 34).count() >= 2);
        consumer.close();
    }

    @Test
    void followsTheBrokerWhenItsOffsetIsGone() {
        cluster.broker(0).instead(request ->
                request.code() == 14 ? Command.response(0, null).withFields(Map.of("offset", "99")) : null);
        PushConsumer consumer = seeing().subscribe("T").start();
        await().until(() -> committed() == 3);
        send("four", "a");
        await().until(() -> !seen.isEmpty());
        assertThat(bodies()).containsExactly("four");
        consumer.close();
    }

    @Test
    void takesUpATopicThatComesLater() {
        PushConsumer consumer = seeing().subscribe("Later").start();
        cluster.withTopic("Later", 1);
        producer.close();
        producer = client.producer("p2").build();
        assertThat(producer.send(Message.of("Later", "first")).queueOffset()).isZero();
        await().until(() -> bodies().contains("first"));
        consumer.close();
    }

    @Test
    void takesUpTheQueuesOfTheOthersWhenTheFirstBrokerSaysNothingOfMembers() {
        try (FakeCluster two = new FakeCluster(2).withTopic("T", 2);
                SkylarkClient member = SkylarkClient.connect(ClientConfig.standard(two.nameServer().address())
                        .withRequestTimeout(Duration.ofMillis(200)))) {
            two.broker(0).ignore(38); // the question for the members
            PushConsumer consumer = member.pushConsumer(GROUP).subscribe("T")
                    .onMessage(message -> ConsumeOutcome.SUCCESS).start();
            await().until(() -> consumer.assignment().size() == 4);
        }
    }

    @Test
    void saysAtOnceThatNoNameServerAnswers() {
        cluster.nameServer().close();
        assertThatThrownBy(() -> client.pushConsumer("h").subscribe("U").onMessage(m -> ConsumeOutcome.SUCCESS).start())
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("No name server");
    }
}
