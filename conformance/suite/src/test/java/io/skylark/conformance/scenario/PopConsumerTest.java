package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import io.skylark.conformance.wire.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// Push consumers of 5.x that pop: the broker assigns the queues and hands the messages out one by one.
final class PopConsumerTest {
    private static final int QUEUES = 4;
    private static final int SET_MODE = 401;
    private static final int QUERY_OFFSET = 14;
    private static final int RESET = 222;
    /// A message that failed comes back after 10 seconds, and what was only held after the time it is held.
    private static final Duration COMES_BACK = Duration.ofSeconds(40);
    private static final Duration HELD = Duration.ofSeconds(12);

    /// Throws when a message comes for the first time.
    private static final class FailsFirst implements MessageListenerConcurrently {
        private final Set<String> failed = ConcurrentHashMap.newKeySet();
        private final Received received;

        private FailsFirst(Received received) {
            this.received = received;
        }

        @Override
        public ConsumeConcurrentlyStatus consumeMessage(List<MessageExt> batch, ConsumeConcurrentlyContext context) {
            if (failed.add(Received.text(batch.get(0)))) {
                throw new IllegalStateException("the first time it fails");
            }
            return received.consumeMessage(batch, context);
        }
    }

    @EachClient(headers = HeaderType.JSON, clients = "5.5.0")
    void popsEverythingOnce(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        String group = popGroup(run, topic, 0);
        Received received = new Received();
        start(run, group, topic, received);
        List<String> bodies = Clients.send(producer, topic, "popped-", 60);
        received.awaitExactly(bodies);
        awaitOffsets(run, group, Clients.queues(producer, topic), bodies.size());
    }

    @EachClient(headers = HeaderType.JSON, clients = "5.5.0")
    void membersShareEveryQueue(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        String group = popGroup(run, topic, 0);
        List<Received> members = List.of(new Received(), new Received(), new Received());
        for (Received member : members) {
            start(run, group, topic, member);
        }
        List<String> bodies = Clients.send(producer, topic, "shared-", 90);
        Awaitility.await().atMost(Limits.DELIVERY).untilAsserted(() -> {
            List<String> all = new ArrayList<>();
            members.forEach(member -> all.addAll(member.bodies()));
            assertThat(all).containsExactlyInAnyOrderElementsOf(bodies);
        });
    }

    @EachClient(headers = HeaderType.JSON, clients = "5.5.0")
    void aMessageThatFailedComesBack(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        String group = popGroup(run, topic, 0);
        Received received = new Received();
        start(run, group, topic, new FailsFirst(received));
        List<String> bodies = Clients.send(producer, topic, "failed-", 5);
        received.awaitAll(bodies, COMES_BACK);
        assertThat(received.bodies()).containsExactlyInAnyOrderElementsOf(bodies);
        assertThat(received.messages()).allSatisfy(message -> {
            assertThat(message.getReconsumeTimes()).isEqualTo(1);
            assertThat(message.getTopic()).isEqualTo(topic);
            assertThat(message.getProperty("1ST_POP_TIME")).isNotNull();
        });
    }

    @EachClient(headers = HeaderType.JSON, clients = "5.5.0", server = Needs.OWN)
    void nothingIsLostWhenTheServerIsKilledAndAConsumerVanishes(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        String group = popGroup(run, topic, 0);
        sendAndConsume(run, producer, group, topic);
        Set<String> waiting = new HashSet<>(Clients.send(producer, topic, "waiting-", 20));
        run.server().kill();
        run.server().start();
        Received after = new Received();
        start(run, group, topic, after);
        after.awaitAll(waiting, Limits.RECOVERY);
        if (!"rocketmq".equals(System.getProperty("conformance.target"))) {
            // RocketMQ answers acknowledgements before it stores them, and brings such messages back
            assertThat(after.distinctBodies()).isEqualTo(waiting);
        }
    }

    @EachClient(headers = HeaderType.JSON, clients = "5.5.0", server = Needs.OWN)
    void aResetOutlivesAKill(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        String group = popGroup(run, topic, 0);
        List<String> bodies = sendAndConsume(run, producer, group, topic);
        try (RawClient broker = broker(run)) {
            RawClient.Answer answer =
                    broker.ask(RESET, "topic", topic, "group", group, "timestamp", "0", "isForce", "true");
            assertThat(answer.code()).as(answer.header()).isZero();
        }
        run.server().kill();
        run.server().start();
        Received after = new Received();
        start(run, group, topic, after);
        after.awaitAll(bodies, Limits.RECOVERY);
    }

    /// What a consumer got that is gone again, and its group has acknowledged.
    private static List<String> sendAndConsume(Run run, DefaultMQProducer producer, String group, String topic)
            throws Exception {
        Received received = new Received();
        DefaultMQPushConsumer consumer = start(run, group, topic, received);
        List<String> bodies = Clients.send(producer, topic, "before-", 40);
        received.awaitExactly(bodies);
        awaitOffsets(run, group, Clients.queues(producer, topic), bodies.size());
        consumer.shutdown();
        return bodies;
    }

    private static DefaultMQPushConsumer start(
            Run run, String group, String topic, MessageListenerConcurrently listener) throws Exception {
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, group);
        Dialect.letTheBrokerAssign(consumer);
        Dialect.holdFor(consumer, HELD);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener(listener);
        consumer.start();
        return consumer;
    }

    private static RawClient broker(Run run) throws IOException {
        String[] nameServer = run.server().nameServer().split(":");
        try (RawClient client = new RawClient(nameServer[0], Integer.parseInt(nameServer[1]))) {
            String route = new String(client.ask(105, "topic", "TBW102").body(), StandardCharsets.UTF_8);
            String address = route.replaceAll("(?s).*\"brokerAddrs\":\\{\"?0\"?:\"([^\"]+)\".*", "$1");
            int colon = address.lastIndexOf(':');
            return new RawClient(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        }
    }

    /// A new group that pops the topic.
    private static String popGroup(Run run, String topic, int shared) throws IOException {
        String group = run.newName("group");
        String body = "{\"topic\":\"" + topic + "\",\"consumerGroup\":\"" + group
                + "\",\"mode\":\"POP\",\"popShareQueueNum\":" + shared + "}";
        try (RawClient broker = broker(run)) {
            RawClient.Answer answer =
                    broker.ask(RawClient.header(SET_MODE, 1), body.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.code()).as(answer.header()).isZero();
        }
        return group;
    }

    private static void awaitOffsets(Run run, String group, List<MessageQueue> queues, long sum) {
        Awaitility.await().atMost(Limits.DELIVERY).untilAsserted(() -> {
            long found = 0;
            try (RawClient broker = broker(run)) {
                for (MessageQueue queue : queues) {
                    RawClient.Answer answer = broker.ask(QUERY_OFFSET, "consumerGroup", group, "topic",
                            queue.getTopic(), "queueId", Integer.toString(queue.getQueueId()));
                    found += answer.code() == 0 ? Long.parseLong(answer.field("offset")) : 0;
                }
            }
            assertThat(found).as("sum of the offsets of %s", group).isEqualTo(sum);
        });
    }
}
