package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.MessageSelector;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Consumers that filter by SQL92 expressions.
final class PropertyFilterTest {
    private static final int QUEUES = 2;

    @EachClient
    void deliversWhatTheExpressionHoldsFor(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        Received received = new Received();
        startConsumer(run, run.newName("group"), topic,
                "(TAGS = 'TagA' OR color IN ('red', 'blue')) AND number BETWEEN 3 AND 30", received);
        received.awaitExactly(send(producer, topic, "before"));
        // the consumer waits at the ends of its queues now
        received.awaitAll(send(producer, topic, "while it waits"), Limits.RECOVERY);
    }

    /// Sends messages of which some match, and returns the bodies of those.
    private static List<String> send(DefaultMQProducer producer, String topic, String text) throws Exception {
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String tag = i % 3 == 0 ? "TagA" : "TagB";
            String color = i % 4 == 0 ? "blue" : "green";
            Message message = Texts.message(topic, tag, "key", text + i);
            if (i != 5) {
                message.putUserProperty("number", i == 6 ? "six" : String.valueOf(i));
            }
            message.putUserProperty("color", color);
            producer.send(message);
            if ((i % 3 == 0 || i % 4 == 0) && i >= 3 && i <= 30 && i != 6) {
                wanted.add(text + i);
            }
        }
        return wanted;
    }

    private static void startConsumer(Run run, String group, String topic, String expression, Received received)
            throws MQClientException {
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, group);
        consumer.subscribe(topic, MessageSelector.bySql(expression));
        consumer.registerMessageListener(received);
        consumer.start();
    }

    @EachClient(headers = HeaderType.JSON)
    void findsTheFewAmongManyThatDoNotMatch(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        List<Message> crowd = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Message message = Texts.message(topic, "crowd " + i);
            message.putUserProperty("kind", "crowd");
            crowd.add(message);
        }
        for (int i = 0; i < 30; i++) {
            producer.send(crowd);
        }
        Message rare = Texts.message(topic, "the rare one");
        rare.putUserProperty("kind", "rare");
        producer.send(rare);
        Received received = new Received();
        startConsumer(run, run.newName("group"), topic, "kind = 'rare'", received);
        received.awaitExactly(List.of("the rare one"));
    }

    @EachClient(headers = HeaderType.JSON, balancesOften = true)
    void deliversAgainWhatTheListenerCouldNotUse(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        Received received = new Received();
        Set<String> failed = ConcurrentHashMap.newKeySet();
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, run.newName("group"));
        consumer.subscribe(topic, MessageSelector.bySql("number > 1"));
        consumer.setConsumeMessageBatchMaxSize(1);
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            context.setDelayLevelWhenNextConsume(1);
            if (failed.add(new String(messages.get(0).getBody(), StandardCharsets.UTF_8))) {
                throw new IllegalStateException("not the first time");
            }
            return received.consumeMessage(messages, context);
        });
        consumer.start();
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Message message = Texts.message(topic, "again " + i);
            message.putUserProperty("number", String.valueOf(i));
            producer.send(message);
            if (i > 1) {
                bodies.add("again " + i);
            }
        }
        received.awaitAll(bodies, Limits.RECOVERY);
    }

    @EachClient(headers = HeaderType.JSON)
    void litePullConsumersFilterToo(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        for (int i = 0; i < 10; i++) {
            Message message = Texts.message(topic, "lite " + i);
            message.putUserProperty("number", String.valueOf(i));
            producer.send(message);
        }
        DefaultLitePullConsumer consumer = Clients.litePullConsumer(run, run.newName("group"));
        consumer.subscribe(topic, MessageSelector.bySql("number >= 7"));
        consumer.start();
        Set<String> bodies = ConcurrentHashMap.newKeySet();
        Awaitility.await().atMost(Limits.RECOVERY).until(() -> {
            consumer.poll(500).forEach(message -> bodies.add(new String(message.getBody(), StandardCharsets.UTF_8)));
            return bodies.size() >= 3;
        });
        assertThat(bodies).containsExactlyInAnyOrder("lite 7", "lite 8", "lite 9");
    }

    @EachClient(headers = HeaderType.JSON)
    void refusesAnExpressionThatIsNone(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        for (String wrong : List.of("number >", "number > 'x'", "number BETWEEN 3 AND 1", "5")) {
            assertThatThrownBy(() -> startConsumer(run, run.newName("group"), topic, wrong, new Received()))
                    .as(wrong)
                    .hasStackTraceContaining("CODE: 23");
        }
    }
}
