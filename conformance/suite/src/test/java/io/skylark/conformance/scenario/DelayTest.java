package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

/// Messages that are to be seen later: by level, and by time.
@Order(2)
final class DelayTest {
    private static final int MESSAGE_ILLEGAL = 13;
    /// The level of one second.
    private static final int FIRST_LEVEL = 1;
    private static final long SECOND = 1_000;
    /// RocketMQ's timer wheel turns once a second, and delivers that much early.
    private static final long TURN = System.getProperty("conformance.target", "").equals("rocketmq") ? SECOND : 0;

    @EachClient
    void deliversByLevelNotEarlyAndWithItsProperties(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 4);
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "TagA", received);
        Message message = Texts.message(topic, "TagA", "key", "delayed");
        message.setDelayTimeLevel(FIRST_LEVEL);
        message.putUserProperty("mine", "yes");
        long sent = System.currentTimeMillis();
        SendResult result = producer.send(message, Clients.queues(producer, topic).get(2));
        received.awaitExactly(List.of("delayed"));
        MessageExt got = received.messages().get(0);
        assertThat(got.getStoreTimestamp()).isGreaterThanOrEqualTo(sent + SECOND);
        assertThat(got.getQueueId()).isEqualTo(2);
        assertThat(result.getMessageQueue().getQueueId()).isEqualTo(2);
        assertThat(visible(got)).isEqualTo(Map.of(
                "KEYS", "key", "TAGS", "TagA", "mine", "yes", "REAL_TOPIC", topic, "REAL_QID", "2",
                "DELAY", "1", "WAIT", "true"));
    }

    @EachClient
    void deliversByTimeNotEarlyAndWithItsProperties(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        for (String name : List.of("TIMER_DELAY_SEC", "TIMER_DELAY_MS", "TIMER_DELIVER_MS")) {
            long sent = System.currentTimeMillis();
            long due = sent + 2 * SECOND;
            String value = name.equals("TIMER_DELIVER_MS") ? "" + due
                    : name.equals("TIMER_DELAY_MS") ? "" + 2 * SECOND : "2";
            producer.send(timed(topic, name, value));
            received.awaitAll(List.of(name), Limits.DELIVERY);
            MessageExt got = received.messages().get(received.messages().size() - 1);
            assertThat(got.getProperties()).containsAllEntriesOf(Map.of(
                    name, value, "REAL_TOPIC", topic, "REAL_QID", "0", "WAIT", "true")).containsKey("TIMER_OUT_MS");
            assertThat(got.getStoreTimestamp()).isGreaterThanOrEqualTo(due - TURN);
        }
    }

    @EachClient(headers = HeaderType.JSON)
    void deliversThePastAtOnceAndRefusesWhatIsTooFar(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        producer.send(timed(topic, "TIMER_DELIVER_MS", "" + (System.currentTimeMillis() - SECOND)));
        received.awaitExactly(List.of("TIMER_DELIVER_MS"));
        long tooFar = System.currentTimeMillis() + 1_000 * 86_400 * SECOND;
        assertThatThrownBy(() -> producer.send(timed(topic, "TIMER_DELIVER_MS", "" + tooFar)))
                .isInstanceOfSatisfying(MQBrokerException.class, refused -> {
                    assertThat(refused.getResponseCode()).isEqualTo(MESSAGE_ILLEGAL);
                    assertThat(refused.getErrorMessage()).startsWith(
                            "timer message illegal, the delay time should not be bigger than the max delay ");
                });
        for (String bad : List.of("x", "1.5")) {
            assertThatThrownBy(() -> producer.send(timed(topic, "TIMER_DELAY_MS", bad)))
                    .isInstanceOfSatisfying(MQBrokerException.class,
                            refused -> assertThat(refused.getResponseCode()).isEqualTo(MESSAGE_ILLEGAL));
        }
    }

    /// Only the newest client can.
    @EachClient(headers = HeaderType.JSON)
    void aRecalledMessageNeverComes(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        SendResult result = producer.send(timed(topic, "TIMER_DELAY_MS", "" + 3 * SECOND));
        Optional<String> recalled = Dialect.recall(producer, topic, result);
        assumeThat(recalled).as("the client can recall, and the server lets it").isPresent();
        assertThat(recalled).contains(result.getMsgId());
        producer.send(timed(topic, "TIMER_DELAY_SEC", "4"));
        received.awaitExactly(List.of("TIMER_DELAY_SEC"));
    }

    private static Message timed(String topic, String name, String value) {
        Message message = Texts.message(topic, name);
        MessageAccessor.putProperty(message, name, value);
        return message;
    }

    /// Without what differs from message to message, or belongs to the broker.
    private static Map<String, String> visible(MessageExt message) {
        Map<String, String> properties = new TreeMap<>(message.getProperties());
        properties.keySet().removeAll(List.of(
                "UNIQ_KEY", "CLUSTER", "MSG_REGION", "TRACE_ON", "MIN_OFFSET", "MAX_OFFSET", "CONSUME_START_TIME"));
        return properties;
    }
}
