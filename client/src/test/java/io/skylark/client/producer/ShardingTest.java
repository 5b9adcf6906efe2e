package io.skylark.client.producer;

import io.skylark.client.FakeBroker;
import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.Message;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.SendMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/// Sharding keys, delays and recalls.
@Timeout(20)
class ShardingTest {
    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 8);
    private final FakeBroker broker = cluster.broker(0);
    private final SkylarkClient client = cluster.client();

    @AfterEach
    void close() {
        broker.release();
        client.close();
        cluster.close();
    }

    /// Every third attempt to send is refused, and may be repeated.
    private void refuseEveryThird() {
        int[] attempts = {0};
        broker.instead(request -> (request.code() == SendMessage.V2 || request.code() == SendMessage.BATCH)
                && ++attempts[0] % 3 == 0 ? Command.response(ResponseCode.SYSTEM_BUSY, "later") : null);
    }

    @Test
    void aKeyLeadsToTheQueueThatOfficialClientsChoose() {
        Producer producer = client.producer("g").build();
        for (String key : List.of("order-1", "order-2", "中文", "polygenelubricants")) {
            SendReceipt receipt = producer.send(Message.of("T", "x").withShardingKey(key));
            int value = key.hashCode() % 8;
            assertThat(receipt.queue().queueId()).as(key).isEqualTo(value < 0 ? Math.abs(value) : value);
        }
    }

    @Test
    void messagesOfAKeyKeepTheirOrderOverRetries() {
        refuseEveryThird();
        Producer producer = client.producer("g").retries(5).build();
        Sent.receipts(Sent.sendAll(producer, "T", "k", 0, 60));
        assertThat(Sent.bodies(broker, "T")).isEqualTo(Sent.texts(0, 60));
        assertThat(Sent.batchSizes(broker)).allSatisfy(size -> assertThat(size).isZero());
    }

    @Test
    void batchesOfAKeyKeepTheirOrderOverRetries() {
        refuseEveryThird();
        Producer producer = client.producer("g").retries(5).batching(Batching.STANDARD.withMaxMessages(7)).build();
        broker.holdSends();
        List<CompletableFuture<SendReceipt>> results = Sent.sendAll(producer, "T", "k", 0, 60);
        broker.release();
        Sent.receipts(results);
        assertThat(Sent.bodies(broker, "T")).isEqualTo(Sent.texts(0, 60));
        assertThat(Sent.batchSizes(broker)).contains(7);
    }

    @Test
    void whatTravelsAloneKeepsItsPlaceAmongTheOthersOfItsKey() {
        Producer producer = client.producer("g").batching().build();
        broker.holdSends();
        Message large = Message.of("T", "x".repeat(20_000)).withShardingKey("k");
        Message delayed = Message.of("T", "delayed").withShardingKey("k").withDelay(Duration.ofMinutes(1));
        List<CompletableFuture<SendReceipt>> first = Sent.sendAll(producer, "T", "k", 0, 3);
        CompletableFuture<SendReceipt> second = producer.sendAsync(large);
        CompletableFuture<List<SendReceipt>> third = producer.sendAsync(List.of(
                Message.of("T", "b0").withShardingKey("k"), Message.of("T", "b1").withShardingKey("k")));
        CompletableFuture<SendReceipt> fourth = producer.sendAsync(delayed);
        List<CompletableFuture<SendReceipt>> fifth = Sent.sendAll(producer, "T", "k", 3, 5);
        broker.release();
        assertThat(fourth.join().recallHandle()).startsWith("handle-");
        assertThat(List.of(
                Sent.receipts(first).get(2).queueOffset(), second.join().queueOffset(),
                third.join().get(0).queueOffset(), third.join().get(1).queueOffset(),
                fourth.join().queueOffset(), Sent.receipts(fifth).get(1).queueOffset()))
                .containsExactly(2L, 3L, 4L, 5L, 6L, 8L);
    }

    /// Each of them would have to wait for the whole time of the one before it.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoWaitsForOthersOfItsKeyDoesNotWaitLongerThanItMay(boolean batching) {
        ProducerBuilder settings = client.producer("g").sendTimeout(Duration.ofMillis(300)).retries(0);
        Producer producer = (batching ? settings.batching(Batching.STANDARD.withMaxMessages(2)) : settings).build();
        broker.holdSends();
        List<CompletableFuture<SendReceipt>> results = Sent.sendAll(producer, "T", "k", 0, 200);
        await().atMost(Duration.ofSeconds(10)).until(() -> results.stream().allMatch(CompletableFuture::isDone));
        assertThat(results).allSatisfy(result -> assertThatThrownBy(result::join)
                .hasCauseInstanceOf(SkylarkException.class));
        assertThatThrownBy(results.get(199)::join).hasMessageContaining("what had to go before it");
        broker.release();
        assertThat(producer.send(Message.of("T", "next").withShardingKey("k")).status()).isEqualTo(SendStatus.SEND_OK);
    }

    @Test
    void theLastDelayThatIsSetCounts() {
        Producer producer = client.producer("g").build();
        Message message = Message.of("T", "x");
        Instant time = Instant.ofEpochMilli(1_900_000_000_000L);
        producer.send(message.withDelay(Duration.ofSeconds(90)));
        producer.send(message.withDelayLevel(3).withDeliveryTime(time));
        producer.send(message.withDelay(Duration.ofSeconds(90)).withDelayLevel(3));
        assertThat(broker.stored("T")).extracting(stored -> String.join(" ",
                        String.valueOf(stored.property("TIMER_DELAY_MS")),
                        String.valueOf(stored.property("TIMER_DELIVER_MS")),
                        String.valueOf(stored.property("DELAY"))))
                .containsExactlyInAnyOrder("90000 null null", "null 1900000000000 null", "null null 3");
    }

    @Test
    void takesBackWhatIsDelayed() {
        Producer producer = client.producer("g").build();
        SendReceipt delayed = producer.send(Message.of("T", "x").withDelay(Duration.ofSeconds(90)));
        assertThat(producer.recall(delayed)).isTrue();
        broker.instead(request -> request.code() == 370 ? Command.response(604, "too late") : null);
        assertThat(producer.recall(delayed)).isFalse();
        SendReceipt plain = producer.send(Message.of("T", "x"));
        assertThatThrownBy(() -> producer.recall(plain)).isInstanceOf(IllegalArgumentException.class);
    }
}
