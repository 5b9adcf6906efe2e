package io.skylark.bench.official;

import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;

/// Synchronous sends with one producer of the official RocketMQ client; the topic is there already.
public final class RocketMqSend {
    private static final int SEND_LIMIT_MILLIS = 10_000;

    private RocketMqSend() {}

    public static void main(String[] args) throws Exception {
        ClientLoad.Order order = ClientLoad.Order.of(args);
        DefaultMQProducer producer = new DefaultMQProducer("bench_official");
        producer.setNamesrvAddr(order.server());
        producer.setSendMsgTimeout(SEND_LIMIT_MILLIS);
        producer.start();
        byte[] body = order.body();
        new ClientLoad(() -> {
            SendStatus status = producer.send(new Message(order.topic(), body)).getSendStatus();
            return status == SendStatus.SEND_OK ? null : status.name();
        }).run(order, System.out);
        producer.shutdown();
        System.exit(0); // the client leaves threads behind
    }
}
