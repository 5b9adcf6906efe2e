package io.skylark.client.producer;

import io.skylark.client.FakeBroker;
import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.Message;
import io.skylark.message.BatchBody;
import io.skylark.message.Properties;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.SendMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class BatchingTest {
    private static final Duration FOR_EVER = Duration.ofHours(1);

    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 1);
    private final FakeBroker broker = cluster.broker(0);
    private final SkylarkClient client = cluster.client();

    @AfterEach
    void close() {
        broker.release();
        client.close();
        cluster.close();
    }

    private Producer producer(Batching batching) {
        return client.producer("g").batching(batching).build();
    }

    @Test
    void aSingleMessageGoesAtOnceAndAlone() {
        SendReceipt receipt = producer(Batching.STANDARD).send(Message.of("T", "m0").withTag("a"));
        assertThat(receipt.queueOffset()).isZero();
        assertThat(Sent.batchSizes(broker)).containsExactly(0);
        assertThat(broker.stored("T").get(0).properties())
                .containsEntry("UNIQ_KEY", receipt.messageId())
                .containsEntry("TAGS", "a");
    }

    @Test
    void whatComesWhileABatchIsUnderWayTravelsTogether() {
        Producer producer = producer(Batching.STANDARD);
        broker.holdSends();
        List<CompletableFuture<SendReceipt>> results = Sent.sendAll(producer, "T", "", 0, 101);
        broker.release();
        List<SendReceipt> receipts = Sent.receipts(results);
        assertThat(Sent.batchSizes(broker)).containsExactly(0, 100);
        assertThat(Sent.bodies(broker, "T")).isEqualTo(Sent.texts(0, 101));
        assertThat(receipts).extracting(SendReceipt::queueOffset).containsExactlyElementsOf(
                LongStream.range(0, 101).boxed().toList());
        for (int i = 0; i < receipts.size(); i++) {
            assertThat(broker.stored("T").get(i).property("UNIQ_KEY")).isEqualTo(receipts.get(i).messageId());
            assertThat(broker.stored("T").get(i).offsetMessageId()).isEqualTo(receipts.get(i).offsetMessageId());
        }
    }

    @Test
    void aBatchHasALimitOfMessagesAndOfBytes() {
        Producer few = producer(Batching.STANDARD.withMaxMessages(10));
        few.send(Message.of("T", "m0"));
        broker.holdSends();
        List<CompletableFuture<SendReceipt>> results = Sent.sendAll(few, "T", "", 1, 66);
        broker.release();
        Sent.receipts(results);
        assertThat(Sent.batchSizes(broker)).containsExactly(0, 0, 10, 10, 10, 10, 10, 10, 4);
        assertThat(Sent.bodies(broker, "T")).isEqualTo(Sent.texts(0, 66));

        int before = Sent.batchSizes(broker).size();
        Producer small = client.producer("h").batching(Batching.STANDARD.withMaxBytes(400)).build();
        broker.holdSends();
        List<CompletableFuture<SendReceipt>> more = Sent.sendAll(small, "T", "", 0, 40);
        broker.release();
        Sent.receipts(more);
        List<Integer> sizes = Sent.batchSizes(broker).subList(before, Sent.batchSizes(broker).size());
        assertThat(sizes).hasSizeGreaterThan(8).allSatisfy(size -> assertThat(size).isLessThan(6));
    }

    @Test
    void largeMessagesTravelAlone() {
        Producer producer = producer(Batching.STANDARD);
        broker.holdSends();
        List<CompletableFuture<SendReceipt>> results = Sent.sendAll(producer, "T", "", 0, 3);
        CompletableFuture<SendReceipt> large = producer.sendAsync(Message.of("T", "x".repeat(10_000)));
        broker.release();
        Sent.receipts(results);
        large.join();
        assertThat(Sent.batchSizes(broker)).containsExactlyInAnyOrder(0, 0, 2);
    }

    @Test
    void aBatchThatIsNotFullWaitsForMoreWhenItIsToLinger() {
        Producer producer = producer(Batching.STANDARD.withMaxMessages(3).withLinger(FOR_EVER));
        List<CompletableFuture<SendReceipt>> full = Sent.sendAll(producer, "T", "", 0, 3);
        Sent.receipts(full);
        List<CompletableFuture<SendReceipt>> two = Sent.sendAll(producer, "T", "", 3, 5);
        assertThat(Sent.batchSizes(broker)).containsExactly(3);
        producer.flush();
        Sent.receipts(two);
        assertThat(Sent.batchSizes(broker)).containsExactly(3, 2);

        CompletableFuture<SendReceipt> afterFlush = producer.sendAsync(Message.of("T", "m5"));
        assertThat(afterFlush).isNotDone();
        producer.close();
        assertThat(afterFlush).isCompleted();
        assertThat(Sent.bodies(broker, "T")).isEqualTo(Sent.texts(0, 6));
    }

    @Test
    void lingeringEnds() {
        Producer producer = producer(Batching.STANDARD.withLinger(Duration.ofMillis(30)));
        Sent.receipts(Sent.sendAll(producer, "T", "", 0, 5));
        Sent.receipts(Sent.sendAll(producer, "T", "", 5, 10));
        assertThat(Sent.batchSizes(broker).stream().mapToInt(Integer::intValue).sum()).isGreaterThan(5);
        assertThat(Sent.bodies(broker, "T")).isEqualTo(Sent.texts(0, 10));
    }

    @Test
    void memoryIsBoundedByHoldingSendersBack() {
        Producer producer = client.producer("g")
                .batching(Batching.STANDARD.withMaxBytes(1_000).withMaxBufferedBytes(1_000))
                .sendTimeout(Duration.ofMillis(300))
                .build();
        producer.send(Message.of("T", "first"));
        broker.holdSends();
        List<CompletableFuture<SendReceipt>> results = IntStream.range(0, 11)
                .mapToObj(i -> producer.sendAsync(Message.of("T", "x".repeat(100))))
                .toList();
        assertThat(results.subList(0, 10)).allSatisfy(result -> assertThat(result).isNotNull());
        // The eleventh waited for room until the others, whose time had come, were given up.
        assertThat(results.get(10).isCompletedExceptionally()
                || results.subList(0, 10).stream().anyMatch(CompletableFuture::isDone)).isTrue();
        broker.release();
        await().until(() -> results.stream().allMatch(CompletableFuture::isDone));
        assertThat(producer.sendAsync(Message.of("T", "x".repeat(1_000))).join().status())
                .isEqualTo(SendStatus.SEND_OK);
    }

    @Test
    void roomIsGivenBackWhenASenderIsInterrupted() throws Exception {
        Producer producer = client.producer("g").maxInFlight(2)
                .batching(Batching.STANDARD.withMaxBytes(100).withMaxBufferedBytes(100)).build();
        producer.send(Message.of("T", "first"));
        broker.holdSends();
        CompletableFuture<SendReceipt> first = producer.sendAsync(Message.of("T", "x".repeat(90)));
        CompletableFuture<CompletableFuture<SendReceipt>> second = new CompletableFuture<>();
        Thread sender = new Thread(() -> second.complete(producer.sendAsync(Message.of("T", "x".repeat(90)))));
        sender.start();
        await().until(() -> sender.getState() == Thread.State.TIMED_WAITING);
        sender.interrupt();
        assertThatThrownBy(() -> second.join().join()).hasCauseInstanceOf(CallAbandonedException.class);
        broker.release();
        first.join();
        Sent.receipts(Sent.sendAll(producer, "T", "", 0, 20));
        assertThat(broker.stored("T")).hasSize(22);
    }

    @Test
    void aMessageThatCannotTravelFailsAlone() {
        Producer producer = client.producer("g").maxBodyBytes(300_000).batching().build();
        broker.holdSends();
        List<CompletableFuture<SendReceipt>> good = Sent.sendAll(producer, "T", "", 0, 5);
        byte[] random = new byte[400_000];
        new Random(7).nextBytes(random);
        assertThatThrownBy(producer.sendAsync(Message.of("T", random))::join)
                .hasCauseInstanceOf(MessageRejectedException.class);
        broker.release();
        Sent.receipts(good);
    }

    @Test
    void allMessagesOfARefusedBatchFail() {
        Producer producer = producer(Batching.STANDARD);
        broker.holdSends();
        broker.instead(request -> request.code() == SendMessage.BATCH
                ? Command.response(ResponseCode.MESSAGE_ILLEGAL, "no") : null);
        List<CompletableFuture<SendReceipt>> results = Sent.sendAll(producer, "T", "", 0, 4);
        broker.release();
        results.get(0).join();
        for (CompletableFuture<SendReceipt> result : results.subList(1, 4)) {
            assertThatThrownBy(result::join).hasCauseInstanceOf(RefusedException.class);
        }
        broker.instead(request -> null);
        assertThat(producer.send(Message.of("T", "next")).status()).isEqualTo(SendStatus.SEND_OK);
    }

    /// One message travels alone, and then two in a batch.
    @Test
    void theFailureOfASendNamesItsMessage() {
        Producer producer = producer(Batching.STANDARD);
        List<String> sent = new CopyOnWriteArrayList<>();
        broker.holdSends();
        broker.instead(request -> {
            if (request.code() == SendMessage.V2) {
                sent.add(id(String.valueOf(SendMessage.API.decodeRequest(request).properties())));
            } else if (request.code() == SendMessage.BATCH) {
                BatchBody.split(request.body()).forEach(each ->
                        sent.add(id(StandardCharsets.UTF_8.decode(each.properties()).toString())));
            } else {
                return null;
            }
            return Command.response(ResponseCode.MESSAGE_ILLEGAL, "no");
        });
        List<CompletableFuture<SendReceipt>> results = Sent.sendAll(producer, "T", "", 0, 3);
        broker.release();
        List<String> failed = results.stream()
                .map(result -> result.handle((receipt, failure) -> ((SkylarkException) failure).messageIds()).join())
                .map(ids -> String.join(",", ids))
                .toList();
        assertThat(Sent.batchSizes(broker)).containsExactly(0, 2);
        assertThat(failed).isEqualTo(sent);
        assertThatThrownBy(() -> producer.send(Message.of("T", "x")))
                .isInstanceOfSatisfying(RefusedException.class, refused ->
                        assertThat(refused.messageIds()).containsExactly(sent.get(3)));
    }

    private static String id(String properties) {
        return String.valueOf(Properties.decode(properties).get("UNIQ_KEY"));
    }

    @Test
    void aBatchIsTriedAgainAsAWhole() {
        Producer producer = producer(Batching.STANDARD);
        int[] refusals = {2};
        broker.holdSends();
        broker.instead(request -> request.code() == SendMessage.BATCH && refusals[0]-- > 0
                ? Command.response(ResponseCode.SYSTEM_BUSY, "later") : null);
        List<CompletableFuture<SendReceipt>> results = Sent.sendAll(producer, "T", "", 0, 4);
        broker.release();
        Sent.receipts(results);
        assertThat(Sent.bodies(broker, "T")).isEqualTo(Sent.texts(0, 4));
    }

    @Test
    void closingSendsWhatWaitsAndRefusesTheRest() {
        Producer producer = producer(Batching.STANDARD);
        broker.holdSends();
        List<CompletableFuture<SendReceipt>> results = Sent.sendAll(producer, "T", "", 0, 50);
        Thread closer = new Thread(producer::close);
        closer.start();
        await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        assertThat(producer.sendAsync(Message.of("T", "late"))).failsWithin(Duration.ofSeconds(5));
        broker.release();
        Sent.receipts(results);
        await().until(() -> !closer.isAlive());
        assertThat(Sent.bodies(broker, "T")).isEqualTo(Sent.texts(0, 50));
    }

    @Test
    void aBatchOfTheProgramsOwnIsStoredAsOne() {
        Producer producer = client.producer("g").maxBodyBytes(2_000).build();
        List<Message> messages = Sent.texts(0, 3).stream().map(text -> Message.of("T", text)).toList();
        List<SendReceipt> receipts = producer.send(messages);
        assertThat(Sent.batchSizes(broker)).containsExactly(3);
        assertThat(receipts).extracting(SendReceipt::queueOffset).containsExactly(0L, 1L, 2L);
        assertThat(receipts).extracting(receipt -> Objects.requireNonNull(receipt).messageId()).doesNotHaveDuplicates();
        Message first = messages.get(0);
        List<List<Message>> impossible = List.of(
                List.of(),
                List.of(first, Message.of("Other", "x")),
                List.of(first, first.withDelay(Duration.ofSeconds(1))),
                List.of(first, first.withShardingKey("k")),
                List.of(first, Message.of("T", "x".repeat(1_000)), Message.of("T", "x".repeat(1_000))));
        for (List<Message> batch : impossible) {
            assertThatThrownBy(() -> producer.send(batch)).isInstanceOf(MessageRejectedException.class);
        }
    }
}
