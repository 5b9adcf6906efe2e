package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import io.skylark.conformance.wire.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;

import static org.assertj.core.api.Assertions.assertThat;

/// Groups are moved to other offsets while their consumers run.
@Order(1)
final class ResetTest {
    /// The consumer of RocketMQ waits ten seconds, in which what it works on may end, and balances anew.
    private static final String CONSUMERS_MOVE = "useServerSideResetOffset=false";

    private static void awaitTwice(Received received, int count) {
        Awaitility.await().atMost(Limits.RECOVERY).until(() -> received.messages().size() >= 2 * count);
        assertThat(received.distinctBodies()).hasSize(count);
    }

    @EachClient(headers = HeaderType.JSON, server = Needs.OWN, config = CONSUMERS_MOVE, balancesOften = true)
    void consumersMoveThemselves(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        String group = run.newName("group");
        Received received = new Received();
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, group);
        consumer.setPersistConsumerOffsetInterval(500);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener(received);
        consumer.start();
        List<String> bodies = Clients.send(producer, topic, "message-", 6);
        received.awaitExactly(bodies);
        try (RawClient tool = RawClient.ofBroker(run.server().nameServer())) {
            Awaitility.await().atMost(Limits.RECOVERY).until(() -> "6".equals(Offsets.stored(tool, topic, group)));
            RawClient.Answer answer = reset(tool, topic, "nobody");
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.remark()).isEqualTo("THe consumer group <nobody> not exist");
            answer = reset(tool, "nowhere", group);
            assertThat(answer.code()).isEqualTo(17);
            assertThat(answer.remark())
                    .isEqualTo("[reset-offset] reset offset failed, no topic in this broker. topic=nowhere");
            answer = reset(tool, topic, group);
            assertThat(answer.code()).as(answer.header()).isZero();
            awaitTwice(received, bodies.size());
            consumer.shutdown();
            Awaitility.await().atMost(Limits.RECOVERY).untilAsserted(() -> {
                RawClient.Answer offline = reset(tool, topic, group);
                assertThat(offline.code()).isEqualTo(206);
                assertThat(offline.remark()).isEqualTo("Consumer not online, so can not reset offset, Group: " + group
                        + " Topic: " + topic + " Timestamp: 0");
            });
        }
    }

    private static RawClient.Answer reset(RawClient tool, String topic, String group) throws Exception {
        return tool.ask(222, "topic", topic, "group", group, "timestamp", "0", "isForce", "true");
    }

    /// Nothing else is sent: the pull that is held hears of it.
    @EachClient(headers = HeaderType.JSON, balancesOften = true)
    void aConsumerThatWaitsIsMovedAtOnce(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        String group = run.newName("group");
        Received received = new Received();
        Clients.startPushConsumer(run, group, topic, "*", received);
        List<String> bodies = Clients.send(producer, topic, "message-", 6);
        received.awaitExactly(bodies);
        try (RawClient tool = RawClient.ofBroker(run.server().nameServer())) {
            RawClient.Answer answer = reset(tool, topic, group);
            assertThat(answer.code()).as(answer.header()).isZero();
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"offsetTable\"", "\"queueId\":0", "}:0");
        }
        awaitTwice(received, bodies.size());
    }

    @EachClient(headers = HeaderType.ROCKETMQ, server = Needs.OWN)
    void aResetOutlivesARestartRightAfterIt(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        String group = run.newName("group");
        Received before = new Received();
        DefaultMQPushConsumer consumer = Clients.startPushConsumer(run, group, topic, "*", before);
        List<String> bodies = Clients.send(producer, topic, "message-", 6);
        before.awaitExactly(bodies);
        consumer.shutdown();
        Offsets.awaitCommitted(run, group, Clients.queues(producer, topic), bodies.size());
        try (RawClient tool = RawClient.ofBroker(run.server().nameServer())) {
            assertThat(reset(tool, topic, group).code()).isZero();
        }
        run.server().stop();
        run.server().start();
        Received after = new Received();
        Clients.startPushConsumer(run, group, topic, "*", after);
        after.awaitAll(bodies, Limits.RECOVERY);
    }
}
