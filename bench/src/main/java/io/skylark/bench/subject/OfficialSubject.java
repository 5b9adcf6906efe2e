package io.skylark.bench.subject;

import java.util.UUID;
import java.util.function.Consumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;
import org.jspecify.annotations.Nullable;

/// The official RocketMQ client as its users get it: nothing is set but the name server, whether it batches, and a
/// timeout that no busy machine exceeds.
public final class OfficialSubject implements Subject {
    private static final int SEND_LIMIT_MILLIS = 10_000;

    private final Order order;
    private final DefaultMQProducer producer = new DefaultMQProducer("bench_official");
    private final DefaultMQPushConsumer consumer = new DefaultMQPushConsumer("bench_" + UUID.randomUUID());

    private OfficialSubject(Order order) throws Exception {
        this.order = order;
        if (order.work() != Order.Work.PUSH) {
            producer.setNamesrvAddr(order.nameServer());
            producer.setSendMsgTimeout(SEND_LIMIT_MILLIS);
            producer.setAutoBatch(order.batching());
            producer.start();
        }
    }

    public static void main(String[] args) throws Exception {
        SubjectRun.main(args, OfficialSubject::new);
    }

    @Override
    public @Nullable String send(byte[] body) throws Exception {
        return failure(producer.send(new Message(order.topic(), body)));
    }

    @Override
    public void sendAsync(byte[] body, Outcome outcome) throws Exception {
        producer.send(new Message(order.topic(), body), new SendCallback() {
            @Override
            public void onSuccess(SendResult result) {
                outcome.ended(failure(result));
            }

            @Override
            public void onException(Throwable failure) {
                outcome.ended(SubjectRun.name(failure));
            }
        });
    }

    private static @Nullable String failure(SendResult result) {
        SendStatus status = result.getSendStatus();
        return status == SendStatus.SEND_OK ? null : status.name();
    }

    @Override
    public void consume(Consumer<byte[]> seen) throws Exception {
        consumer.setNamesrvAddr(order.nameServer());
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.subscribe(order.topic(), "*");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            messages.forEach(message -> seen.accept(message.getBody()));
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
    }

    @Override
    public void close() {
        if (order.work() == Order.Work.PUSH) {
            consumer.shutdown();
        } else {
            producer.shutdown();
        }
    }
}
