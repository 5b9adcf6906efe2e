package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import io.skylark.conformance.wire.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageExt;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients that belong to a unit (a part of a larger installation): they carry its name in their id, and what they make is
/// marked.
final class UnitTest {
    private static final String UNIT = "unit1";

    @EachClient(headers = HeaderType.JSON, balancesOften = true)
    void clientsOfAUnitSendConsumeAndRetry(Run run) throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer(run.newName("producers"));
        Clients.connect(run, producer);
        producer.setUnitMode(true);
        producer.setUnitName(UNIT);
        run.closeLater(producer::shutdown);
        producer.start();
        Clients.queues(producer, "TBW102");
        String topic = run.newName("topic");
        String group = run.newName("group");
        producer.send(Texts.message(topic, "in the unit")); // makes the topic
        Queue<MessageExt> seen = new ConcurrentLinkedQueue<>();
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, group);
        consumer.setUnitMode(true);
        consumer.setUnitName(UNIT);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            seen.addAll(messages);
            context.setDelayLevelWhenNextConsume(1);
            return seen.size() == 1 ? ConsumeConcurrentlyStatus.RECONSUME_LATER
                    : ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
        Awaitility.await().atMost(Limits.RECOVERY).until(() -> seen.size() == 2);
        assertThat(seen).extracting(Received::text).containsExactly("in the unit", "in the unit");
        assertThat(seen).extracting(MessageExt::getReconsumeTimes).containsExactly(0, 1);
        assertThat(consumer.buildMQClientId()).endsWith("@" + UNIT);
        try (RawClient tool = RawClient.ofBroker(run.server().nameServer())) {
            RawClient.Answer members = tool.ask(38, "consumerGroup", group);
            assertThat(new String(members.body(), StandardCharsets.UTF_8)).contains(consumer.buildMQClientId());
        }
        awaitFlag(run, topic, 1);
        awaitFlag(run, "%RETRY%" + group, 2);
    }

    private static void awaitFlag(Run run, String topic, int flag) {
        Awaitility.await().atMost(Limits.RECOVERY).untilAsserted(() ->
                assertThat(route(run, topic)).contains("\"topicSysFlag\":" + flag));
    }

    private static String route(Run run, String topic) throws IOException {
        String[] address = run.server().nameServer().split(":");
        try (RawClient names = new RawClient(address[0], Integer.parseInt(address[1]))) {
            return new String(names.ask(105, "topic", topic).body(), StandardCharsets.UTF_8);
        }
    }
}
