package io.skylark.conformance.scenario;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.conformance.EachClient;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import io.skylark.conformance.ownclient.Own;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// An ordered group whose members are some of our client and some of an official one, which lock queues against each
/// other.
final class MixedOrderTest {
    private static final int QUEUES = 4;
    private static final Duration ROUND = Duration.ofMillis(20);
    private static final int ROUNDS_TO_REMIND = 25;

    /// An official client that gives up a queue with messages in hand keeps the lock for 20 s more. So who takes a
    /// queue over has time to catch up before the next change.
    private static final int ROUNDS_TO_CATCH_UP = 25;

    /// Who joins or leaves does so while messages flow. What a member had not committed of a queue that it gives up may
    /// come again.
    @EachClient(headers = HeaderType.JSON, clients = {"4.9.8", "5.5.0"})
    void queuesKeepTheirOrderWhileMembersOfBothKindsComeAndGo(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        String group = run.newName("group");
        MixedOrder order = new MixedOrder(QUEUES);
        Traffic traffic = new Traffic(producer, topic, order);
        SkylarkClient first = ours(run, group, topic, order, "ours-1");
        DefaultMQPushConsumer official = theirs(run, group, topic, order, "theirs-1");
        traffic.remind(official);
        long bothCame = traffic.millisUntilOwnedBy("ours-1", "theirs-1");
        ours(run, group, topic, order, "ours-2");
        long oursCame = traffic.millisUntilOwnedBy("ours-1", "ours-2", "theirs-1");
        first.close();
        long oursLeft = traffic.millisUntilOwnedBy("ours-2", "theirs-1");
        traffic.remind(theirs(run, group, topic, order, "theirs-2"));
        long theirsCame = traffic.millisUntilOwnedBy("ours-2", "theirs-1", "theirs-2");
        official.shutdown();
        long theirsLeft = traffic.millisUntilOwnedBy("ours-2", "theirs-2");
        Awaitility.await().atMost(Limits.DELIVERY).until(() -> order.isThrough(traffic.sent));
        run.report("ordered group of both kinds: shared " + bothCame + " ms after both came, " + oursCame
                + " ms after one of ours came, " + oursLeft + " ms after it left, " + theirsCame
                + " ms after one of theirs came, " + theirsLeft + " ms after it left; " + QUEUES * traffic.sent
                + " messages, " + order.repetitions() + " came again");
        assertThat(order.faults()).isEmpty();
    }

    private static SkylarkClient ours(Run run, String group, String topic, MixedOrder order, String member) {
        SkylarkClient client = Own.client(run);
        client.pushConsumer(group).subscribe(topic).startFrom(StartFrom.FIRST).threads(QUEUES)
                .rebalancePeriod(Duration.ofSeconds(1))
                .onMessageInOrder(message -> {
                    order.consume(member, message.queue().queueId(), message.queueOffset());
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
        return client;
    }

    private static DefaultMQPushConsumer theirs(Run run, String group, String topic, MixedOrder order, String member)
            throws Exception {
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, group);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener((MessageListenerOrderly) (messages, context) -> {
            messages.forEach(message -> order.consume(member, message.getQueueId(), message.getQueueOffset()));
            return ConsumeOrderlyStatus.SUCCESS;
        });
        consumer.start();
        return consumer;
    }

    /// Sends to each queue in turn. Used by one thread at a time.
    private static final class Traffic {
        private final DefaultMQProducer producer;
        private final String topic;
        private final MixedOrder order;
        private final List<DefaultMQPushConsumer> reminded = new CopyOnWriteArrayList<>();

        /// Messages in each queue.
        private int sent;

        Traffic(DefaultMQProducer producer, String topic, MixedOrder order) {
            this.producer = producer;
            this.topic = topic;
            this.order = order;
        }

        /// From now on this member asks for the queues that it does not have yet now and then: a client of 4.x that
        /// asked for a lock before it was free does that by itself only after 20 s.
        void remind(DefaultMQPushConsumer consumer) {
            reminded.add(consumer);
        }

        /// Until each of these members has one of the queues at least, and nobody else has any.
        long millisUntilOwnedBy(String... members) {
            long begin = System.nanoTime();
            int before = sent;
            String what = "queues shared by " + Set.of(members);
            sendUntil(what, () -> order.isThrough(before + 1) && order.owners().equals(Set.of(members)));
            long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            int reached = sent;
            sendUntil(what, () -> sent >= reached + ROUNDS_TO_CATCH_UP);
            return millis;
        }

        @SuppressWarnings("deprecation") // there is no other way to the client's own rounds
        private void sendUntil(String what, BooleanSupplier reached) {
            Awaitility.await(what).pollDelay(Duration.ZERO).pollInterval(ROUND).atMost(Limits.RECOVERY).until(() -> {
                sendToEachQueue();
                if (sent % ROUNDS_TO_REMIND == 0) {
                    reminded.forEach(consumer -> consumer.getDefaultMQPushConsumerImpl().getmQClientFactory()
                            .rebalanceImmediately());
                }
                return reached.getAsBoolean();
            });
        }

        private void sendToEachQueue() throws Exception {
            for (int queue = 0; queue < QUEUES; queue++) {
                producer.send(Texts.message(topic, queue + ":" + sent), (queues, message, wanted) -> queues.stream()
                        .filter(each -> wanted.equals(each.getQueueId())).findFirst().orElseThrow(), queue);
            }
            sent++;
        }
    }
}
