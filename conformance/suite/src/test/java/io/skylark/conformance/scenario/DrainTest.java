package io.skylark.conformance.scenario;

import io.skylark.client.admin.BrokerAdmin;
import io.skylark.client.admin.Scope;
import io.skylark.conformance.EachClient;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import io.skylark.conformance.ownclient.Load;
import io.skylark.conformance.ownclient.Own;
import io.skylark.conformance.server.Server;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// One broker of two takes no new messages for a while: producers go to the other, consumers finish.
final class DrainTest {
    private static final String FIRST = "broker-a";
    private static final String SECOND = "broker-b";
    /// What the consumer sends back once.
    private static final String BACK = "comes back";
    private static final int QUEUES = 4;
    private static final int SENDS = 50;
    private static final int NO_PERMISSION = 16;
    /// Longer than the scenario: such a client does not hear of a drain.
    private static final int NEVER_MILLIS = 3_600_000;
    private static final Duration QUIET = Duration.ofSeconds(1);

    private static void permission(BrokerAdmin admin, String bits) {
        admin.masters().values().forEach(address -> admin.change(address, Map.of("brokerPermission", bits)));
    }

    /// Clients do not repeat these at another broker.
    private static SendResult toAQueueByHash(DefaultMQProducer producer, Message message) throws Exception {
        return producer.send(
                message, (queues, body, key) -> queues.get(Math.floorMod(key.hashCode(), queues.size())),
                new String(message.getBody(), StandardCharsets.UTF_8));
    }

    /// Nor these.
    private static SendResult asynchronously(DefaultMQProducer producer, Message message) throws Exception {
        CompletableFuture<SendResult> result = new CompletableFuture<>();
        producer.send(message, new SendCallback() {
            @Override
            public void onSuccess(SendResult sent) {
                result.complete(sent);
            }

            @Override
            public void onException(Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return result.get(Limits.RECOVERY.toSeconds(), TimeUnit.SECONDS);
    }

    @EachClient(headers = HeaderType.JSON, clients = {"4.9.8", "5.5.0"}, server = Needs.OWN)
    void producersGoToTheOtherBrokerAndConsumersFinish(Run run) throws Exception {
        Server second = run.startBroker(SECOND);
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopicOnBoth(run, producer, QUEUES);
        DefaultMQProducer unaware = new DefaultMQProducer(run.newName("producers"));
        Clients.connect(run, unaware);
        unaware.setPollNameServerInterval(NEVER_MILLIS);
        run.closeLater(unaware::shutdown);
        unaware.start();
        assertThat(Clients.queues(unaware, topic)).hasSize(2 * QUEUES);
        Queue<MessageExt> seen = new ConcurrentLinkedQueue<>();
        consumer(run, topic, seen);
        BrokerAdmin admin = Own.client(run).admin().within(Scope.broker(SECOND)).brokers();
        String address = admin.masters().get(SECOND);
        assertThat(address).isNotNull();
        List<SendLoad> loads = List.of(
                SendLoad.plain(producer, topic, "plain-"),
                new SendLoad(producer, topic, "hash-", DrainTest::toAQueueByHash),
                new SendLoad(producer, topic, "async-", DrainTest::asynchronously));
        Load own = new Load(Own.client(run).producer(run.newName("p")).build(), topic, "own-");
        loads.forEach(run::closeLater);
        run.closeLater(own);
        loads.forEach(load -> load.awaitMoreBy(SECOND, SENDS));

        permission(admin, "4");
        SendResult back = unaware.send(Texts.message(topic, BACK), new MessageQueue(topic, SECOND, 0));
        long elsewhere = awaitQuiet(() ->
                loads.stream().mapToInt(load -> load.acknowledgedBy(SECOND)).sum() + own.acknowledgedBy(SECOND));
        loads.forEach(load -> load.awaitMoreBy(FIRST, SENDS));
        Awaitility.await("a message that is sent back").atMost(Limits.RECOVERY).until(() -> seen.stream()
                .filter(message -> message.getMsgId().equals(back.getMsgId())).count() == 2);
        Awaitility.await("nothing is left").atMost(Limits.RECOVERY)
                .until(() -> admin.remainder(address).orElseThrow().messages() == 0);

        second.stop();
        second.start();
        MQBrokerException refused = catchThrowableOfType(MQBrokerException.class,
                () -> unaware.send(Texts.message(topic, "nobody takes it"), new MessageQueue(topic, SECOND, 0)));
        assertThat(refused.getResponseCode()).isEqualTo(NO_PERMISSION);
        assertThat(refused.getErrorMessage()).contains("it is drained");
        SendLoad sentAgain = SendLoad.plain(unaware, topic, "unaware-");
        run.closeLater(sentAgain);
        sentAgain.awaitMore(SENDS);
        sentAgain.close();
        assertThat(sentAgain.failures()).isEmpty();
        assertThat(sentAgain.acknowledgedBy(SECOND)).isZero();

        permission(admin, "6");
        loads.forEach(load -> load.awaitMoreBy(SECOND, SENDS));
        loads.forEach(SendLoad::close);
        own.close();
        run.report("a broker was drained: no more sends to it after " + elsewhere + " ms; "
                + loads.stream().mapToInt(load -> load.acknowledged().size()).sum() + " acknowledged, 0 failed");
        assertThat(loads).allSatisfy(load -> assertThat(load.failures()).isEmpty());
        assertThat(own.failed()).isZero();
        Awaitility.await("everything is consumed").atMost(Limits.RECOVERY).until(() -> {
            Set<String> bodies = Set.copyOf(seen.stream().map(Received::text).toList());
            return loads.stream().allMatch(load -> bodies.containsAll(load.acknowledged()))
                    && bodies.containsAll(own.acknowledged());
        });
    }

    /// Waits until the count stays what it is; how long that took.
    private static long awaitQuiet(IntSupplier count) {
        long begin = System.nanoTime();
        int[] last = {count.getAsInt()};
        long[] changed = {begin};
        Awaitility.await("no more sends to " + SECOND).atMost(Limits.RECOVERY).until(() -> {
            int now = count.getAsInt();
            if (now != last[0]) {
                last[0] = now;
                changed[0] = System.nanoTime();
            }
            return System.nanoTime() - changed[0] > QUIET.toNanos();
        });
        return TimeUnit.NANOSECONDS.toMillis(changed[0] - begin);
    }

    /// Sends one message back, to be had again after a second.
    private static void consumer(Run run, String topic, Queue<MessageExt> seen) throws Exception {
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, run.newName("group"));
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            seen.addAll(messages);
            context.setDelayLevelWhenNextConsume(1);
            return messages.stream().anyMatch(message ->
                    message.getReconsumeTimes() == 0 && Received.text(message).equals(BACK))
                    ? ConsumeConcurrentlyStatus.RECONSUME_LATER
                    : ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
    }
}
