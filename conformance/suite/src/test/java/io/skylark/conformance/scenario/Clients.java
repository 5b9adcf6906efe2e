package io.skylark.conformance.scenario;

import io.skylark.conformance.Run;
import java.util.List;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.TransactionListener;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageQueue;
import org.awaitility.Awaitility;

/// Makes clients that talk to the run's server and are shut down with the run. Each is a client of its own to the
/// server: its instance name is its own too.
final class Clients {
    /// The topic whose route tells a client which brokers accept new topics. A broker of RocketMQ that registers with
    /// its name server too slowly repeats that only after 30 seconds.
    private static final String TEMPLATE_TOPIC = "TBW102";
    private static final int POLL_NAME_SERVER_MILLIS = 500;
    private static final int HEARTBEAT_MILLIS = 1_000;
    private static final int PERSIST_OFFSETS_MILLIS = 500;
    private static final int SEND_TIMEOUT_MILLIS = 10_000;

    private Clients() {
    }

    /// A started producer.
    static DefaultMQProducer producer(Run run) throws MQClientException {
        DefaultMQProducer producer = new DefaultMQProducer(run.newName("producers"));
        connect(run, producer);
        producer.setSendMsgTimeout(SEND_TIMEOUT_MILLIS);
        run.closeLater(producer::shutdown);
        producer.start();
        return producer;
    }

    /// A started producer of transactions.
    static TransactionMQProducer transactionProducer(Run run, String group, TransactionListener listener)
            throws MQClientException {
        TransactionMQProducer producer = new TransactionMQProducer(group);
        connect(run, producer);
        producer.setSendMsgTimeout(SEND_TIMEOUT_MILLIS);
        producer.setTransactionListener(listener);
        run.closeLater(producer::shutdown);
        producer.start();
        return producer;
    }

    /// A push consumer that begins at the first message; without subscription and listener, not started.
    static DefaultMQPushConsumer pushConsumer(Run run, String group) {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);
        connect(run, consumer);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setConsumeThreadMin(2);
        consumer.setConsumeThreadMax(4);
        run.closeLater(consumer::shutdown);
        return consumer;
    }

    /// A started push consumer that hands what matches `tags` to `received`.
    static DefaultMQPushConsumer startPushConsumer(Run run, String group, String topic, String tags, Received received)
            throws MQClientException {
        DefaultMQPushConsumer consumer = pushConsumer(run, group);
        consumer.subscribe(topic, tags);
        consumer.registerMessageListener(received);
        consumer.start();
        return consumer;
    }

    /// A pull consumer, not started.
    @SuppressWarnings("deprecation") // still offered by all three clients and still used
    static DefaultMQPullConsumer pullConsumer(Run run, String group) {
        DefaultMQPullConsumer consumer = new DefaultMQPullConsumer(group);
        connect(run, consumer);
        consumer.setPersistConsumerOffsetInterval(PERSIST_OFFSETS_MILLIS);
        run.closeLater(consumer::shutdown);
        return consumer;
    }

    /// A lite pull consumer that begins at the first message, not started.
    static DefaultLitePullConsumer litePullConsumer(Run run, String group) {
        DefaultLitePullConsumer consumer = new DefaultLitePullConsumer(group);
        connect(run, consumer);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setPersistConsumerOffsetInterval(PERSIST_OFFSETS_MILLIS);
        run.closeLater(consumer::shutdown);
        return consumer;
    }

    static void connect(Run run, ClientConfig client) {
        client.setNamesrvAddr(run.server().nameServer());
        client.setInstanceName(run.newName("instance"));
        client.setPollNameServerInterval(POLL_NAME_SERVER_MILLIS);
        client.setHeartbeatBrokerInterval(HEARTBEAT_MILLIS);
    }

    /// A new topic that clients can already find.
    static String createTopic(Run run, DefaultMQProducer producer, int queues) throws Exception {
        queues(producer, TEMPLATE_TOPIC);
        String topic = run.newName("topic");
        Dialect.createTopic(producer, TEMPLATE_TOPIC, topic, queues);
        queues(producer, topic);
        return topic;
    }

    /// The same on both brokers of a cluster of two.
    static String createTopicOnBoth(Run run, DefaultMQProducer producer, int queues) throws Exception {
        Awaitility.await("two brokers").atMost(Limits.RECOVERY).until(() -> queues(producer, TEMPLATE_TOPIC).stream()
                .map(MessageQueue::getBrokerName).distinct().count() == 2);
        String topic = createTopic(run, producer, queues);
        Awaitility.await(topic + " on both brokers").atMost(Limits.RECOVERY)
                .until(() -> queues(producer, topic).size() == 2 * queues);
        return topic;
    }

    /// Sends messages with the bodies `<prefix>0`, `<prefix>1`, … one after the other.
    static List<String> send(DefaultMQProducer producer, String topic, String prefix, int count) throws Exception {
        List<String> bodies = Texts.numbered(prefix, count);
        for (String body : bodies) {
            producer.send(Texts.message(topic, body));
        }
        return bodies;
    }

    /// The queues to which a producer may send, when the name server knows the topic.
    static List<MessageQueue> queues(DefaultMQProducer producer, String topic) {
        List<MessageQueue> queues = Awaitility.await("route of " + topic).atMost(Limits.RECOVERY).ignoreExceptions()
                .until(() -> producer.fetchPublishMessageQueues(topic), found -> !found.isEmpty());
        return queues.stream().sorted().toList();
    }
}
