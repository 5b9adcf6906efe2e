package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.QueryResult;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// What clients can be told to do besides: trace, compress in several ways, batch by themselves, use a namespace.
@SuppressWarnings("deprecation") // setNamespace and queries by a producer: what all three clients have
final class ClientOptionsTest {
    private static final String TRACE_TOPIC = "RMQ_SYS_TRACE_TOPIC";
    private static final int COMPRESSED_CHARS = 20_000;
    private static final long HOUR_MILLIS = 3_600_000;

    @EachClient(headers = HeaderType.JSON)
    void tracesAreFoundByTheIdOfTheMessage(Run run) throws Exception {
        DefaultMQProducer admin = Clients.producer(run);
        String topic = Clients.createTopic(run, admin, 1);
        DefaultMQProducer producer = new DefaultMQProducer(run.newName("traced"), true, TRACE_TOPIC);
        Clients.connect(run, producer);
        run.closeLater(producer::shutdown);
        producer.start();
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(run.newName("traced"), true, TRACE_TOPIC);
        Clients.connect(run, consumer);
        run.closeLater(consumer::shutdown);
        Received received = new Received();
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener(received);
        consumer.start();
        SendResult sent = producer.send(Texts.message(topic, "TagA", "the-key", "traced"));
        received.awaitAll(List.of("traced"), Limits.DELIVERY);
        long now = System.currentTimeMillis();
        Awaitility.await().atMost(Limits.RECOVERY).ignoreExceptions().untilAsserted(() -> {
            QueryResult found = admin.queryMessage(
                    TRACE_TOPIC, sent.getMsgId(), 32, now - HOUR_MILLIS, now + HOUR_MILLIS);
            List<String> records = found.getMessageList().stream().map(Received::text).toList();
            assertThat(records).anyMatch(record -> record.startsWith("Pub"));
            assertThat(records).anyMatch(record -> record.contains("SubBefore"));
            assertThat(records).anyMatch(record -> record.contains("SubAfter"));
        });
    }

    @EachClient
    void compressedBodiesComeBackAsTheyWere(Run run) throws Exception {
        DefaultMQProducer admin = Clients.producer(run);
        String topic = Clients.createTopic(run, admin, 1);
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        List<String> bodies = new ArrayList<>();
        for (String type : Dialect.compressionTypes()) {
            DefaultMQProducer producer = Clients.producer(run);
            Dialect.compress(producer, type);
            String body = type + " compresses this. ".repeat(COMPRESSED_CHARS / 18);
            SendResult sent = producer.send(Texts.message(topic, body));
            MessageExt stored = admin.viewMessage(topic, sent.getMsgId());
            assertThat(Received.text(stored)).isEqualTo(body);
            assertThat(stored.getStoreSize()).as(type).isLessThan(COMPRESSED_CHARS / 4);
            bodies.add(body);
        }
        received.awaitExactly(bodies);
    }

    @EachClient
    void aProducerThatBatchesByItselfLosesNothing(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 2);
        Dialect.batchAutomatically(producer);
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        List<String> bodies = Texts.numbered("auto", 200);
        CountDownLatch left = new CountDownLatch(bodies.size());
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (String body : bodies) {
            producer.send(Texts.message(topic, body), new SendCallback() {
                @Override
                public void onSuccess(SendResult result) {
                    left.countDown();
                }

                @Override
                public void onException(Throwable failure) {
                    failures.add(failure);
                    left.countDown();
                }
            });
        }
        assertThat(left.await(Limits.DELIVERY.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(failures).isEmpty();
        received.awaitExactly(bodies);
    }

    @EachClient(headers = HeaderType.JSON)
    void aNamespaceHidesTopicsOfTheSameName(Run run) throws Exception {
        DefaultMQProducer admin = Clients.producer(run);
        String topic = Clients.createTopic(run, admin, 1);
        String group = run.newName("group");
        Received outside = new Received();
        Clients.startPushConsumer(run, group, topic, "*", outside);
        DefaultMQProducer producer = new DefaultMQProducer(run.newName("producers"));
        Clients.connect(run, producer);
        producer.setNamespace("spaceA");
        run.closeLater(producer::shutdown);
        producer.start();
        Received inside = new Received();
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, group);
        consumer.setNamespace("spaceA");
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener(inside);
        SendResult sent = producer.send(new Message(topic, "inside".getBytes(StandardCharsets.UTF_8)));
        assertThat(sent.getMessageQueue().getTopic()).isEqualTo(topic);
        consumer.start();
        admin.send(Texts.message(topic, "outside"));
        inside.awaitExactly(List.of("inside"));
        outside.awaitExactly(List.of("outside"));
        assertThat(inside.messages().get(0).getTopic()).isEqualTo(topic);
        assertThat(Clients.queues(admin, "spaceA%" + topic)).isNotEmpty();
    }
}
