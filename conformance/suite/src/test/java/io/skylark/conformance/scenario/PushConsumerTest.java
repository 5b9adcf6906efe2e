package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;

import static org.assertj.core.api.Assertions.assertThat;

/// Push consumers: one alone, several in a group, several that each get everything.
@Order(2)
final class PushConsumerTest {
    private static final int QUEUES = 4;

    @EachClient
    void eachGroupGetsEverythingOnce(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        Received one = new Received();
        Received other = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", one);
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", other);
        List<String> bodies = Clients.send(producer, topic, "cluster-", 60);
        one.awaitExactly(bodies);
        other.awaitExactly(bodies);
    }

    @EachClient
    void wakesAHeldPullWhenAMessageArrives(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        received.awaitExactly(Clients.send(producer, topic, "first-", 1));
        for (int i = 0; i < 3; i++) {
            received.awaitAll(Clients.send(producer, topic, "later-" + i + "-", 1), Limits.WAKE_UP);
        }
    }

    @EachClient
    void broadcastingGivesEverythingToEachConsumer(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        String group = run.newName("group");
        List<Received> consumers = List.of(new Received(), new Received());
        for (Received received : consumers) {
            DefaultMQPushConsumer consumer = Clients.pushConsumer(run, group);
            Dialect.broadcast(consumer);
            consumer.subscribe(topic, "*");
            consumer.registerMessageListener(received);
            consumer.start();
        }
        List<String> bodies = Clients.send(producer, topic, "broadcast-", 40);
        for (Received received : consumers) {
            received.awaitExactly(bodies);
        }
    }

    @EachClient
    void deliversOnlyTheTagsOfTheSubscription(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 2);
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "TagA || TagB", received);
        List<String> wanted = new ArrayList<>();
        for (String body : Texts.numbered("tagged-", 30)) {
            producer.send(Texts.message(topic, "TagC", "key", "unwanted " + body));
            producer.send(Texts.message(topic, "no tag, " + body));
            producer.send(Texts.message(topic, wanted.size() % 2 == 0 ? "TagA" : "TagB", "key", body));
            wanted.add(body);
        }
        received.awaitExactly(wanted);
    }

    @EachClient(headers = HeaderType.JSON)
    void theOtherConsumerTakesOverWhenOneLeaves(Run run) throws Exception {
        takeOver(run, false);
    }

    @EachClient(headers = HeaderType.ROCKETMQ)
    void aLateConsumerGetsItsShareAndTheFirstMayLeave(Run run) throws Exception {
        takeOver(run, true);
    }

    /// Two consumers share the queues; then one of them leaves and the other has all.
    private static void takeOver(Run run, boolean firstLeaves) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        List<MessageQueue> queues = Clients.queues(producer, topic);
        String group = run.newName("group");
        Received one = new Received();
        Received other = new Received();
        DefaultMQPushConsumer first = Clients.startPushConsumer(run, group, topic, "*", one);
        one.awaitExactly(round(producer, queues, "alone-"));

        DefaultMQPushConsumer second = Clients.startPushConsumer(run, group, topic, "*", other);
        AtomicInteger rounds = new AtomicInteger();
        Set<String> sent = new HashSet<>();
        Awaitility.await("two queues each").atMost(Limits.REBALANCE).ignoreExceptions().untilAsserted(() -> {
            List<String> round = round(producer, queues, "shared-" + rounds.incrementAndGet() + "-");
            sent.addAll(round);
            Awaitility.await().atMost(Limits.WAKE_UP).until(() -> got(round, one) + got(round, other) >= QUEUES);
            assertThat(got(round, one)).isEqualTo(2);
            assertThat(got(round, other)).isEqualTo(2);
        });

        (firstLeaves ? first : second).shutdown();
        Received stays = firstLeaves ? other : one;
        stays.awaitAll(round(producer, queues, "after-"), Limits.REBALANCE);
        Awaitility.await("nothing is lost on the way").atMost(Limits.DELIVERY).untilAsserted(() -> {
            Set<String> all = new HashSet<>(one.distinctBodies());
            all.addAll(other.distinctBodies());
            assertThat(all).containsAll(sent);
        });
    }

    private static long got(List<String> round, Received received) {
        return round.stream().filter(received.distinctBodies()::contains).count();
    }

    /// One message to each queue.
    private static List<String> round(DefaultMQProducer producer, List<MessageQueue> queues, String prefix)
            throws Exception {
        List<String> bodies = Texts.numbered(prefix, queues.size());
        for (int i = 0; i < queues.size(); i++) {
            producer.send(Texts.message(queues.get(i).getTopic(), bodies.get(i)), queues.get(i));
        }
        return bodies;
    }
}
