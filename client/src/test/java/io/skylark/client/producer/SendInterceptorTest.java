package io.skylark.client.producer;

import io.skylark.client.FakeBroker;
import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.message.Message;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.SendMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(20)
class SendInterceptorTest {
    private static final Message MESSAGE = Message.of("T", "hello");

    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 1);
    private final FakeBroker broker = cluster.broker(0);
    private final SkylarkClient client = cluster.client();
    private final List<String> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    /// Adds its name to the message, and tells of its calls.
    private SendInterceptor named(String name) {
        return (group, message) -> {
            events.add(name + " begins " + group);
            Message changed = message.withProperty(name, "seen");
            return new SendInterceptor.Sending() {
                @Override
                public Message message() {
                    return changed;
                }

                @Override
                public void ended(@Nullable SendReceipt receipt, @Nullable Throwable failure) {
                    events.add(name + " ends " + (failure == null
                            ? receipt == null ? "nothing" : receipt.status()
                            : failure.getClass().getSimpleName()));
                }
            };
        };
    }

    @Test
    void theFirstSeesAMessageFirstAndItsEndLast() {
        Producer producer = client.producer("g").intercept(named("a")).intercept(named("b")).build();
        producer.send(MESSAGE);
        assertThat(events).containsExactly("a begins g", "b begins g", "b ends SEND_OK", "a ends SEND_OK");
        assertThat(broker.stored("T").get(0).properties()).containsEntry("a", "seen").containsEntry("b", "seen");
    }

    @Test
    void theEndMayBeAFailure() {
        broker.instead(request -> request.code() == SendMessage.V2
                ? Command.response(ResponseCode.MESSAGE_ILLEGAL, "no") : null);
        Producer producer = client.producer("g").intercept(named("a")).build();
        assertThatThrownBy(() -> producer.send(MESSAGE)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> producer.send(Message.of("Missing", "x")))
                .isInstanceOf(TopicNotFoundException.class);
        assertThat(events).containsExactly(
                "a begins g", "a ends RefusedException", "a begins g", "a ends TopicNotFoundException");
    }

    @Test
    void whatOneThrowsAtTheBeginningFailsTheSend() {
        Producer producer = client.producer("g").intercept(named("a")).intercept((group, message) -> {
            throw new IllegalArgumentException("not this one");
        }).build();
        assertThatThrownBy(() -> producer.send(MESSAGE)).hasMessage("not this one");
        assertThatThrownBy(producer.sendAsync(MESSAGE)::join).hasRootCauseMessage("not this one");
        assertThat(events).containsExactly("a begins g", "a ends IllegalArgumentException",
                "a begins g", "a ends IllegalArgumentException");
        assertThat(broker.stored("T")).isEmpty();
    }

    @Test
    void whatOneThrowsAtTheEndChangesNothing() {
        Producer producer = client.producer("g").intercept(named("a")).intercept((group, message) ->
                new SendInterceptor.Sending() {
                    @Override
                    public Message message() {
                        return message;
                    }

                    @Override
                    public void ended(@Nullable SendReceipt receipt, @Nullable Throwable failure) {
                        throw new IllegalStateException("a fault of the interceptor");
                    }
                }).build();
        assertThat(producer.send(MESSAGE).status()).isEqualTo(SendStatus.SEND_OK);
        assertThat(events).containsExactly("a begins g", "a ends SEND_OK");
    }

    @Test
    void seesEveryMessageOfABatch() {
        Producer producer = client.producer("g").intercept(named("a")).build();
        producer.send(List.of(MESSAGE, MESSAGE));
        assertThat(events).containsExactly("a begins g", "a begins g", "a ends SEND_OK", "a ends SEND_OK");
        assertThat(broker.stored("T")).allSatisfy(stored ->
                assertThat(stored.properties()).containsEntry("a", "seen"));
        assertThatThrownBy(() -> producer.send(List.of(MESSAGE, Message.of("Other", "x"))))
                .hasMessageContaining("one topic");
        assertThat(events.subList(4, 8)).containsExactly("a begins g", "a begins g",
                "a ends MessageRejectedException", "a ends MessageRejectedException");
    }

    @Test
    void seesOnewayAndHalfMessages() {
        try (TransactionalProducer producer = client.producer("g").intercept(named("a"))
                .buildTransactional(message -> TransactionDecision.UNKNOWN)) {
            producer.begin(MESSAGE);
            producer.producer().sendOneway(MESSAGE);
        }
        assertThat(events).containsExactly("a begins g", "a ends SEND_OK", "a begins g", "a ends nothing");
    }
}
