package io.skylark.client.producer;

import io.skylark.client.FakeCluster;
import io.skylark.client.FakeServer;
import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.TopicAdmin;
import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.NoAnswerException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.error.UnreachableException;
import io.skylark.client.message.Message;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class ProducerTest {
    private static final Message MESSAGE = Message.of("T", "hello").withTag("a").withKeys("k");

    private final FakeCluster cluster = new FakeCluster(2).withTopic("T", 2);
    private final SkylarkClient client = cluster.client();

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private static void refuse(FakeCluster cluster, int broker, int code) {
        cluster.broker(broker).instead(request ->
                request.code() == SendMessage.V2 ? Command.response(code, "refused by test") : null);
    }

    private int sends(int broker) {
        return (int) cluster.broker(broker).server().requests().stream()
                .filter(request -> request.code() == SendMessage.V2)
                .count();
    }

    @Test
    void sendsToAllQueuesInTurn() {
        Producer producer = client.producer("g").build();
        Set<String> queues = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            SendReceipt receipt = producer.send(MESSAGE);
            assertThat(receipt.status()).isEqualTo(SendStatus.SEND_OK);
            assertThat(receipt.queueOffset()).isZero();
            queues.add(receipt.queue().brokerName() + receipt.queue().queueId());
        }
        assertThat(queues).containsExactlyInAnyOrder("broker-a0", "broker-a1", "broker-b0", "broker-b1");
        assertThat(producer.send(MESSAGE).queueOffset()).isEqualTo(1);
    }

    @Test
    void brokersInUseHearOfAnotherProducerAtOnce() {
        client.producer("g").build().send(MESSAGE);
        client.producer("another").build();
        for (int broker = 0; broker < 2; broker++) {
            FakeServer server = cluster.broker(broker).server();
            await().until(() -> server.requests().stream()
                    .filter(request -> request.code() == Heartbeat.API.code())
                    .map(request -> Json.decode(request.body(), Heartbeat.Data.class))
                    .anyMatch(data -> data.producerDataSet().contains(new Heartbeat.Producer("another"))));
        }
    }

    @Test
    void theFirstSendsOfAClientArriveInTheOrderOfTheCalls() {
        try (FakeCluster one = new FakeCluster(1).withTopic("T", 1); SkylarkClient fresh = one.client()) {
            Sent.receipts(Sent.sendAll(fresh.producer("g").build(), "T", "", 0, 500));
            assertThat(Sent.bodies(one.broker(0), "T")).isEqualTo(Sent.texts(0, 500));
        }
    }

    @Test
    void anAsynchronousSendFailsWithTheExceptionOfTheBlockingOne() {
        Producer producer = client.producer("g").build();
        refuse(cluster, 0, ResponseCode.MESSAGE_ILLEGAL);
        refuse(cluster, 1, ResponseCode.MESSAGE_ILLEGAL);
        assertThat(failureOf(producer.sendAsync(MESSAGE))).isInstanceOf(RefusedException.class);
        cluster.broker(0).instead(request -> Command.response(ResponseCode.MESSAGE_ILLEGAL, "no"));
        cluster.broker(1).instead(request -> Command.response(ResponseCode.MESSAGE_ILLEGAL, "no"));
        assertThat(failureOf(producer.sendAsync(List.of(MESSAGE, MESSAGE)))).isInstanceOf(RefusedException.class);
        assertThat(failureOf(producer.requestAsync(MESSAGE, Duration.ofSeconds(9)))).isInstanceOf(RefusedException.class);
    }

    private static Throwable failureOf(CompletableFuture<?> result) {
        return result.handle((value, failure) -> failure == null ? new AssertionError("it succeeded") : failure).join();
    }

    @Test
    void theStoredMessageIsTheOneThatWasSent() {
        SendReceipt receipt = client.producer("g").build().send(MESSAGE);
        StoredMessage stored = cluster.broker(0).stored("T").isEmpty()
                ? cluster.broker(1).stored("T").get(0)
                : cluster.broker(0).stored("T").get(0);
        assertThat(stored.body()).isEqualTo(MESSAGE.body());
        assertThat(stored.properties())
                .containsEntry("UNIQ_KEY", receipt.messageId())
                .containsEntry("TAGS", "a")
                .containsEntry("KEYS", "k")
                .containsEntry("WAIT", "true");
        assertThat(stored.offsetMessageId()).isEqualTo(receipt.offsetMessageId());
    }

    @Test
    void triesAnotherBrokerWhenOneIsBusy() {
        refuse(cluster, 0, ResponseCode.SYSTEM_BUSY);
        Producer producer = client.producer("g").build();
        for (int i = 0; i < 4; i++) {
            assertThat(producer.send(MESSAGE).queue().brokerName()).isEqualTo("broker-b");
        }
        assertThat(sends(0)).isPositive();
        assertThat(sends(1)).isEqualTo(4);
    }

    @Test
    void triesAnotherBrokerWhenOneIsGone() {
        cluster.broker(1).close();
        Producer producer = client.producer("g").build();
        for (int i = 0; i < 4; i++) {
            assertThat(producer.send(MESSAGE).queue().brokerName()).isEqualTo("broker-a");
        }
    }

    @Test
    void givesUpAfterItsRetriesWithTheLastRefusal() {
        refuse(cluster, 0, ResponseCode.SERVICE_NOT_AVAILABLE);
        refuse(cluster, 1, ResponseCode.SERVICE_NOT_AVAILABLE);
        Producer producer = client.producer("g").retries(3).build();
        assertThatThrownBy(() -> producer.send(MESSAGE))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(14);
                    assertThat(refused.remark()).isEqualTo("refused by test");
                    assertThat(refused.retryable()).isTrue();
                });
        assertThat(sends(0) + sends(1)).isEqualTo(4);
    }

    @Test
    void doesNotRetryWhatCannotSucceed() {
        refuse(cluster, 0, ResponseCode.MESSAGE_ILLEGAL);
        refuse(cluster, 1, ResponseCode.MESSAGE_ILLEGAL);
        assertThatThrownBy(() -> client.producer("g").build().send(MESSAGE)).isInstanceOf(RefusedException.class);
        assertThat(sends(0) + sends(1)).isEqualTo(1);
    }

    @Test
    void aStoredMessageIsNotSentAgainWhenItsSafetyIsLess() {
        for (int broker = 0; broker < 2; broker++) {
            cluster.broker(broker).instead(request -> request.code() == SendMessage.V2
                    ? SendMessage.API.response(ResponseCode.FLUSH_DISK_TIMEOUT,
                            new SendMessage.Response("ID", 1, 7, null, null, null))
                    : null);
        }
        SendReceipt receipt = client.producer("g").build().send(MESSAGE);
        assertThat(receipt.status()).isEqualTo(SendStatus.FLUSH_DISK_TIMEOUT);
        assertThat(receipt.queueOffset()).isEqualTo(7);
        assertThat(sends(0) + sends(1)).isEqualTo(1);
    }

    @Test
    void sendsWithoutWaiting() {
        Producer producer = client.producer("g").build();
        List<CompletableFuture<SendReceipt>> results =
                IntStream.range(0, 100).mapToObj(i -> producer.sendAsync(MESSAGE)).toList();
        assertThat(results.stream().map(result -> result.join().messageId()).distinct()).hasSize(100);
        assertThat(cluster.broker(0).stored("T")).hasSize(50);
    }

    private static Stream<CompletableFuture<SendReceipt>> fourSends(Producer producer) {
        return IntStream.range(0, 4).mapToObj(i -> producer.sendAsync(MESSAGE)).toList().stream();
    }

    /// Results are completed by the thread that would have to bring the next answer.
    @Test
    void refusesToBlockTheThreadThatBringsItsResults() {
        cluster.broker(0).holdSends();
        cluster.broker(1).holdSends();
        Producer producer = client.producer("g").build();
        // Of sends of their own: a thread that completes one stage of a result helps to complete the others.
        List<CompletableFuture<SendReceipt>> blocking = fourSends(producer)
                .map(first -> first.thenApply(receipt -> producer.send(MESSAGE))).toList();
        List<CompletableFuture<SendReceipt>> chained = fourSends(producer)
                .map(first -> first.thenCompose(receipt -> producer.sendAsync(MESSAGE))).toList();
        List<CompletableFuture<SendReceipt>> elsewhere = fourSends(producer)
                .map(first -> first.thenApplyAsync(receipt -> producer.send(MESSAGE))).toList();
        cluster.broker(0).release();
        cluster.broker(1).release();
        assertThat(blocking).allSatisfy(result -> assertThatThrownBy(result::join)
                .hasCauseInstanceOf(IllegalStateException.class).hasMessageContaining("thenRunAsync"));
        assertThat(chained).allSatisfy(result -> assertThat(result.join().status()).isEqualTo(SendStatus.SEND_OK));
        assertThat(elsewhere).allSatisfy(result -> assertThat(result.join().status()).isEqualTo(SendStatus.SEND_OK));
    }

    @Test
    void holdsBackSendsWhenTooManyAreUnderWay() {
        cluster.broker(0).ignore(SendMessage.V2);
        cluster.broker(1).ignore(SendMessage.V2);
        Producer producer = client.producer("g").maxInFlight(1).sendTimeout(Duration.ofMillis(200)).build();
        CompletableFuture<SendReceipt> first = producer.sendAsync(MESSAGE);
        CompletableFuture<SendReceipt> second = producer.sendAsync(MESSAGE);
        await().until(() -> first.isDone() && second.isDone());
        assertThat(sends(0) + sends(1)).isLessThan(3);
        assertThatThrownBy(first::join).hasRootCauseInstanceOf(NoAnswerException.class);
        assertThat(second).isCompletedExceptionally();
    }

    @Test
    void aSendInACompletionFindsRoomBeyondTheLimitAndDoesNotWaitForMore() {
        Producer producer = client.producer("g").maxInFlight(1).sendTimeout(Duration.ofMinutes(1)).build();
        cluster.broker(0).holdSends();
        cluster.broker(1).holdSends();
        CompletableFuture<List<CompletableFuture<SendReceipt>>> first = producer.sendAsync(MESSAGE)
                .thenApply(receipt -> Stream.generate(() -> producer.sendAsync(MESSAGE)).limit(3).toList());
        cluster.broker(0).release();
        cluster.broker(1).release();
        List<CompletableFuture<SendReceipt>> chained = first.join();
        assertThat(chained.get(0).join().status()).isEqualTo(SendStatus.SEND_OK);
        assertThat(chained.get(1).join().status()).isEqualTo(SendStatus.SEND_OK);
        assertThat(producer.sendAsync(MESSAGE).join().status()).isEqualTo(SendStatus.SEND_OK);
        assertThat(failureOf(chained.get(2))).isInstanceOf(CallAbandonedException.class)
                .hasMessageContaining("2 sends of 10 bytes are under way")
                .hasMessageContaining("thenComposeAsync");
    }

    @Test
    void sendsOnewayWithoutAnAnswer() {
        client.producer("g").build().sendOneway(MESSAGE);
        await().until(() -> cluster.broker(0).stored("T").size() + cluster.broker(1).stored("T").size() == 1);
        assertThat(IntStream.range(0, 2)
                        .mapToObj(cluster::broker)
                        .flatMap(broker -> broker.server().requests().stream())
                        .filter(request -> request.code() == SendMessage.V2)
                        .map(Command::isOneway))
                .containsExactly(true);
    }

    @Test
    void tellsTheBrokersOfItsGroupWhenItConnectsToThem() {
        client.producer("g").build().send(MESSAGE);
        await().until(() -> IntStream.range(0, 2)
                .mapToObj(cluster::broker)
                .flatMap(broker -> broker.server().requests().stream())
                .anyMatch(request -> request.code() == 34
                        && new String(request.bodyBytes(), StandardCharsets.UTF_8)
                                .contains("\"producerDataSet\":[{\"groupName\":\"g\"}]")));
    }

    @Test
    void saysThatATopicIsMissingOrTheNameServerIsGone() {
        Producer producer = client.producer("g").build();
        assertThatThrownBy(() -> producer.send(Message.of("Missing", "x")))
                .isInstanceOf(TopicNotFoundException.class)
                .hasMessageContaining("Missing");
        cluster.nameServer().close();
        assertThatThrownBy(() -> producer.send(Message.of("Other", "x")))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("No name server");
    }

    @Test
    void refusesTooLargeBodiesAndSettingsThatMakeNoSense() {
        Producer producer = client.producer("g").maxBodyBytes(3).build();
        assertThatThrownBy(() -> producer.send(MESSAGE)).isInstanceOf(MessageRejectedException.class);
        assertThatThrownBy(() -> client.producer("no group").build()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.producer("g").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already has a producer of group g");
    }

    @Test
    void refusesASettingWhereItIsSetAndSaysWhichAndWhy() {
        ProducerBuilder settings = client.producer("g");
        refused(() -> settings.retries(-1), "retries must not be negative, but is -1");
        refused(() -> settings.compressFrom(-1), "compressFrom must not be negative, but is -1");
        refused(() -> settings.maxBodyBytes(0), "maxBodyBytes must be positive, not 0");
        refused(() -> settings.maxInFlight(0), "maxInFlight must be positive, not 0");
        refused(() -> settings.sendTimeout(Duration.ZERO), "sendTimeout must be positive, not PT0S");
        refused(() -> Batching.STANDARD.withMaxBytes(0), "maxBytes must be positive, not 0");
        refused(() -> Batching.STANDARD.withMaxMessages(0), "maxMessages must be positive, not 0");
        refused(() -> Batching.STANDARD.withMaxBufferedBytes(7),
                "maxBufferedBytes must not be below maxBytes, which is 131072, but is 7");
        assertThat(settings.build().send(MESSAGE).status()).isEqualTo(SendStatus.SEND_OK);
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(why);
    }

    /// Many more than travel in a batch, so that most of them still wait for their turn.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everySendHasEndedWhenTheCloseReturns(boolean batching) {
        cluster.broker(0).holdSends();
        cluster.broker(1).holdSends();
        ProducerBuilder settings = client.producer("g").maxInFlight(20_000).sendTimeout(Duration.ofMillis(300));
        Producer producer =
                (batching ? settings.batching(Batching.STANDARD.withMaxMessages(10)) : settings).build();
        List<CompletableFuture<SendReceipt>> sent =
                IntStream.range(0, 4_000).mapToObj(i -> producer.sendAsync(MESSAGE)).toList();
        Message keyed = MESSAGE.withShardingKey("k");
        List<CompletableFuture<SendReceipt>> inOrder =
                IntStream.range(0, 1_000).mapToObj(i -> producer.sendAsync(keyed)).toList();
        producer.close();
        assertThat(sent).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(inOrder).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(failureOf(inOrder.get(999))).isInstanceOf(CallAbandonedException.class);
        cluster.broker(0).release();
        cluster.broker(1).release();
    }

    @Test
    void aSendAfterTheCloseFailsAtOnce() {
        Producer producer = client.producer("g").sendTimeout(Duration.ofMinutes(1)).build();
        producer.close();
        assertThat(producer.sendAsync(MESSAGE)).isCompletedExceptionally();
        assertThat(producer.sendAsync(List.of(MESSAGE))).isCompletedExceptionally();
    }

    @Test
    void sendsNothingWhenItIsClosed() {
        Producer producer = client.producer("g").build();
        producer.send(MESSAGE);
        producer.close();
        producer.close();
        assertThatThrownBy(() -> producer.send(MESSAGE)).isInstanceOf(IllegalStateException.class);
        assertThat(failureOf(producer.sendAsync(MESSAGE))).hasMessage("the producer of group g is closed");
        assertThat(failureOf(producer.sendAsync(List.of(MESSAGE)))).hasMessage("the producer of group g is closed");
        TopicAdmin topics = client.admin().topics();
        client.close();
        assertThatThrownBy(topics::list).isInstanceOf(UnreachableException.class)
                .hasCauseInstanceOf(CallAbandonedException.class);
    }
}
