package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import java.util.stream.IntStream;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.MessageQueueSelector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;

import static org.assertj.core.api.Assertions.assertThat;

/// Messages of one order go to one queue and are consumed one after the other.
@Order(1)
final class OrderedConsumerTest {
    private static final int QUEUES = 4;
    private static final int ORDERS = 8;
    private static final int STEPS = 25;
    private static final MessageQueueSelector BY_ORDER =
            (queues, message, order) -> queues.get((Integer) order % queues.size());

    @EachClient
    void keepsTheOrderInEachQueue(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        OrderedReceived received = new OrderedReceived();
        start(run, run.newName("group"), topic, received);
        send(producer, topic, 0, STEPS);

        Awaitility.await().atMost(Limits.DELIVERY).until(() -> received.count() >= ORDERS * STEPS);
        for (int order = 0; order < ORDERS; order++) {
            assertThat(received.steps(order)).as("order %d", order)
                    .containsExactlyElementsOf(IntStream.range(0, STEPS).boxed().toList());
        }
        assertThat(received.overlaps()).as("listeners at work in the same queue").isZero();
    }

    @EachClient
    void repeatsASuspendedMessageBeforeItsSuccessors(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        OrderedReceived received = new OrderedReceived().suspendOnceAt(2, 5);
        start(run, run.newName("group"), topic, received);
        send(producer, topic, 0, 10);

        Awaitility.await().atMost(Limits.DELIVERY).until(() -> received.count() >= ORDERS * 10);
        for (int order = 0; order < ORDERS; order++) {
            assertThat(received.steps(order)).as("order %d", order)
                    .containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
        }
        assertThat(received.suspensions()).isEqualTo(1);
    }

    /// The first is idle when it leaves: a client that drops a queue with messages in hand keeps the lock of that queue
    /// for 20 seconds more, and for 60 if it is shut down meanwhile.
    @EachClient(headers = HeaderType.ROCKETMQ)
    void theOtherConsumerGetsTheLocksOfTheOneThatLeaves(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        String group = run.newName("group");
        OrderedReceived first = new OrderedReceived();
        OrderedReceived second = new OrderedReceived();
        DefaultMQPushConsumer leaves = start(run, group, topic, first);
        send(producer, topic, 0, STEPS);
        Awaitility.await().atMost(Limits.DELIVERY).until(() -> first.count() >= ORDERS * STEPS);
        start(run, group, topic, second);
        leaves.shutdown();
        send(producer, topic, STEPS, 2 * STEPS);

        // A client that asked for a lock too early asks again after 20 seconds.
        Awaitility.await().atMost(Limits.DELIVERY.plus(Limits.REBALANCE)).untilAsserted(() -> {
            for (int order = 0; order < ORDERS; order++) {
                assertThat(second.firsts(order).stream().filter(step -> step >= STEPS)).as("order %d", order)
                        .containsExactlyElementsOf(IntStream.range(STEPS, 2 * STEPS).boxed().toList());
            }
        });
        assertThat(second.overlaps()).as("listeners at work in the same queue").isZero();
    }

    /// A second consumer joins in the middle, and the broker is killed in the middle of that. Messages may come again, but
    /// none comes the first time before its predecessors.
    @EachClient(headers = HeaderType.JSON, server = Needs.OWN, balancesOften = true)
    void keepsTheOrderThroughARebalanceAndAKill(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        String group = run.newName("group");
        OrderedReceived received = new OrderedReceived();
        start(run, group, topic, received);
        send(producer, topic, 0, STEPS);
        start(run, group, topic, received);
        send(producer, topic, STEPS, 2 * STEPS);
        run.server().kill();
        run.server().start();
        for (int step = 2 * STEPS; step < 3 * STEPS; step++) {
            int next = step;
            for (int order = 0; order < ORDERS; order++) {
                int to = order;
                Awaitility.await().atMost(Limits.RECOVERY).ignoreExceptions().until(() ->
                        producer.send(Texts.message(topic, to + ":" + next), BY_ORDER, to) != null);
            }
        }
        Awaitility.await().atMost(Limits.RECOVERY.plus(Limits.REBALANCE)).untilAsserted(() -> {
            for (int order = 0; order < ORDERS; order++) {
                assertThat(received.firsts(order)).as("order %d", order)
                        .containsExactlyElementsOf(IntStream.range(0, 3 * STEPS).boxed().toList());
            }
        });
    }

    private static DefaultMQPushConsumer start(Run run, String group, String topic, OrderedReceived received)
            throws Exception {
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, group);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener(received);
        consumer.start();
        return consumer;
    }

    /// One step of each order after the other.
    private static void send(DefaultMQProducer producer, String topic, int from, int to) throws Exception {
        for (int step = from; step < to; step++) {
            for (int order = 0; order < ORDERS; order++) {
                producer.send(Texts.message(topic, order + ":" + step), BY_ORDER, order);
            }
        }
    }
}
