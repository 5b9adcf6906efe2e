package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.exception.RequestTimeoutException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.RequestCallback;
import org.apache.rocketmq.client.utils.MessageUtil;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Producers that wait for a reply to what they send.
final class RequestReplyTest {
    private static final long LIMIT_MILLIS = 20_000;

    @EachClient
    void theReplyComesToTheOneWhoAsked(Run run) throws Exception {
        DefaultMQProducer asker = Clients.producer(run);
        DefaultMQProducer other = Clients.producer(run);
        String topic = Clients.createTopic(run, asker, 2);
        startReplier(run, topic);
        for (int i = 0; i < 5; i++) {
            assertThat(text(asker.request(Texts.message(topic, "one " + i), LIMIT_MILLIS))).isEqualTo("re: one " + i);
            assertThat(text(other.request(Texts.message(topic, "two " + i), LIMIT_MILLIS))).isEqualTo("re: two " + i);
        }
        CompletableFuture<Message> called = new CompletableFuture<>();
        asker.request(Texts.message(topic, "called back"), new RequestCallback() {
            @Override
            public void onSuccess(@Nullable Message reply) {
                // 4.9 and later call with nothing when the request is stored, and again with the reply
                if (reply != null) {
                    called.complete(reply);
                }
            }

            @Override
            public void onException(Throwable failure) {
                called.completeExceptionally(failure);
            }
        }, LIMIT_MILLIS);
        assertThat(text(called.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS))).isEqualTo("re: called back");
    }

    private static String text(Message message) {
        return new String(message.getBody(), StandardCharsets.UTF_8);
    }

    private static void startReplier(Run run, String topic) throws MQClientException {
        DefaultMQProducer replier = Clients.producer(run);
        startConsumer(run, topic, request -> replier.send(
                MessageUtil.createReplyMessage(request, ("re: " + text(request)).getBytes(StandardCharsets.UTF_8))));
    }

    private interface OnRequest {
        void accept(MessageExt request) throws Exception;
    }

    private static void startConsumer(Run run, String topic, OnRequest onRequest) throws MQClientException {
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, run.newName("group"));
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            for (MessageExt message : messages) {
                try {
                    onRequest.accept(message);
                } catch (Exception failure) {
                    throw new IllegalStateException("no reply to " + message, failure);
                }
            }
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
    }

    @EachClient(headers = HeaderType.JSON)
    void theRequestTimesOutWhenNobodyReplies(Run run) throws Exception {
        DefaultMQProducer asker = Clients.producer(run);
        String topic = Clients.createTopic(run, asker, 1);
        assertThatThrownBy(() -> asker.request(Texts.message(topic, "anybody there?"), 2_000))
                .isInstanceOf(RequestTimeoutException.class)
                .hasStackTraceContaining("10006");
    }

    @EachClient(headers = HeaderType.JSON)
    void theReplierLearnsThatTheAskerHasGone(Run run) throws Exception {
        DefaultMQProducer replier = Clients.producer(run);
        DefaultMQProducer asker = Clients.producer(run);
        String topic = Clients.createTopic(run, asker, 1);
        CompletableFuture<MessageExt> asked = new CompletableFuture<>();
        startConsumer(run, topic, asked::complete);
        assertThatThrownBy(() -> asker.request(Texts.message(topic, "too late"), 3_000))
                .isInstanceOf(RequestTimeoutException.class);
        MessageExt request = asked.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        asker.shutdown();
        Message reply = MessageUtil.createReplyMessage(request, new byte[] {1});
        assertThatThrownBy(() -> replier.send(reply))
                .hasStackTraceContaining("CODE: 1")
                .hasStackTraceContaining("push reply message fail, channel of <" + MessageUtil.getReplyToClient(request)
                        + "> not found.");
    }
}
