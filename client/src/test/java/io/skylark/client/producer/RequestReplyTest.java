package io.skylark.client.producer;

import io.skylark.client.FakeBroker;
import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.config.ClientConfig;
import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.NoReplyException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.Properties;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class RequestReplyTest {
    private static final Message REQUEST = Message.of("T", "how much?");
    private static final Duration LONG = Duration.ofSeconds(15);

    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 1);
    private final FakeBroker broker = cluster.broker(0);
    private final SkylarkClient client = cluster.client();
    private final Producer producer = client.producer("g").build();

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private StoredMessage awaitStored() {
        await().until(() -> !broker.stored("T").isEmpty());
        return broker.stored("T").get(0);
    }

    /// What a consumer gets of a stored request.
    private static ReceivedMessage received(StoredMessage stored, Map<String, String> more) {
        Map<String, String> properties = new TreeMap<>(stored.properties());
        properties.putAll(more);
        StoredMessage changed = new StoredMessage(
                stored.topic(), stored.queueId(), 0, 0, 0, 0, 1, stored.bornHost(), 1, stored.storeHost(), 0, 0, 0, 0,
                stored.body(), properties);
        return ReceivedMessage.of(changed, new MessageQueue("T", "broker-a", 0), 0, Map.of());
    }

    @Test
    void aReplyReachesWhoAsked() {
        CompletableFuture<ReceivedMessage> reply = producer.requestAsync(REQUEST, LONG);
        StoredMessage request = awaitStored();
        assertThat(request.properties()).containsEntry("TTL", "15000").containsKeys("CORRELATION_ID", "REPLY_TO_CLIENT");
        producer.reply(received(request, Map.of("CLUSTER", "C")), "42");
        assertThat(reply.join().text()).isEqualTo("42");
        Command sent = broker.server().requests().stream().filter(each -> each.code() == 325).findFirst().orElseThrow();
        assertThat(sent.field("b")).isEqualTo("C_REPLY_TOPIC");
        assertThat(Properties.decode(Objects.requireNonNull(sent.field("i"))))
                .containsEntry("MSG_TYPE", "reply")
                .containsEntry("CORRELATION_ID", request.property("CORRELATION_ID"))
                .containsEntry("REPLY_TO_CLIENT", request.property("REPLY_TO_CLIENT"));
    }

    @Test
    void aReplyCarriesPropertiesButNoneOfTheSystem() {
        CompletableFuture<ReceivedMessage> reply = producer.requestAsync(REQUEST, LONG);
        ReceivedMessage request = received(awaitStored(), Map.of("CLUSTER", "C"));
        byte[] body = {};
        assertThatThrownBy(() -> producer.reply(request, body, Map.of("CORRELATION_ID", "mine")))
                .isInstanceOf(MessageRejectedException.class);
        producer.replyAsync(request, body, Map.of("error", "sold out")).join();
        assertThat(reply.join().property("error")).hasValue("sold out");
    }

    @Test
    void theBrokersKnowTheClientBeforeItAsks() {
        var unused = producer.requestAsync(REQUEST, LONG);
        awaitStored();
        assertThat(broker.server().requests().stream().map(Command::code).filter(code -> code == 34 || code == 310))
                .startsWith(34);
    }

    /// Two brokers with a queue each, and a heartbeat is waited for longer than the test takes.
    private static SkylarkClient patient(FakeCluster two) {
        return SkylarkClient.connect(ClientConfig.standard(two.nameServer().address())
                .withRequestTimeout(Duration.ofMinutes(1)));
    }

    @Test
    void waitsForNoBrokerButTheOneThatGetsTheRequest() {
        try (FakeCluster two = new FakeCluster(2).withTopic("T", 1); SkylarkClient asking = patient(two)) {
            two.broker(1).ignore(34);
            Producer group = asking.producer("asks").build();
            for (int i = 0; i < 2; i++) {
                var unused = group.requestAsync(REQUEST, LONG);
            }
            await().until(() -> two.broker(0).stored("T").size() == 1);
            await().until(() -> codes(two.broker(1)).contains(34));
            assertThat(codes(two.broker(1))).doesNotContain(310);
            two.broker(1).server().close(); // tries the other one
            await().until(() -> two.broker(0).stored("T").size() == 2);
        }
    }

    @Test
    void requestsThatWaitForABrokerLeaveInTheOrderOfTheCallsAfterOneHeartbeat() {
        List<CompletableFuture<ReceivedMessage>> replies = new ArrayList<>();
        for (String text : Sent.texts(0, 200)) {
            replies.add(producer.requestAsync(Message.of("T", text), LONG));
        }
        await().until(() -> broker.stored("T").size() == 200);
        assertThat(Sent.bodies(broker, "T")).isEqualTo(Sent.texts(0, 200));
        assertThat(codes(broker).stream().filter(code -> code == 34)).hasSizeLessThanOrEqualTo(2);
        assertThat(replies).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void aTopicThatDoesNotExistFailsTheReply() {
        assertThat(producer.requestAsync(Message.of("unknown", "?"), LONG))
                .isCompletedExceptionally();
    }

    private static List<Integer> codes(FakeBroker broker) {
        return broker.server().requests().stream().map(Command::code).toList();
    }

    @Test
    void givesUpInTimeAndIgnoresALateReply() {
        assertThatThrownBy(() -> producer.request(REQUEST, Duration.ofMillis(200)))
                .isInstanceOf(NoReplyException.class);
        StoredMessage request = awaitStored();
        broker.push(Properties.encode(Map.of("CORRELATION_ID",
                Objects.requireNonNull(request.property("CORRELATION_ID")))), new byte[] {1});
        CompletableFuture<ReceivedMessage> next = producer.requestAsync(REQUEST, LONG);
        await().until(() -> broker.stored("T").size() == 2);
        broker.push(Properties.encode(Map.of("CORRELATION_ID",
                Objects.requireNonNull(broker.stored("T").get(1).property("CORRELATION_ID")))), new byte[] {65});
        assertThat(next.join().text()).isEqualTo("A");
    }

    @Test
    void failsWhenTheRequestCannotBeSent() {
        broker.instead(request -> request.code() == SendMessage.V2
                ? Command.response(ResponseCode.MESSAGE_ILLEGAL, "no") : null);
        assertThatThrownBy(() -> producer.request(REQUEST, LONG)).isInstanceOf(RefusedException.class);
    }

    @Test
    void failsWhenTheClientIsClosed() {
        CompletableFuture<ReceivedMessage> reply = producer.requestAsync(REQUEST, LONG);
        awaitStored();
        client.close();
        assertThatThrownBy(reply::join).hasCauseInstanceOf(CallAbandonedException.class);
    }

    @Test
    void onlyRequestsCanBeRepliedTo() {
        producer.send(REQUEST);
        StoredMessage plain = awaitStored();
        assertThatThrownBy(() -> producer.reply(received(plain, Map.of()), new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no request");
        assertThatThrownBy(() -> producer.request(REQUEST, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRequestCannotBeDelayed() {
        assertThatThrownBy(() -> producer.request(REQUEST.withDelay(Duration.ofSeconds(1)), LONG))
                .isInstanceOf(MessageRejectedException.class);
        assertThat(broker.stored("T")).isEmpty();
    }

    @Test
    void saysThatAReplyWasNotHandedOver() {
        var unused = producer.requestAsync(REQUEST, LONG);
        StoredMessage request = awaitStored();
        broker.instead(each -> each.code() == 325 ? Command.response(ResponseCode.SYSTEM_ERROR, "gone") : null);
        assertThatThrownBy(() -> producer.reply(received(request, Map.of("CLUSTER", "C")), new byte[1]))
                .isInstanceOf(RefusedException.class);
    }
}
