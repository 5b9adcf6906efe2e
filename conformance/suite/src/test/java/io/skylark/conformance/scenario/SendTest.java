package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;

import static org.assertj.core.api.Assertions.assertThat;

/// Every way to send, each to a topic that is created by sending to it.
@Order(2)
final class SendTest {
    @EachClient
    void deliversWhatASynchronousSendAcknowledged(Run run) throws Exception {
        String topic = run.newName("topic");
        DefaultMQProducer producer = Clients.producer(run);
        List<String> bodies = Texts.numbered("sync-", 40);
        Map<String, SendResult> results = new HashMap<>();
        for (String body : bodies) {
            Message message = Texts.message(topic, "TagA", "key-" + body, body);
            message.putUserProperty("language", "中文 with blanks");
            results.put(body, producer.send(message));
        }
        assertThat(results.values()).allSatisfy(result ->
                assertThat(result.getSendStatus()).isEqualTo(SendStatus.SEND_OK));

        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        received.awaitExactly(bodies);
        assertThat(received.messages()).allSatisfy(message -> {
            SendResult result = Objects.requireNonNull(results.get(Received.text(message)));
            assertThat(message.getTopic()).isEqualTo(topic);
            assertThat(message.getTags()).isEqualTo("TagA");
            assertThat(message.getKeys()).isEqualTo("key-" + Received.text(message));
            assertThat(message.getUserProperty("language")).isEqualTo("中文 with blanks");
            assertThat(message.getMsgId()).isEqualTo(result.getMsgId());
            assertThat(message.getQueueId()).isEqualTo(result.getMessageQueue().getQueueId());
            assertThat(message.getQueueOffset()).isEqualTo(result.getQueueOffset());
            assertThat(message.getReconsumeTimes()).isZero();
        });
        assertOffsetsHaveNoGaps(received.messages());
    }

    @EachClient
    void keepsABigCompressedBodyAndAnIncompressibleOne(Run run) throws Exception {
        String topic = run.newName("topic");
        DefaultMQProducer producer = Clients.producer(run);
        byte[] compressed = "compresses well ".repeat(40_000).getBytes(StandardCharsets.UTF_8);
        byte[] random = new byte[1_000_000];
        new Random(7).nextBytes(random);
        producer.send(new Message(topic, compressed));
        producer.send(new Message(topic, random));

        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        Awaitility.await().atMost(Limits.DELIVERY).until(() -> received.messages().size() == 2);
        assertThat(received.messages()).extracting(MessageExt::getBody).containsExactlyInAnyOrder(compressed, random);
    }

    @EachClient
    void answersEachAsynchronousSendOnce(Run run) throws Exception {
        String topic = run.newName("topic");
        DefaultMQProducer producer = Clients.producer(run);
        List<String> bodies = Texts.numbered("async-", 500);
        Queue<SendResult> answers = new ConcurrentLinkedQueue<>();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        for (String body : bodies) {
            producer.send(Texts.message(topic, body), new SendCallback() {
                @Override
                public void onSuccess(SendResult result) {
                    answers.add(result);
                }

                @Override
                public void onException(Throwable e) {
                    failures.add(e);
                }
            });
        }
        Awaitility.await().atMost(Limits.DELIVERY)
                .until(() -> answers.size() + failures.size() >= bodies.size());
        assertThat(failures).isEmpty();
        assertThat(answers).extracting(SendResult::getSendStatus).containsOnly(SendStatus.SEND_OK);

        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        received.awaitExactly(bodies);
        assertThat(answers).extracting(SendResult::getMsgId)
                .containsExactlyInAnyOrderElementsOf(received.messages().stream().map(MessageExt::getMsgId).toList());
    }

    @EachClient
    void deliversOneWaySends(Run run) throws Exception {
        String topic = run.newName("topic");
        DefaultMQProducer producer = Clients.producer(run);
        List<String> bodies = Texts.numbered("oneway-", 100);
        for (String body : bodies) {
            producer.sendOneway(Texts.message(topic, body));
        }
        Received received = new Received();
        Clients.queues(producer, topic);
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        received.awaitExactly(bodies);
    }

    @EachClient
    void storesABatchInOneQueueInOrder(Run run) throws Exception {
        String topic = run.newName("topic");
        DefaultMQProducer producer = Clients.producer(run);
        List<String> bodies = Texts.numbered("batch-", 20);
        List<Message> batch = new ArrayList<>();
        for (String body : bodies) {
            batch.add(Texts.message(topic, "TagB", "key-" + body, body));
        }
        SendResult result = producer.send(batch);
        assertThat(result.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        List<String> ids = Arrays.asList(result.getMsgId().split(","));
        assertThat(ids).hasSize(bodies.size()).doesNotHaveDuplicates();
        assertThat(result.getOffsetMsgId().split(",")).hasSize(bodies.size()).doesNotHaveDuplicates();

        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "TagB", received);
        received.awaitExactly(bodies);
        List<MessageExt> inOrder = received.messages().stream()
                .sorted((a, b) -> Long.compare(a.getQueueOffset(), b.getQueueOffset())).toList();
        assertThat(inOrder).extracting(Received::text).containsExactlyElementsOf(bodies);
        assertThat(inOrder).extracting(MessageExt::getMsgId).containsExactlyElementsOf(ids);
        assertThat(inOrder).extracting(MessageExt::getQueueId)
                .containsOnly(result.getMessageQueue().getQueueId());
        assertThat(inOrder).extracting(MessageExt::getKeys)
                .containsExactlyElementsOf(bodies.stream().map(body -> "key-" + body).toList());
        assertThat(inOrder.get(0).getQueueOffset()).isEqualTo(result.getQueueOffset());
        assertOffsetsHaveNoGaps(received.messages());
    }

    @EachClient
    void sendsToTheQueueThatTheCallerNames(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 3);
        for (MessageQueue queue : Clients.queues(producer, topic)) {
            for (int i = 0; i < 5; i++) {
                SendResult result = producer.send(Texts.message(topic, "named"), queue);
                assertThat(result.getMessageQueue()).isEqualTo(queue);
                assertThat(result.getQueueOffset()).isEqualTo(i);
            }
        }
    }

    /// In each queue the offsets of what a new topic holds are 0, 1, 2 and so on.
    private static void assertOffsetsHaveNoGaps(List<MessageExt> messages) {
        messages.stream().collect(Collectors.groupingBy(MessageExt::getQueueId)).forEach((queue, inQueue) ->
                assertThat(inQueue.stream().map(MessageExt::getQueueOffset).sorted())
                        .as("offsets of queue %d", queue)
                        .containsExactlyElementsOf(
                                LongStream.range(0, inQueue.size()).boxed().toList()));
    }
}
