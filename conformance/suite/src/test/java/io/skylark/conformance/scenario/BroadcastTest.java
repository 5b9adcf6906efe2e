package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import io.skylark.conformance.wire.RawClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// Consumers that each get everything keep their offsets themselves, and get nothing twice.
final class BroadcastTest {
    private static final int QUEUES = 2;
    private static final int QUERY_OFFSET = 14;
    private static final int NO_OFFSET = 22;
    /// The levels of one and of five seconds.
    private static final int SOON = 1;
    private static final int LATER = 2;

    @EachClient(headers = HeaderType.JSON, server = Needs.OWN)
    void aMemberGoesOnWhereItWasAndANewOneStartsAtTheFirst(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        String group = run.newName("group");
        String member = run.newName("member");
        Received before = new Received();
        DefaultMQPushConsumer consumer = start(run, group, member, topic, before);
        List<String> all = new ArrayList<>(Clients.send(producer, topic, "before-", 20));
        before.awaitExactly(all);
        consumer.shutdown();

        run.server().stop();
        run.server().start();

        DefaultMQProducer next = Clients.producer(run);
        Clients.queues(next, topic);
        List<String> away = Clients.send(next, topic, "away-", 10);
        all.addAll(away);
        Received after = new Received();
        Received newcomer = new Received();
        start(run, group, member, topic, after);
        start(run, group, run.newName("newcomer"), topic, newcomer);
        after.awaitExactly(away);
        newcomer.awaitExactly(all);
        try (RawClient broker = RawClient.ofBroker(run.server().nameServer())) {
            RawClient.Answer answer = broker.ask(QUERY_OFFSET, "consumerGroup", group, "topic", topic, "queueId", "0",
                    "setZeroIfNotFound", "false");
            assertThat(answer.code()).as("the broker knows no offset: %s", answer.header()).isEqualTo(NO_OFFSET);
        }
    }

    @EachClient(headers = HeaderType.ROCKETMQ)
    void whatFailsDoesNotComeAgain(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        start(run, run.newName("group"), run.newName("member"), topic, (messages, context) -> {
            messages.forEach(message -> seen.add(Received.text(message)));
            context.setDelayLevelWhenNextConsume(SOON);
            return ConsumeConcurrentlyStatus.RECONSUME_LATER;
        });
        List<String> expected = new ArrayList<>(Clients.send(producer, topic, "fails-", 4));
        Awaitility.await().atMost(Limits.DELIVERY).until(() -> seen.size() >= 4);
        Message late = Texts.message(topic, "late");
        late.setDelayTimeLevel(LATER);
        producer.send(late);
        expected.add("late");
        Awaitility.await().atMost(Limits.DELIVERY).until(() -> seen.contains("late"));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static DefaultMQPushConsumer start(
            Run run, String group, String member, String topic, MessageListenerConcurrently listener) throws Exception {
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, group);
        consumer.setInstanceName(member);
        Dialect.broadcast(consumer);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener(listener);
        consumer.start();
        return consumer;
    }
}
