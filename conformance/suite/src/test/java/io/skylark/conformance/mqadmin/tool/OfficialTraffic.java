package io.skylark.conformance.mqadmin.tool;

import io.skylark.conformance.mqadmin.Traffic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;

/// Clients of the version of the tools. Each says that it is at an address and has an instance name by which commands
/// can name it in every run.
public final class OfficialTraffic implements Traffic {
    private static final String CLIENT_ADDRESS = "10.0.0.7";
    private static final String BAD_TAG = "bad";
    private static final String TRACED = "traced-producers";
    private static final String TRACE_TOPIC = "RMQ_SYS_TRACE_TOPIC";
    private static final int SEND_TIMEOUT_MILLIS = 20_000;
    private static final int OFTEN_MILLIS = 500;

    /// Stops a client, by its group.
    private final Map<String, Runnable> clients = new HashMap<>();
    private final String nameServer;

    public OfficialTraffic(String nameServer) {
        this.nameServer = nameServer;
    }

    @Override
    public List<Sent> send(String topic, int count, String tag) {
        return using(producer("script-producers", false), producer -> {
            List<MessageQueue> queues = producer.fetchPublishMessageQueues(topic).stream().sorted().toList();
            List<Sent> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sent.add(sent(producer.send(message(topic, tag, i), queues.get(i % queues.size()))));
            }
            return sent;
        });
    }

    @Override
    public Sent sendTraced(String topic) {
        return live(producer(TRACED, true), TRACED, topic, "traced");
    }

    private static Message message(String topic, String tag, int number) {
        Message message = new Message(topic, tag, "key-" + number, (topic + " " + number).getBytes(StandardCharsets.UTF_8));
        message.putUserProperty("number", Integer.toString(number));
        return message;
    }

    private static Sent sent(SendResult result) {
        return new Sent(result.getMsgId(), result.getOffsetMsgId());
    }

    @Override
    public void produce(String group, String topic) {
        live(producer(group, false), group, topic, "live");
    }

    /// Starts a producer, which sends one message and stays.
    private Sent live(DefaultMQProducer producer, String group, String topic, String tag) {
        start(group, producer::start, producer::shutdown);
        try {
            return sent(producer.send(message(topic, tag, 0), producer.fetchPublishMessageQueues(topic).stream().sorted()
                    .findFirst().orElseThrow()));
        } catch (Exception e) {
            throw new IllegalStateException("cannot send to " + topic, e);
        }
    }

    @Override
    public void consume(String group, String topic, String expression) {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);
        connect(consumer, group);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setConsumeThreadMin(2);
        consumer.setConsumeThreadMax(4);
        consumer.setMaxReconsumeTimes(0);
        try {
            consumer.subscribe(topic, expression);
        } catch (MQClientException e) {
            throw new IllegalStateException("cannot subscribe to " + topic, e);
        }
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) ->
                messages.stream().anyMatch(message -> BAD_TAG.equals(message.getTags()))
                        ? ConsumeConcurrentlyStatus.RECONSUME_LATER
                        : ConsumeConcurrentlyStatus.CONSUME_SUCCESS);
        start(group, consumer::start, consumer::shutdown);
    }

    private void start(String group, Call start, Runnable stop) {
        try {
            start.run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot start " + group, e);
        }
        clients.put(group, stop);
    }

    @Override
    public void stop(String group) {
        Runnable client = clients.remove(group);
        if (client == null) {
            throw new IllegalArgumentException("no client of " + group);
        }
        client.run();
    }

    @Override
    public void close() {
        List.copyOf(clients.keySet()).forEach(this::stop);
    }

    private DefaultMQProducer producer(String group, boolean traced) {
        DefaultMQProducer producer = new DefaultMQProducer(group, traced, TRACE_TOPIC);
        connect(producer, group);
        producer.setSendMsgTimeout(SEND_TIMEOUT_MILLIS);
        return producer;
    }

    private void connect(ClientConfig client, String group) {
        client.setNamesrvAddr(nameServer);
        client.setClientIP(CLIENT_ADDRESS);
        client.setInstanceName(group);
        client.setPollNameServerInterval(OFTEN_MILLIS);
        client.setHeartbeatBrokerInterval(OFTEN_MILLIS);
        client.setPersistConsumerOffsetInterval(OFTEN_MILLIS);
    }

    private static <T> T using(DefaultMQProducer producer, Use<T> use) {
        try {
            producer.start();
            return use.of(producer);
        } catch (Exception e) {
            throw new IllegalStateException("cannot send", e);
        } finally {
            producer.shutdown();
        }
    }

    @FunctionalInterface
    private interface Call {
        void run() throws Exception;
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(DefaultMQProducer producer) throws Exception;
    }
}
