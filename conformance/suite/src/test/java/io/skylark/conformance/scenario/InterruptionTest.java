package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.utils.MessageUtil;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;

import static org.assertj.core.api.Assertions.assertThat;

/// Conversations in the middle of which something goes away.
@Order(2)
final class InterruptionTest {
    private static final long REPLY_LIMIT_MILLIS = 90_000;
    private static final long BEYOND_THE_LOG = 1L << 40;

    /// The answer comes to the one who asked, although the broker that it asked is another process by now.
    @EachClient(headers = HeaderType.JSON, clients = {"4.9.8", "5.5.0"}, server = Needs.OWN)
    void aReplyComesAfterARestartOfTheBroker(Run run) throws Exception {
        DefaultMQProducer asker = Clients.producer(run);
        DefaultMQProducer replier = Clients.producer(run);
        String topic = Clients.createTopic(run, asker, 1);
        CompletableFuture<MessageExt> asked = new CompletableFuture<>();
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, run.newName("group"));
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            asked.complete(messages.get(0));
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
        CompletableFuture<Message> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return asker.request(Texts.message(topic, "question"), REPLY_LIMIT_MILLIS);
            } catch (Exception failure) {
                throw new IllegalStateException("no reply", failure);
            }
        });
        MessageExt question = asked.get(Limits.DELIVERY.toSeconds(), TimeUnit.SECONDS);

        run.server().stop();
        run.server().start();

        Message reply = MessageUtil.createReplyMessage(question, "answer".getBytes(StandardCharsets.UTF_8));
        // refused until the asker has told the new process who it is
        Awaitility.await().atMost(Limits.RECOVERY).ignoreExceptions().until(() -> replier.send(reply) != null);
        assertThat(new String(answer.get(REPLY_LIMIT_MILLIS, TimeUnit.MILLISECONDS).getBody(), StandardCharsets.UTF_8))
                .isEqualTo("answer");
    }

    /// The broker finds nothing at the place that the consumer names, and the client sends the message to the retry topic
    /// itself.
    @EachClient(headers = HeaderType.JSON)
    void aMessageThatCannotBeSentBackIsSentAgainByTheClient(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        Queue<MessageExt> seen = new ConcurrentLinkedQueue<>();
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, run.newName("group"));
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            seen.addAll(messages);
            if (seen.size() > 1) {
                return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
            }
            MessageExt message = messages.get(0);
            message.setCommitLogOffset(message.getCommitLogOffset() + BEYOND_THE_LOG);
            return ConsumeConcurrentlyStatus.RECONSUME_LATER;
        });
        consumer.start();
        SendResult sent = producer.send(Texts.message(topic, "TagA", "key", "comes again"));
        Awaitility.await().atMost(Limits.RECOVERY).until(() -> seen.size() == 2);
        MessageExt again = List.copyOf(seen).get(1);
        assertThat(Received.text(again)).isEqualTo("comes again");
        assertThat(again.getTopic()).isEqualTo(topic);
        assertThat(again.getReconsumeTimes()).isEqualTo(1);
        assertThat(again.getMsgId()).isEqualTo(sent.getMsgId());
        assertThat(again.getProperties()).as("what only the client writes").containsEntry("RECONSUME_TIME", "1");
    }
}
