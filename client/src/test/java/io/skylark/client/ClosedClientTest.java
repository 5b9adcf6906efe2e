package io.skylark.client;

import io.skylark.client.consumer.pull.PullConsumerBuilder;
import io.skylark.client.consumer.pull.ReadFrom;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.consumer.push.PushConsumerBuilder;
import io.skylark.client.consumer.simple.SimpleConsumerBuilder;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.TransactionDecision;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(20)
class ClosedClientTest {
    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 1);
    private final SkylarkClient client = cluster.client();

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessage("this client is closed");
    }

    @Test
    void offersNothing() {
        client.close();
        refused(() -> client.producer("g"));
        refused(() -> client.pushConsumer("g"));
        refused(() -> client.pullConsumer("g"));
        refused(() -> client.simpleConsumer("g"));
        refused(() -> client.read("T", ReadFrom.EARLIEST));
        refused(client::admin);
    }

    @Test
    void finishesNothingThatWasBegunBeforeItWasClosed() {
        client.producer("first").build().send(Message.of("T", "so that the route is known"));
        PushConsumerBuilder push = client.pushConsumer("late").subscribe("T").onMessage(m -> ConsumeOutcome.SUCCESS);
        PullConsumerBuilder pull = client.pullConsumer("late").subscribe("T");
        SimpleConsumerBuilder simple = client.simpleConsumer("late").subscribe("T");
        var producer = client.producer("late");
        client.close();
        refused(producer::build);
        refused(() -> producer.buildTransactional(message -> TransactionDecision.COMMIT));
        refused(push::start);
        refused(pull::start);
        refused(simple::build);
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.contains("late"));
    }

    /// Its close would wait for answers that this very thread reads.
    @Test
    void nothingClosesOnAThreadThatBringsResults() {
        Producer producer = client.producer("g").build();
        List<AutoCloseable> open = List.of(
                client, producer, client.pushConsumer("push").subscribe("T").onMessage(m -> ConsumeOutcome.SUCCESS).start(),
                client.pullConsumer("pull").subscribe("T").start(), client.simpleConsumer("simple").subscribe("T").build());
        cluster.broker(0).holdSends();
        List<CompletableFuture<Void>> attempts = open.stream()
                .map(each -> producer.sendAsync(Message.of("T", "held")).thenAccept(sent -> closeNow(each)))
                .toList();
        cluster.broker(0).release();
        for (CompletableFuture<Void> attempt : attempts) {
            assertThat(attempt).failsWithin(Duration.ofSeconds(10)).withThrowableThat()
                    .havingCause().isInstanceOf(IllegalStateException.class).withMessageContaining("thenRunAsync");
        }
        assertThat(cluster.broker(0).members("push")).hasSize(1);
        assertThat(cluster.broker(0).members("pull")).hasSize(1);
        assertThat(cluster.broker(0).members("simple")).hasSize(1);
        producer.send(Message.of("T", "still open"));
    }

    private static void closeNow(AutoCloseable each) {
        try {
            each.close();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aGroupIsNeeded() {
        String none = nothing();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> client.producer(none), () -> client.pushConsumer(none), () -> client.pullConsumer(none),
                () -> client.simpleConsumer(none))) {
            assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage("group");
        }
    }

    /// As a program says it that knows nothing of what may be null.
    @SuppressWarnings("NullAway")
    private static String nothing() {
        return null;
    }
}
