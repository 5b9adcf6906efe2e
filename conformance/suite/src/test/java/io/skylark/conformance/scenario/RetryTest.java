package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;

import static org.assertj.core.api.Assertions.assertThat;

/// Messages that a consumer could not process come again, and are dead in the end.
@Order(1)
final class RetryTest {
    private static final int RETRIES = 2;
    /// The levels of one and of five seconds.
    private static final int SOON = 1;
    private static final int LATER = 2;

    /// Fails with every message until told otherwise.
    private static final class Failing implements MessageListenerConcurrently {
        private final Queue<MessageExt> seen = new ConcurrentLinkedQueue<>();
        private final int level;
        private final boolean throwing;
        private volatile boolean healed;

        private Failing(int level, boolean throwing) {
            this.level = level;
            this.throwing = throwing;
        }

        @Override
        public ConsumeConcurrentlyStatus consumeMessage(List<MessageExt> batch, ConsumeConcurrentlyContext context) {
            seen.addAll(batch);
            if (healed) {
                return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
            }
            context.setDelayLevelWhenNextConsume(level);
            if (throwing) {
                throw new IllegalStateException("on purpose");
            }
            return ConsumeConcurrentlyStatus.RECONSUME_LATER;
        }

        private List<MessageExt> await(int count) {
            Awaitility.await().atMost(Limits.RECOVERY).until(() -> seen.size() >= count);
            return List.copyOf(seen);
        }
    }

    private static DefaultMQPushConsumer start(Run run, String group, String topic, Failing listener) throws Exception {
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, group);
        consumer.setMaxReconsumeTimes(RETRIES);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener(listener);
        consumer.start();
        return consumer;
    }

    @EachClient(headers = HeaderType.JSON)
    void whatFailsComesAgainAndIsDeadInTheEnd(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        String group = run.newName("group");
        Failing listener = new Failing(SOON, false);
        start(run, group, topic, listener);
        SendResult sent = producer.send(Texts.message(topic, "TagA", "key", "failing"));

        List<MessageExt> seen = listener.await(1 + RETRIES);
        for (int i = 0; i <= RETRIES; i++) {
            MessageExt message = seen.get(i);
            assertThat(message.getTopic()).isEqualTo(topic);
            assertThat(message.getReconsumeTimes()).isEqualTo(i);
            assertThat(message.getMsgId()).isEqualTo(sent.getMsgId());
        }
        MessageExt dead = dead(run, group);
        assertThat(Received.text(dead)).isEqualTo("failing");
        assertThat(dead.getReconsumeTimes()).isEqualTo(1 + RETRIES);
        assertThat(dead.getBornTimestamp()).isEqualTo(seen.get(0).getBornTimestamp());
        assertThat(dead.getProperties()).containsAllEntriesOf(Map.of(
                "RETRY_TOPIC", topic, "ORIGIN_MESSAGE_ID", sent.getOffsetMsgId(), "TAGS", "TagA", "KEYS", "key",
                "REAL_TOPIC", "%RETRY%" + group, "REAL_QID", "0", "DELAY", "0", "WAIT", "false",
                "UNIQ_KEY", sent.getMsgId()));
        assertThat(listener.seen).hasSize(1 + RETRIES);
    }

    @SuppressWarnings("deprecation") // the pull consumer is still offered by all three clients
    private static MessageExt dead(Run run, String group) throws Exception {
        MessageQueue queue = new MessageQueue("%DLQ%" + group, "broker-a", 0);
        DefaultMQPullConsumer reader = Clients.pullConsumer(run, run.newName("reader"));
        reader.start();
        return Awaitility.await().atMost(Limits.RECOVERY).ignoreExceptions().until(
                () -> reader.pull(queue, "*", 0, 32).getMsgFoundList(), found -> found != null && found.size() == 1)
                .get(0);
    }

    @EachClient(headers = HeaderType.ROCKETMQ)
    void whatTheListenerThrowsAtComesAgain(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        Failing listener = new Failing(SOON, true);
        start(run, run.newName("group"), topic, listener);
        producer.send(Texts.message(topic, "thrown at"));
        listener.await(1);
        listener.healed = true;
        List<MessageExt> seen = listener.await(2);
        assertThat(seen).extracting(Received::text).containsExactly("thrown at", "thrown at");
        assertThat(seen.get(1).getReconsumeTimes()).isEqualTo(1);
    }

    @EachClient(headers = HeaderType.JSON, server = Needs.OWN)
    void whatFailedComesAgainAfterARestart(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        Failing listener = new Failing(LATER, false);
        start(run, run.newName("group"), topic, listener);
        producer.send(Texts.message(topic, "through a restart"));
        MessageExt first = listener.await(1).get(0);
        listener.healed = true;

        run.server().stop();
        run.server().start();

        MessageExt second = listener.await(2).get(1);
        assertThat(second.getMsgId()).isEqualTo(first.getMsgId());
        assertThat(second.getReconsumeTimes()).isEqualTo(1);
    }
}
