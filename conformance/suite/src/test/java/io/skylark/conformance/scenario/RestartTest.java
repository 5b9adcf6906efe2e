package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import io.skylark.conformance.server.Layout;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// An orderly restart: data, topics and offsets are still there, and clients need not notice.
@Order(1)
final class RestartTest {
    @EachClient(headers = HeaderType.JSON, server = Needs.OWN)
    void aGroupContinuesWhereItWas(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 4);
        List<MessageQueue> queues = Clients.queues(producer, topic);
        String group = run.newName("group");
        List<String> consumed = Clients.send(producer, topic, "consumed-", 40);
        Received before = new Received();
        DefaultMQPushConsumer consumer = Clients.startPushConsumer(run, group, topic, "*", before);
        before.awaitExactly(consumed);
        consumer.shutdown();
        Offsets.awaitCommitted(run, group, queues, consumed.size());
        List<String> expected = new ArrayList<>(Clients.send(producer, topic, "waiting-", 20));

        run.server().stop();
        run.server().start();

        DefaultMQProducer next = Clients.producer(run);
        assertThat(Clients.queues(next, topic)).isEqualTo(queues);
        expected.addAll(Clients.send(next, topic, "new-", 20));
        Received after = new Received();
        Clients.startPushConsumer(run, group, topic, "*", after);
        after.awaitExactly(expected);
    }

    @EachClient(headers = HeaderType.ROCKETMQ, server = Needs.OWN, layout = Layout.TWO_PROCESSES)
    void producerAndConsumerSurviveARestart(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        producer.setRetryTimesWhenSendFailed(0);
        String topic = Clients.createTopic(run, producer, 4);
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        List<String> before = Clients.send(producer, topic, "before-", 20);
        received.awaitExactly(before);

        run.server().stop();
        assertThatThrownBy(() -> producer.send(Texts.message(topic, "nobody hears it"))).isNotNull();
        run.server().start();

        List<String> after = Texts.numbered("after-", 20);
        for (String body : after) {
            Awaitility.await().atMost(Limits.RECOVERY).ignoreExceptions()
                    .until(() -> producer.send(Texts.message(topic, body)) != null);
        }
        received.awaitAll(after, Limits.RECOVERY);
        assertThat(received.distinctBodies()).containsAll(before).hasSize(before.size() + after.size());
    }
}
