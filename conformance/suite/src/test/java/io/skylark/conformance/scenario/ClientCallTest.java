package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import io.skylark.conformance.wire.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// What tools ask of consumers through the broker, and where they move groups.
final class ClientCallTest {
    private static final int QUEUES = 2;

    @EachClient(headers = HeaderType.JSON)
    void aConsumerTellsWhatItIsDoing(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        String group = run.newName("group");
        Received received = new Received();
        DefaultMQPushConsumer consumer = Clients.startPushConsumer(run, group, topic, "*", received);
        received.awaitExactly(Clients.send(producer, topic, "info", 10));
        try (RawClient tool = RawClient.ofBroker(run.server().nameServer())) {
            RawClient.Answer answer = tool.ask(307, "consumerGroup", group, "clientId", consumer.buildMQClientId(),
                    "jstackEnable", "false");
            assertThat(answer.code()).as(answer.header()).isZero();
            assertThat(text(answer)).contains("\"subscriptionSet\"", "\"mqTable\"", topic, "PROP_CLIENT_VERSION");
            answer = tool.ask(307, "consumerGroup", group, "clientId", "nobody", "jstackEnable", "false");
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.remark()).isEqualTo("The Consumer <" + group + "> <nobody> not online");

            answer = tool.ask(223, "topic", topic, "group", group, "clientAddr", "");
            assertThat(answer.code()).as(answer.header()).isZero();
            assertThat(text(answer)).contains("\"consumerTable\"", consumer.buildMQClientId(), "\"queueId\":0");
        }
    }

    private static String text(RawClient.Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @EachClient(headers = HeaderType.JSON)
    void aConsumerConsumesOneMessageOnRequest(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        String group = run.newName("group");
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, group);
        consumer.subscribe(topic, "wanted");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            String body = Received.text(messages.get(0));
            seen.add(body);
            if (body.startsWith("bad")) {
                throw new IllegalStateException("cannot use it");
            }
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
        SendResult good = producer.send(Texts.message(topic, "other", "key", "good"));
        SendResult bad = producer.send(Texts.message(topic, "other", "key", "bad"));
        try (RawClient tool = RawClient.ofBroker(run.server().nameServer())) {
            Awaitility.await().atMost(Limits.ANSWER).until(() -> consume(tool, group, consumer, good).code() == 0);
            assertThat(text(consume(tool, group, consumer, good))).contains("CR_SUCCESS");
            assertThat(text(consume(tool, group, consumer, bad))).contains("CR_THROW_EXCEPTION", "cannot use it");
            assertThat(seen).contains("good", "bad");
            RawClient.Answer nobody = tool.ask(309, "consumerGroup", group, "clientId", "nobody", "msgId",
                    good.getOffsetMsgId());
            assertThat(nobody.code()).isEqualTo(1);
            assertThat(nobody.remark()).isEqualTo("The Consumer <" + group + "> <nobody> not online");
        }
    }

    private static RawClient.Answer consume(
            RawClient tool, String group, DefaultMQPushConsumer consumer, SendResult message) throws Exception {
        return tool.ask(309, "consumerGroup", group, "clientId", consumer.buildMQClientId(), "msgId",
                message.getOffsetMsgId(), "topic", message.getMessageQueue().getTopic());
    }

    @EachClient(headers = HeaderType.JSON)
    void offsetsAreMovedAndClonedWhileNobodyIsThere(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        String group = run.newName("group");
        String copy = run.newName("copy");
        Received received = new Received();
        DefaultMQPushConsumer consumer = Clients.startPushConsumer(run, group, topic, "*", received);
        received.awaitExactly(Clients.send(producer, topic, "offline", 6));
        consumer.shutdown();
        Offsets.awaitCommitted(run, group, Clients.queues(producer, topic), 6);
        try (RawClient tool = RawClient.ofBroker(run.server().nameServer())) {
            assertThat(tool.ask(222, "topic", topic, "group", group, "timestamp", "0", "isForce", "true", "queueId",
                    "0", "offset", "4").code()).isZero();
            assertThat(Offsets.stored(tool, topic, group)).isEqualTo("4");
            RawClient.Answer answer = tool.ask(222, "topic", topic, "group", group, "timestamp", "0", "isForce", "true",
                    "queueId", "0", "offset", "-7");
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.remark()).isEqualTo("Target offset -7 not in consume queue range [0-6]");
            assertThat(tool.ask(222, "topic", topic, "group", group, "timestamp", "-1", "isForce", "true").code())
                    .isZero();
            assertThat(Offsets.stored(tool, topic, group)).isEqualTo("6");
            answer = tool.ask(222, "topic", "nowhere", "group", group, "timestamp", "-1", "isForce", "true");
            assertThat(answer.code()).isEqualTo(17);
            assertThat(answer.remark()).isEqualTo("Topic nowhere does not exist");
            answer = tool.ask(222, "topic", topic, "group", "nobody", "timestamp", "-1", "isForce", "true");
            assertThat(answer.code()).isEqualTo(26);
            assertThat(answer.remark()).isEqualTo("Group nobody does not exist");

            assertThat(tool.ask(314, "srcGroup", group, "destGroup", copy, "topic", topic, "offline", "true").code())
                    .isZero();
            assertThat(Offsets.stored(tool, topic, copy)).isEqualTo("6");
        }
    }
}
