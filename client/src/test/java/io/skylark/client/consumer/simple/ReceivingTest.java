package io.skylark.client.consumer.simple;

import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.group.Samples;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.PopMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class ReceivingTest {
    private static final int POP = 200_050;
    private static final int CHANGE = 200_053;
    private static final int NOTIFICATION = 200_054;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final FakeCluster cluster = new FakeCluster(2).withTopic("T", 2);
    private final SkylarkClient client = cluster.client();
    private final SimpleConsumer consumer = client.simpleConsumer("g").subscribe("T").build();

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private void both(Function<Command, @Nullable Command> answer) {
        cluster.broker(0).instead(answer);
        cluster.broker(1).instead(answer);
    }

    private long count(int broker, int code) {
        return cluster.broker(broker).server().requests().stream().filter(r -> r.code() == code).count();
    }

    private static Command nothing() {
        return Command.response(210, "timeout");
    }

    private static Command full() {
        return Command.response(209, "polling full");
    }

    private static Command has() {
        return PopMessage.NOTIFICATION.success(new PopMessage.Notified(true, false));
    }

    private static Command popped(long offset) {
        StoredMessage sample = Samples.message(offset, "a").decode();
        MessageDraft draft = new MessageDraft(
                "T".getBytes(StandardCharsets.UTF_8), 0, 0, 0, 1, sample.bornHost(), sample.storeHost(), 0, 0,
                ByteBuffer.wrap("x".getBytes(StandardCharsets.UTF_8)), ByteBuffer.wrap(new byte[0]));
        ByteBuffer bytes = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(bytes, 2);
        MessageLayout.place(bytes, 0, offset, offset * 1000);
        return PopMessage.API
                .success(new PopMessage.Response(1000, 60_000, 3, 0, "0 0 " + offset, "0 0 " + offset, null))
                .withBody(bytes.array());
    }

    /// It was asked without end before: 10,696 pops in 2 s.
    @Test
    void doesNotAskWithoutEndWhenBrokersCannotHoldAQuestion() {
        both(request -> switch (request.code()) {
            case POP -> nothing();
            case NOTIFICATION -> full();
            default -> null;
        });
        assertThat(consumer.receive(1, Duration.ofSeconds(1))).isEmpty();
        assertThat(count(0, POP)).isBetween(5L, 13L);
        assertThat(count(0, NOTIFICATION)).isBetween(5L, 13L);
    }

    @Test
    void waitsAtASingleBrokerThatCannotHoldThePop() {
        try (FakeCluster one = new FakeCluster(1).withTopic("T", 1); SkylarkClient alone = one.client()) {
            AtomicInteger pops = new AtomicInteger();
            one.broker(0).instead(request -> request.code() != POP
                    ? null
                    : pops.incrementAndGet() < 5 ? full() : popped(7));
            try (SimpleConsumer single = alone.simpleConsumer("g").subscribe("T").build()) {
                long begin = System.nanoTime();
                assertThat(single.receive(1, LONG)).hasSize(1);
                assertThat(System.nanoTime() - begin).isGreaterThan(2 * Receiving.PAUSE.toNanos());
            }
            assertThat(pops).hasValue(5);
        }
    }

    @Test
    void comesBackEmptyAtTheCloseOfTheConsumerWhileBrokersHoldItsQuestions() throws Exception {
        both(request -> request.code() == POP ? nothing() : null);
        cluster.broker(0).ignore(NOTIFICATION);
        cluster.broker(1).ignore(NOTIFICATION);
        CompletableFuture<List<ReceivedMessage>> received = consumer.receiveAsync(1, LONG);
        await().until(() -> count(0, NOTIFICATION) == 1 && count(1, NOTIFICATION) == 1);
        consumer.close();
        assertThat(received.get(5, TimeUnit.SECONDS)).isEmpty();
        assertThat(count(0, POP)).isEqualTo(1);
    }

    @Test
    void comesBackEmptyAtTheCloseOfTheClientBetweenTwoRounds() throws Exception {
        both(request -> switch (request.code()) {
            case POP -> nothing();
            case NOTIFICATION -> has();
            default -> null;
        });
        CompletableFuture<List<ReceivedMessage>> received = consumer.receiveAsync(1, LONG);
        await().until(() -> count(0, POP) >= 3);
        client.close();
        assertThat(received.get(5, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void comesBackEmptyAtTheCloseWhileASingleBrokerHoldsThePop() throws Exception {
        try (FakeCluster one = new FakeCluster(1).withTopic("T", 1); SkylarkClient alone = one.client()) {
            one.broker(0).ignore(POP);
            SimpleConsumer single = alone.simpleConsumer("g").subscribe("T").build();
            CompletableFuture<List<ReceivedMessage>> received = single.receiveAsync(1, LONG);
            await().until(() -> !requests(one, POP).isEmpty());
            single.close();
            assertThat(received.get(5, TimeUnit.SECONDS)).isEmpty();
            // The broker knows nothing of it, and hands out a message that nobody would get for its invisible time.
            Command pop = requests(one, POP).get(0);
            one.broker(0).server().peers().forEach(peer -> peer.answer(pop, popped(7)));
            await().until(() -> !requests(one, CHANGE).isEmpty());
            assertThat(requests(one, CHANGE).get(0).fields())
                    .containsEntry("offset", "7")
                    .containsEntry("invisibleTime", "0");
            assertThat(requests(one, POP)).hasSize(1);
        }
    }

    private static List<Command> requests(FakeCluster cluster, int code) {
        return cluster.broker(0).server().requests().stream().filter(r -> r.code() == code).toList();
    }

    /// Each receive left one at the other broker before, for up to 15 s.
    @Test
    void watchesEachBrokerOnceForAllReceives() {
        AtomicInteger pops = new AtomicInteger();
        cluster.broker(0).instead(request -> switch (request.code()) {
            case POP -> pops.incrementAndGet() % 2 == 0 ? popped(pops.get()) : nothing();
            case NOTIFICATION -> has();
            default -> null;
        });
        cluster.broker(1).instead(request -> request.code() == POP ? nothing() : null);
        cluster.broker(1).ignore(NOTIFICATION);
        for (int i = 0; i < 50; i++) {
            assertThat(consumer.receive(1, LONG)).hasSize(1);
        }
        assertThat(count(1, NOTIFICATION)).isEqualTo(1);
    }

    @Test
    void aWatchThatIsHeldLongerThanTheWaitDoesNotKeepTheReceive() {
        both(request -> request.code() == POP ? nothing() : null);
        cluster.broker(0).ignore(NOTIFICATION);
        cluster.broker(1).ignore(NOTIFICATION);
        long begin = System.nanoTime();
        assertThat(consumer.receive(1, Duration.ofMillis(300))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(299), Duration.ofSeconds(10));
    }

    @Test
    void allThatWaitHearOfTheWatchTheyShare() {
        ConcurrentLinkedQueue<Command> messages = new ConcurrentLinkedQueue<>();
        both(request -> {
            Command next = request.code() == POP ? messages.poll() : null;
            return request.code() != POP || next != null ? next : nothing();
        });
        cluster.broker(0).ignore(NOTIFICATION);
        cluster.broker(1).ignore(NOTIFICATION);
        CompletableFuture<List<ReceivedMessage>> first = consumer.receiveAsync(1, LONG);
        CompletableFuture<List<ReceivedMessage>> second = consumer.receiveAsync(1, LONG);
        await().until(() -> count(0, POP) == 2 && count(1, POP) == 2 && count(0, NOTIFICATION) == 1);
        messages.addAll(List.of(popped(1), popped(2)));
        Command watch = cluster.broker(0).server().requests().stream()
                .filter(request -> request.code() == NOTIFICATION)
                .findFirst()
                .orElseThrow();
        cluster.broker(0).server().peers().forEach(peer -> peer.answer(watch, has()));
        assertThat(first.join()).hasSize(1);
        assertThat(second.join()).hasSize(1);
        assertThat(count(1, NOTIFICATION)).isEqualTo(1);
    }
}
