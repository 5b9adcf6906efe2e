package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageExt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Messages that are to be seen later: by level, and by time.
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
                "WAIT", "false"));
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
            run.report(name + " " + new TreeMap<>(got.getProperties()) + " late by " + (got.getStoreTimestamp() - due));
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
        run.report("past " + new TreeMap<>(received.messages().get(0).getProperties()));
        long tooFar = System.currentTimeMillis() + 1_000 * 86_400 * SECOND;
        assertThatThrownBy(() -> producer.send(timed(topic, "TIMER_DELIVER_MS", "" + tooFar)))
                .isInstanceOfSatisfying(MQBrokerException.class, refused -> {
                    run.report("too far: " + refused.getErrorMessage());
                    assertThat(refused.getResponseCode()).isEqualTo(MESSAGE_ILLEGAL);
                });
        for (String bad : List.of("x", "-5", "1.5")) {
            try {
                SendResult result = producer.send(timed(topic, "TIMER_DELAY_MS", bad));
                run.report("bad " + bad + " -> " + result);
            } catch (MQBrokerException e) {
                run.report("bad " + bad + " -> " + e.getResponseCode() + " " + e.getErrorMessage());
            }
        }
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
