package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import io.skylark.conformance.wire.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;

import static org.assertj.core.api.Assertions.assertThat;

/// The lite pull consumer: queues by subscription or by hand.
@Order(1)
final class LitePullConsumerTest {
    private static final int QUEUES = 4;
    private static final long POLL_MILLIS = 200;
    /// As short as a client lets it be that asks the broker to hold a pull for 20 seconds.
    private static final long ANSWER_MILLIS = 20_001;

    @EachClient
    void pollsWhatItSubscribedToAndAGroupContinuesAfterACommit(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        List<MessageQueue> queues = Clients.queues(producer, topic);
        String group = run.newName("group");
        DefaultLitePullConsumer consumer = subscribed(run, group, topic);
        List<String> before = Clients.send(producer, topic, "before-", 40);
        assertThat(poll(consumer, before.size())).containsExactlyInAnyOrderElementsOf(before);
        consumer.commitSync();
        consumer.shutdown();
        Offsets.awaitCommitted(run, group, queues, before.size());

        List<String> after = Clients.send(producer, topic, "after-", 20);
        assertThat(poll(subscribed(run, group, topic), after.size())).containsExactlyInAnyOrderElementsOf(after);
    }

    @EachClient
    void readsAssignedQueuesFromWhereItSeeks(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        List<MessageQueue> queues = Clients.queues(producer, topic);
        MessageQueue mine = queues.get(1);
        for (MessageQueue queue : queues) {
            for (String body : Texts.numbered("queue-" + queue.getQueueId() + "-", 10)) {
                producer.send(Texts.message(topic, body), queue);
            }
        }
        List<String> all = Texts.numbered("queue-" + mine.getQueueId() + "-", 10);
        DefaultLitePullConsumer consumer = assigned(run, mine);
        assertThat(consumer.fetchMessageQueues(topic)).containsExactlyInAnyOrderElementsOf(queues);
        consumer.seek(mine, 4);
        consumer.resume(List.of(mine));
        assertThat(poll(consumer, 6)).containsExactlyElementsOf(all.subList(4, 10));

        DefaultLitePullConsumer atEnd = assigned(run, mine);
        atEnd.seekToEnd(mine);
        atEnd.resume(List.of(mine));
        producer.send(Texts.message(topic, "newest"), mine);
        assertThat(poll(atEnd, 1)).containsExactly("newest");
        assertThat(poll(consumer, 1)).containsExactly("newest");
    }

    @EachClient(headers = HeaderType.JSON, server = Needs.OWN)
    void goesOnThroughARestartAndItsSuccessorBeginsAtTheCommit(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        String group = run.newName("group");
        DefaultLitePullConsumer consumer = subscribed(run, group, topic);
        List<String> before = Clients.send(producer, topic, "before-", 20);
        assertThat(poll(consumer, before.size())).containsExactlyElementsOf(before);
        consumer.commitSync();
        awaitStored(run, group, topic, before.size());

        run.server().stop();
        run.server().start();

        DefaultMQProducer next = Clients.producer(run);
        Clients.queues(next, topic);
        List<String> after = Clients.send(next, topic, "after-", 20);
        // clients before 5 wait their whole time for the answer to a pull that was held when the server stopped
        assertThat(poll(consumer, after.size(), Limits.RECOVERY)).containsExactlyElementsOf(after);
        consumer.shutdown();
        assertThat(poll(subscribed(run, group, topic), after.size())).containsExactlyElementsOf(after);
    }

    private static void awaitStored(Run run, String group, String topic, long offset) throws Exception {
        try (RawClient broker = RawClient.ofBroker(run.server().nameServer())) {
            Awaitility.await().atMost(Limits.ANSWER).untilAsserted(() -> assertThat(
                    Offsets.stored(broker, topic, group)).isEqualTo(Long.toString(offset)));
        }
    }

    @EachClient(headers = HeaderType.ROCKETMQ)
    void aPausedQueueWaits(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 2);
        List<MessageQueue> queues = Clients.queues(producer, topic);
        DefaultLitePullConsumer consumer = Clients.litePullConsumer(run, run.newName("group"));
        consumer.setAutoCommit(false);
        consumer.assign(queues);
        consumer.pause(queues);
        consumer.start();
        producer.send(Texts.message(topic, "waits"), queues.get(0));
        producer.send(Texts.message(topic, "comes"), queues.get(1));
        consumer.seekToBegin(queues.get(1));
        consumer.resume(List.of(queues.get(1)));
        assertThat(poll(consumer, 1)).containsExactly("comes");
        consumer.seekToBegin(queues.get(0));
        consumer.resume(List.of(queues.get(0)));
        assertThat(poll(consumer, 1)).containsExactly("waits");
    }

    /// Started, with one queue, paused: a pull on its way would be held before the client looks where to seek.
    private static DefaultLitePullConsumer assigned(Run run, MessageQueue queue) throws Exception {
        DefaultLitePullConsumer consumer = Clients.litePullConsumer(run, run.newName("group"));
        consumer.setAutoCommit(false);
        consumer.assign(List.of(queue));
        consumer.pause(List.of(queue));
        consumer.start();
        return consumer;
    }

    private static DefaultLitePullConsumer subscribed(Run run, String group, String topic) throws Exception {
        DefaultLitePullConsumer consumer = Clients.litePullConsumer(run, group);
        consumer.setAutoCommit(false);
        consumer.setConsumerTimeoutMillisWhenSuspend(ANSWER_MILLIS);
        consumer.subscribe(topic, "*");
        consumer.start();
        return consumer;
    }

    /// Polls until at least this many came, and returns the bodies.
    private static List<String> poll(DefaultLitePullConsumer consumer, int count) {
        return poll(consumer, count, Limits.DELIVERY);
    }

    private static List<String> poll(DefaultLitePullConsumer consumer, int count, Duration limit) {
        List<String> bodies = new ArrayList<>();
        Awaitility.await().atMost(limit).until(() -> {
            consumer.poll(POLL_MILLIS).forEach(message -> bodies.add(Received.text(message)));
            return bodies.size() >= count;
        });
        return bodies;
    }
}
