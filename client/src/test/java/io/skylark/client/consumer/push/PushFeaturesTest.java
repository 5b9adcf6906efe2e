package io.skylark.client.consumer.push;

import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.OffsetStore;
import io.skylark.client.consumer.RebalanceStrategy;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.error.RefusedException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.Producer;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.api.OffsetReset;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class PushFeaturesTest {
    private static final MessageQueue FIRST = new MessageQueue("T", "broker-a", 0);
    private static final MessageQueue SECOND = new MessageQueue("T", "broker-a", 1);

    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 2).withTopic("%RETRY%g", 1);
    private final SkylarkClient client = cluster.client();
    private final List<ReceivedMessage> seen = new CopyOnWriteArrayList<>();
    private final Producer producer = client.producer("p").build();

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private void send(int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(producer.send(Message.of("T", "body " + i)).queueOffset()).isNotNegative();
        }
    }

    private ConsumeOutcome see(ReceivedMessage message) {
        seen.add(message);
        return ConsumeOutcome.SUCCESS;
    }

    private PushConsumerBuilder consumer() {
        return client.pushConsumer("g")
                .startFrom(StartFrom.FIRST)
                .subscribe("T")
                .commitPeriod(Duration.ofMillis(50));
    }

    /// With a listener.
    private PushConsumerBuilder seeing() {
        return consumer().onMessage(this::see);
    }

    private List<Long> offsetsSeen(MessageQueue queue) {
        return seen.stream().filter(m -> m.queue().equals(queue)).map(ReceivedMessage::queueOffset).toList();
    }

    private long committed(int queueId) {
        return cluster.broker(0).offsets().getOrDefault("g@T/" + queueId, -1L);
    }

    private Heartbeat.Consumer lastHeartbeat() {
        List<Command> beats =
                cluster.broker(0).server().requests().stream().filter(r -> r.code() == 34).toList();
        Heartbeat.Data data = Json.decode(beats.get(beats.size() - 1).body(), Heartbeat.Data.class);
        return data.consumerDataSet().iterator().next();
    }

    @Test
    void consumesEachQueueInOrderUnderItsLock() {
        send(0, 40);
        PushConsumer consumer = consumer().threads(8).onMessageInOrder(this::see).start();
        await().until(() -> seen.size() == 40);
        List<Long> inOrder = IntStream.range(0, 20).mapToObj(i -> (long) i).toList();
        assertThat(offsetsSeen(FIRST)).isEqualTo(inOrder);
        assertThat(offsetsSeen(SECOND)).isEqualTo(inOrder);
        assertThat(cluster.broker(0).locks()).containsKeys(FIRST, SECOND);
        consumer.close();
        assertThat(cluster.broker(0).locks()).isEmpty();
        assertThat(committed(0) + committed(1)).isEqualTo(40);
    }

    @Test
    void consumesOnlyTheQueuesInOrderThatNobodyElseHasLocked() {
        send(0, 4);
        cluster.broker(0).lock(FIRST, "other");
        PushConsumer consumer = consumer().onMessageInOrder(this::see).start();
        await().until(() -> seen.size() == 2);
        assertThat(offsetsSeen(SECOND)).hasSize(2);
        assertThat(consumer.assignment()).doesNotContain(FIRST);
        cluster.broker(0).lock(FIRST, null);
        await().until(() -> seen.size() == 4);
        consumer.close();
    }

    @Test
    void triesAMessageAgainInItsPlaceAndThenMakesItADeadLetter() {
        send(0, 4);
        PushConsumer consumer = consumer()
                .suspend(Duration.ofMillis(10))
                .maxAttempts(3)
                .onMessageInOrder(message -> {
                    seen.add(message);
                    return message.queue().equals(FIRST) && message.queueOffset() == 0
                            ? ConsumeOutcome.RETRY_LATER
                            : ConsumeOutcome.SUCCESS;
                })
                .start();
        await().until(() -> seen.size() == 6);
        await().until(() -> committed(0) == 2);
        consumer.close();
        assertThat(offsetsSeen(FIRST)).containsExactly(0L, 0L, 0L, 1L);
        assertThat(seen.stream().filter(m -> m.queue().equals(FIRST)).map(ReceivedMessage::reconsumeTimes))
                .containsExactly(0, 1, 2, 0);
        List<StoredMessage> dead = cluster.broker(0).stored("%DLQ%g");
        assertThat(dead).hasSize(1);
    }

    @Test
    void broadcastsToEveryMemberAndKeepsOffsetsWhereItIsTold() {
        send(0, 4);
        OffsetStore store = OffsetStore.inMemory();
        cluster.broker(0).join("g", "0.0.0.0@other");
        PushConsumer consumer = seeing().broadcasting().offsetStore(store).start();
        await().until(() -> seen.size() == 4);
        assertThat(lastHeartbeat().messageModel()).isEqualTo(MessageModel.BROADCASTING);
        assertThat(lastHeartbeat().subscriptionDataSet()).hasSize(1);
        consumer.close();
        assertThat(store.read("g", FIRST)).hasValue(2);
        assertThat(cluster.broker(0).offsets()).isEmpty();
        send(4, 6);
        PushConsumer next = seeing().broadcasting().offsetStore(store).start();
        await().until(() -> seen.size() == 6);
        next.close();
    }

    @Test
    void storesOffsetsOnAlthoughTheProgramsStoreFailedOnce() {
        AtomicInteger writes = new AtomicInteger();
        PushConsumer consumer = seeing().broadcasting().offsetStore(new OffsetStore() {
            @Override
            public OptionalLong read(String group, MessageQueue queue) {
                return OptionalLong.empty();
            }

            @Override
            public void write(String group, MessageQueue queue, long offset) {
                if (writes.incrementAndGet() == 1) {
                    throw new ExceptionInInitializerError("once");
                }
            }
        }).start();
        await().until(() -> writes.get() >= 2);
        send(0, 2);
        await().until(() -> writes.get() >= 4);
        consumer.close();
    }

    @Test
    void asksTheBrokerWhetherItCanFilterBySql() {
        PushConsumer consumer = seeing().subscribe("T", Filter.sql("price > 10")).start();
        await().until(() -> consumer.assignment().size() == 3);
        assertThat(cluster.broker(0).server().requests().stream().anyMatch(r -> r.code() == 46)).isTrue();
        assertThat(lastHeartbeat().subscriptionDataSet())
                .anyMatch(data -> "SQL92".equals(data.expressionType()) && "price > 10".equals(data.subString()));
        await().until(() -> cluster.broker(0).server().requests().stream()
                .anyMatch(r -> r.code() == 11 && "SQL92".equals(r.field("expressionType"))));
        consumer.close();
        cluster.broker(0).instead(request -> request.code() == 46
                ? Command.response(ResponseCode.SUBSCRIPTION_PARSE_FAILED, "no SQL")
                : null);
        PushConsumerBuilder wrong = seeing().subscribe("T", Filter.sql("price >"));
        assertThatThrownBy(wrong::start).isInstanceOf(RefusedException.class).hasMessageContaining("no SQL");
    }

    @Test
    void putsInterceptorsAroundTheListener() {
        List<String> steps = new CopyOnWriteArrayList<>();
        send(0, 1);
        PushConsumer consumer = consumer()
                .intercept((group, messages, next) -> {
                    steps.add("outer of " + group + " " + messages.size());
                    ConsumeOutcome outcome = next.proceed();
                    steps.add("outer " + outcome);
                    return outcome;
                })
                .intercept((group, messages, next) -> {
                    steps.add("inner");
                    return next.proceed();
                })
                .onMessage(message -> {
                    steps.add("listener");
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
        await().until(() -> steps.size() == 4);
        assertThat(steps).containsExactly("outer of g 1", "inner", "listener", "outer SUCCESS");
        consumer.close();
    }

    @Test
    void runsTheListenerOnTheExecutorItIsGiven() {
        send(0, 4);
        ExecutorService executor = Executors.newCachedThreadPool(task -> new Thread(task, "mine"));
        Set<String> threads = java.util.concurrent.ConcurrentHashMap.newKeySet();
        PushConsumer consumer = consumer().executor(executor).onMessage(message -> {
            threads.add(Thread.currentThread().getName());
            return see(message);
        }).start();
        await().until(() -> seen.size() == 4);
        assertThat(threads).containsExactly("mine");
        consumer.close();
        assertThat(executor.isShutdown()).isFalse();
        executor.shutdownNow();
    }

    @Test
    void doesNotLetOneHangingMessageHoldUpTheOthers() throws Exception {
        send(0, 20);
        CountDownLatch goOn = new CountDownLatch(1);
        PushConsumer consumer = consumer().threads(4).onMessage(message -> {
            if (message.queueOffset() == 0) {
                goOn.await();
            }
            return see(message);
        }).start();
        await().until(() -> seen.size() == 18);
        goOn.countDown();
        await().until(() -> seen.size() == 20);
        consumer.close();
    }

    @Test
    void pausesAndGoesOn() {
        PushConsumer consumer = seeing().start();
        await().until(() -> consumer.assignment().size() == 3);
        consumer.pause("T");
        send(0, 4);
        await().during(Duration.ofMillis(300)).until(seen::isEmpty);
        consumer.resume("T");
        await().until(() -> seen.size() == 4);
        consumer.pause(FIRST);
        send(4, 8);
        await().until(() -> offsetsSeen(SECOND).size() == 4);
        assertThat(offsetsSeen(FIRST)).hasSize(2);
        consumer.resume(FIRST);
        await().until(() -> seen.size() == 8);
        consumer.close();
    }

    @Test
    void goesOnElsewhereInAQueue() {
        send(0, 8);
        PushConsumer consumer = seeing().start();
        await().until(() -> seen.size() == 8);
        consumer.seek(FIRST, 2);
        await().until(() -> offsetsSeen(FIRST).size() == 6);
        assertThat(offsetsSeen(FIRST).subList(4, 6)).containsExactlyInAnyOrder(2L, 3L);
        cluster.broker(0).instead(request ->
                request.code() == 29 ? Command.response(0, null).withFields(Map.of("offset", "3")) : null);
        consumer.seekToTimestamp("T", Instant.EPOCH);
        await().until(() -> seen.size() == 12);
        assertThatThrownBy(() -> consumer.seek(new MessageQueue("T", "broker-z", 0), 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not assigned");
        consumer.close();
    }

    @Test
    void refusesToBeLedInTopicsThatItDoesNotSubscribeToAndWhenItIsClosed() {
        PushConsumer consumer =
                client.pushConsumer("g").subscribe("T").onMessage(message -> ConsumeOutcome.SUCCESS).start();
        MessageQueue typo = new MessageQueue("typo", "broker-a", 0);
        List<ThrowingCallable> mistakes = List.of(
                () -> consumer.pause("typo"), () -> consumer.pause(typo), () -> consumer.resume("typo"),
                () -> consumer.resume(typo), () -> consumer.seek(typo, 0),
                () -> consumer.seekToTimestamp("typo", Instant.EPOCH));
        assertThat(mistakes).allSatisfy(call -> assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("group g does not subscribe to topic typo"));
        consumer.pause("%RETRY%g");
        consumer.close();
        List<ThrowingCallable> late = List.of(
                () -> consumer.pause("T"), () -> consumer.pause(FIRST), () -> consumer.resume("T"),
                () -> consumer.resume(FIRST), () -> consumer.seek(FIRST, 0),
                () -> consumer.seekToTimestamp("T", Instant.EPOCH));
        assertThat(late).allSatisfy(call -> assertThatThrownBy(call)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the consumer of group g is closed"));
    }

    @Test
    void sharesAsItIsTold() {
        cluster.withTopic("T", 5);
        cluster.broker(0).join("g", "0.0.0.0@other");
        PushConsumer consumer = seeing().rebalance(RebalanceStrategy.inCircle()).start();
        await().until(() -> consumer.assignment().size() == 2);
        assertThat(consumer.assignment()).extracting(MessageQueue::queueId).containsExactlyInAnyOrder(1, 3);
        consumer.close();
    }

    private Command ask(Command request) {
        cluster.broker(0).server().peers().forEach(peer -> peer.send(request.withOpaque(77_000)));
        List<Command> answers = new ArrayList<>();
        await().until(() -> {
            answers.addAll(cluster.broker(0).server().requests().stream()
                    .filter(r -> r.isResponse() && r.opaque() == 77_000)
                    .toList());
            return !answers.isEmpty();
        });
        return answers.get(answers.size() - 1);
    }

    @Test
    void goesWhereABrokerSendsIt() {
        send(0, 8);
        PushConsumer consumer = seeing().start();
        await().until(() -> seen.size() == 8);
        byte[] body = Json.encode(new OffsetReset.Offsets(Map.of(FIRST, 1L, new MessageQueue("U", "b", 0), 5L)));
        Command move = OffsetReset.MOVE.request(new OffsetReset.Move("T", "g", 0, true), ByteBuffer.wrap(body));
        assertThat(ask(move).code()).isZero();
        await().until(() -> offsetsSeen(FIRST).size() == 7);
        consumer.close();
    }

    @Test
    void tellsToolsWhatItDoes() {
        long begin = System.currentTimeMillis();
        send(0, 4);
        PushConsumer consumer = seeing().start();
        await().until(() -> seen.size() == 4);
        Command status = ask(ClientCalls.STATUS_OF_CLIENT.request(new ClientCalls.Subscribed("T", "g")));
        assertThat(Json.decode(status.body(), ClientCalls.Status.class).messageQueueTable())
                .containsExactlyInAnyOrderEntriesOf(Map.of(FIRST, 2L, SECOND, 2L));
        cluster.broker(0).server().requests().removeIf(Command::isResponse);
        Command state = ask(ClientCalls.RUNNING_STATE.request(new ClientCalls.RunningState("g", "c", true)));
        ClientCalls.Running running = Json.decode(state.body(), ClientCalls.Running.class);
        assertThat(running.mqTable()).containsKeys(FIRST, SECOND);
        ClientCalls.QueueState queue = Objects.requireNonNull(running.mqTable().get(FIRST));
        assertThat(queue.lastPullTimestamp()).isBetween(begin, System.currentTimeMillis());
        assertThat(queue.lastConsumeTimestamp()).isBetween(begin, System.currentTimeMillis());
        assertThat(queue.lastLockTimestamp()).isZero();
        assertThat(running.properties()).containsEntry("PROP_CONSUME_TYPE", ConsumeType.CONSUME_PASSIVELY.name());
        assertThat(running.statusTable()).containsKeys("T", "%RETRY%g");
        assertThat(running.subscriptionSet()).hasSize(2);
        assertThat(running.jstack()).contains("skylark-consumer-g");
        consumer.close();
    }

    @Test
    void tellsToolsWhenItLockedItsQueues() {
        long begin = System.currentTimeMillis();
        send(0, 2);
        PushConsumer consumer = consumer().onMessageInOrder(this::see).start();
        await().until(() -> seen.size() == 2);
        Command state = ask(ClientCalls.RUNNING_STATE.request(new ClientCalls.RunningState("g", "c", false)));
        ClientCalls.QueueState queue =
                Objects.requireNonNull(Json.decode(state.body(), ClientCalls.Running.class).mqTable().get(FIRST));
        assertThat(queue.locked()).isTrue();
        assertThat(queue.lastLockTimestamp()).isBetween(begin - 1, System.currentTimeMillis());
        consumer.close();
    }

    @Test
    void consumesAMessageThatAToolSends() {
        send(0, 1);
        PushConsumer consumer = consumer().onMessage(message -> {
            seen.add(message);
            if (seen.size() == 3) {
                throw new IllegalStateException("not today");
            }
            return seen.size() == 1 ? ConsumeOutcome.SUCCESS : ConsumeOutcome.RETRY_LATER;
        }).start();
        await().until(() -> seen.size() == 1);
        Command request = ClientCalls.CONSUME.request(
                new ClientCalls.Consume("g", "c", "id"),
                ByteBuffer.wrap(encoded(cluster.broker(0).stored("T").get(0))));
        ClientCalls.Consumed later = Json.decode(ask(request).body(), ClientCalls.Consumed.class);
        assertThat(later.consumeResult()).isEqualTo(ClientCalls.Result.CR_LATER);
        cluster.broker(0).server().requests().removeIf(Command::isResponse);
        ClientCalls.Consumed thrown = Json.decode(ask(request).body(), ClientCalls.Consumed.class);
        assertThat(thrown.consumeResult()).isEqualTo(ClientCalls.Result.CR_THROW_EXCEPTION);
        assertThat(thrown.remark()).contains("not today");
        assertThat(seen.get(2).text()).isEqualTo("body 0");
        consumer.close();
        assertThat(cluster.broker(0).stored("%RETRY%g")).isEmpty();
    }

    private static byte[] encoded(StoredMessage message) {
        io.skylark.message.MessageDraft draft = new io.skylark.message.MessageDraft(
                message.topic().getBytes(java.nio.charset.StandardCharsets.UTF_8), message.queueId(), 0, 0, 1,
                message.bornHost(), message.storeHost(), 0, 0, ByteBuffer.wrap(message.body()),
                ByteBuffer.wrap(new byte[0]));
        ByteBuffer bytes = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(bytes, 2);
        return bytes.array();
    }
}
