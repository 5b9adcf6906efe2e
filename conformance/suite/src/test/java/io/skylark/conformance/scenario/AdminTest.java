package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.Run;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.client.MQAdmin;
import org.apache.rocketmq.client.QueryResult;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What every client offers to look around: topics, offsets, single messages.
final class AdminTest {
    private static final long HOUR_MILLIS = 3_600_000;

    @EachClient
    void createsATopicWithTheQueuesAsked(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = run.newName("topic");
        assertThatThrownBy(() -> producer.fetchPublishMessageQueues(topic)).isInstanceOf(MQClientException.class);
        Dialect.createTopic(producer, "TBW102", topic, 3);
        List<MessageQueue> queues = Clients.queues(producer, topic);
        assertThat(queues).extracting(MessageQueue::getQueueId).containsExactly(0, 1, 2);
        assertThat(queues).extracting(MessageQueue::getBrokerName).containsOnly("broker-a");
        MQAdmin admin = producer;
        for (MessageQueue queue : queues) {
            assertThat(admin.minOffset(queue)).isZero();
            assertThat(admin.maxOffset(queue)).isZero();
        }
    }

    @EachClient
    @SuppressWarnings("deprecation") // DefaultMQPullConsumer: the plainest way to read stored times
    void findsOffsetsByTime(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        MessageQueue queue = Clients.queues(producer, topic).get(0);
        int count = 20;
        for (String body : Texts.numbered("timed-", count)) {
            producer.send(Texts.message(topic, body));
        }
        DefaultMQPullConsumer consumer = Clients.pullConsumer(run, run.newName("group"));
        consumer.start();
        List<Long> times = new ArrayList<>();
        while (times.size() < count) {
            PullResult result = consumer.pull(queue, "*", times.size(), 32);
            result.getMsgFoundList().forEach(message -> times.add(message.getStoreTimestamp()));
        }

        MQAdmin admin = producer;
        assertThat(admin.minOffset(queue)).isZero();
        assertThat(admin.maxOffset(queue)).isEqualTo(count);
        assertThat(admin.earliestMsgStoreTime(queue)).isEqualTo(times.get(0));
        assertThat(times).isSorted();
        for (long time : times) {
            assertThat(admin.searchOffset(queue, time)).as("offset at %d of %s", time, times)
                    .isEqualTo(times.indexOf(time));
        }
        assertThat(admin.searchOffset(queue, times.get(0) - HOUR_MILLIS)).isZero();
        assertThat(admin.searchOffset(queue, times.get(count - 1) + HOUR_MILLIS)).isEqualTo(count);
    }

    @EachClient
    void viewsAMessageByEitherOfItsIds(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = run.newName("topic");
        SendResult sent = producer.send(Texts.message(topic, "TagV", "view-key", "viewed"));

        MQAdmin admin = producer;
        MessageExt byOffset = admin.viewMessage(topic, sent.getOffsetMsgId());
        assertSent(byOffset, sent, topic);
        // The index may follow the log by a moment.
        MessageExt byUniqueId = Awaitility.await().atMost(Limits.ANSWER).ignoreExceptions()
                .until(() -> admin.viewMessage(topic, sent.getMsgId()), found -> found != null);
        assertSent(byUniqueId, sent, topic);
    }

    private static void assertSent(MessageExt found, SendResult sent, String topic) {
        assertThat(found.getTopic()).isEqualTo(topic);
        assertThat(Received.text(found)).isEqualTo("viewed");
        assertThat(found.getTags()).isEqualTo("TagV");
        assertThat(found.getKeys()).isEqualTo("view-key");
        assertThat(found.getQueueId()).isEqualTo(sent.getMessageQueue().getQueueId());
        assertThat(found.getQueueOffset()).isEqualTo(sent.getQueueOffset());
    }

    @EachClient
    void queriesMessagesByKeyAndTime(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = run.newName("topic");
        for (String body : Texts.numbered("queried-", 10)) {
            Message message = Texts.message(topic, body);
            message.setKeys(List.of("all", "only-" + body));
            producer.send(message);
        }
        MQAdmin admin = producer;
        long now = System.currentTimeMillis();
        Awaitility.await().atMost(Limits.ANSWER).ignoreExceptions().untilAsserted(() -> {
            assertThat(bodies(admin.queryMessage(topic, "all", 32, now - HOUR_MILLIS, now + HOUR_MILLIS)))
                    .containsExactlyInAnyOrderElementsOf(Texts.numbered("queried-", 10));
            assertThat(bodies(admin.queryMessage(topic, "only-queried-3", 32, now - HOUR_MILLIS, now + HOUR_MILLIS)))
                    .containsExactly("queried-3");
        });
        assertThat(bodies(admin.queryMessage(topic, "all", 4, now - HOUR_MILLIS, now + HOUR_MILLIS))).hasSize(4);
        assertThatThrownBy(() -> admin.queryMessage(topic, "nobody", 32, now - HOUR_MILLIS, now + HOUR_MILLIS))
                .isInstanceOf(MQClientException.class);
        assertThatThrownBy(() -> admin.queryMessage(topic, "all", 32, now + HOUR_MILLIS, now + 2 * HOUR_MILLIS))
                .isInstanceOf(MQClientException.class);
    }

    private static List<String> bodies(QueryResult result) {
        return result.getMessageList().stream().map(Received::text).toList();
    }
}
