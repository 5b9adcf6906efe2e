package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// The pull consumer of old: the application names queue and offset.
@SuppressWarnings("deprecation") // DefaultMQPullConsumer: still offered by all three clients and still used
final class PullConsumerTest {
    private static final int QUEUES = 4;
    private static final int BATCH = 8;

    @EachClient
    void pullsEveryQueueFromItsStartToItsEnd(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        List<MessageQueue> queues = Clients.queues(producer, topic);
        List<String> sent = Clients.send(producer, topic, "pull-", 80);
        DefaultMQPullConsumer consumer = Clients.pullConsumer(run, run.newName("group"));
        consumer.start();

        Set<MessageQueue> found = consumer.fetchSubscribeMessageQueues(topic);
        assertThat(found).containsExactlyInAnyOrderElementsOf(queues);
        List<String> pulled = new ArrayList<>();
        for (MessageQueue queue : found) {
            long offset = 0;
            PullResult result = consumer.pull(queue, "*", offset, BATCH);
            while (result.getPullStatus() == PullStatus.FOUND) {
                assertThat(result.getMsgFoundList()).hasSizeBetween(1, BATCH);
                for (var message : result.getMsgFoundList()) {
                    assertThat(message.getQueueOffset()).isEqualTo(offset++);
                    pulled.add(Received.text(message));
                }
                assertThat(result.getNextBeginOffset()).isEqualTo(offset);
                result = consumer.pull(queue, "*", offset, BATCH);
            }
            assertThat(result.getPullStatus()).isEqualTo(PullStatus.NO_NEW_MSG);
            assertThat(result.getMinOffset()).isZero();
            assertThat(result.getMaxOffset()).isEqualTo(offset);
            assertThat(result.getNextBeginOffset()).isEqualTo(offset);
        }
        assertThat(pulled).containsExactlyInAnyOrderElementsOf(sent);
    }

    @EachClient
    void tellsWhyThereIsNothing(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        MessageQueue queue = Clients.queues(producer, topic).get(0);
        for (String body : Texts.numbered("tagged-", 5)) {
            producer.send(Texts.message(topic, "TagA", "key", body));
        }
        DefaultMQPullConsumer consumer = Clients.pullConsumer(run, run.newName("group"));
        consumer.start();

        PullResult otherTag = consumer.pull(queue, "TagZ", 0, BATCH);
        assertThat(otherTag.getPullStatus()).isEqualTo(PullStatus.NO_MATCHED_MSG);
        assertThat(otherTag.getNextBeginOffset()).isEqualTo(5);
        PullResult beyond = consumer.pull(queue, "*", 100, BATCH);
        assertThat(beyond.getPullStatus()).isEqualTo(PullStatus.OFFSET_ILLEGAL);
        assertThat(beyond.getNextBeginOffset()).isEqualTo(5);
        PullResult end = consumer.pull(queue, "*", 5, BATCH);
        assertThat(end.getPullStatus()).isEqualTo(PullStatus.NO_NEW_MSG);
    }

    @EachClient
    void aBlockingPullReturnsWhenAMessageArrives(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        MessageQueue queue = Clients.queues(producer, topic).get(0);
        producer.send(Texts.message(topic, "first"));
        DefaultMQPullConsumer consumer = Clients.pullConsumer(run, run.newName("group"));
        consumer.start();
        assertThat(consumer.pullBlockIfNotFound(queue, "*", 0, BATCH).getPullStatus()).isEqualTo(PullStatus.FOUND);

        CompletableFuture<PullResult> held = new CompletableFuture<>();
        Thread puller = new Thread(() -> {
            try {
                held.complete(consumer.pullBlockIfNotFound(queue, "*", 1, BATCH));
            } catch (Exception e) {
                held.completeExceptionally(e);
            }
        }, "blocking-pull");
        puller.start();
        producer.send(Texts.message(topic, "second"));
        PullResult result = held.get(Limits.WAKE_UP.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(result.getMsgFoundList()).extracting(Received::text).containsExactly("second");
        puller.join();
    }

    @EachClient
    void keepsTheOffsetsOfAGroup(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        List<MessageQueue> queues = Clients.queues(producer, topic);
        Clients.send(producer, topic, "pull-", 40);
        String group = run.newName("group");
        DefaultMQPullConsumer consumer = Clients.pullConsumer(run, group);
        consumer.setRegisterTopics(Set.of(topic));
        consumer.start();
        Awaitility.await().atMost(Limits.REBALANCE)
                .until(() -> consumer.fetchMessageQueuesInBalance(topic).size() == QUEUES);

        Map<MessageQueue, Long> offsets = new HashMap<>();
        for (MessageQueue queue : queues) {
            long offset = consumer.maxOffset(queue) - queue.getQueueId();
            offsets.put(queue, offset);
            consumer.updateConsumeOffset(queue, offset);
            assertThat(consumer.fetchConsumeOffset(queue, false)).isEqualTo(offset);
        }
        consumer.shutdown();

        DefaultMQPullConsumer successor = Clients.pullConsumer(run, group);
        successor.start();
        Awaitility.await().atMost(Limits.ANSWER).untilAsserted(() -> {
            for (MessageQueue queue : queues) {
                assertThat(successor.fetchConsumeOffset(queue, true)).as("%s", queue).isEqualTo(offsets.get(queue));
            }
        });
        DefaultMQPullConsumer stranger = Clients.pullConsumer(run, run.newName("group"));
        stranger.start();
        assertThat(stranger.fetchConsumeOffset(queues.get(0), true)).as("a group without offsets").isNotPositive();
    }
}
