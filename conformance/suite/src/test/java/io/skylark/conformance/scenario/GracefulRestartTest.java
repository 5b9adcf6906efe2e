package io.skylark.conformance.scenario;

import io.skylark.client.SkylarkClient;
import io.skylark.conformance.EachClient;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import io.skylark.conformance.ownclient.Load;
import io.skylark.conformance.ownclient.Own;
import io.skylark.conformance.ownclient.OwnReceived;
import io.skylark.conformance.server.Server;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// SIGTERM and a new start in the middle of sending and consuming, with an official client and ours side by side.
final class GracefulRestartTest {
    private static final String SECOND = "broker-b";
    private static final int QUEUES = 4;
    private static final int SENDS = 100;

    @EachClient(headers = HeaderType.JSON, clients = {"4.9.8", "5.5.0"}, server = Needs.OWN)
    void oneBrokerOfTwoIsRestarted(Run run) throws Exception {
        Server second = run.startBroker(SECOND);
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopicOnBoth(run, producer, QUEUES);
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        OwnReceived own = Own.consume(run, run.newName("own"), topic);
        SkylarkClient client = Own.client(run);
        SendLoad load = SendLoad.plain(producer, topic, "official-");
        run.closeLater(load);
        Load ownLoad = new Load(client.producer(run.newName("p")).build(), topic, "own-");
        run.closeLater(ownLoad);
        load.awaitMoreBy(SECOND, SENDS);
        Awaitility.await().atMost(Limits.RECOVERY).until(() -> ownLoad.acknowledgedBy(SECOND) >= SENDS);

        second.stop();
        load.awaitMore(SENDS);
        second.start();

        int sentBefore = ownLoad.acknowledgedBy(SECOND);
        long used = millisUntil(() -> ownLoad.acknowledgedBy(SECOND) > sentBefore);
        load.awaitMoreBy(SECOND, SENDS);
        load.close();
        ownLoad.close();
        long consumed = awaitConsumed(received, own, load, ownLoad);
        run.report("one broker of two restarted: " + load.acknowledged().size() + " and with our client "
                + ownLoad.acknowledged().size() + " sends acknowledged, " + load.failures().size() + " and "
                + ownLoad.failed() + " failed; our client used it " + used + " ms after its start; all consumed "
                + consumed + " ms after the last send");
        assertThat(ownLoad.failed()).isZero();
        if (run.variant().version().startsWith("4.")) {
            // Such a client waits for the answer of a connection that has ended until the time of the send is over, repeats
            // included. That can meet a request that is on its way when the connection is closed: one of each thread.
            assertThat(load.failures()).hasSizeLessThanOrEqualTo(SendLoad.THREADS).allSatisfy(failure ->
                    assertThat(failure).hasMessageContaining("call timeout"));
        } else {
            assertThat(load.failures()).isEmpty();
        }
    }

    /// Sends fail while nobody is there; what was acknowledged is not lost, and consumers are back soon.
    @EachClient(headers = HeaderType.JSON, clients = {"4.9.8", "5.5.0"}, server = Needs.OWN)
    void theOnlyBrokerIsRestarted(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        OwnReceived own = Own.consume(run, run.newName("own"), topic);
        SkylarkClient client = Own.client(run);
        SendLoad load = SendLoad.plain(producer, topic, "official-");
        run.closeLater(load);
        Load ownLoad = new Load(client.producer(run.newName("p")).build(), topic, "own-");
        run.closeLater(ownLoad);
        load.awaitMore(SENDS);
        ownLoad.awaitMore(SENDS);

        run.server().stop();
        run.server().start();

        int before = received.messages().size();
        int ownBefore = own.messages().size();
        long ours = millisUntil(() -> own.messages().size() > ownBefore);
        long official = ours + millisUntil(() -> received.messages().size() > before);
        load.awaitMore(SENDS);
        load.close();
        ownLoad.close();
        long consumed = awaitConsumed(received, own, load, ownLoad);
        run.report("the only broker restarted: " + load.acknowledged().size() + " and with our client "
                + ownLoad.acknowledged().size() + " sends acknowledged, 0 lost; consumption went on " + ours
                + " ms after the start with our client, " + official + " ms with the official one; all consumed "
                + consumed + " ms after the last send");
    }

    private static long millisUntil(BooleanSupplier reached) {
        long begin = System.nanoTime();
        Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).atMost(Limits.RECOVERY)
                .until(reached::getAsBoolean);
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    private static long awaitConsumed(Received received, OwnReceived own, SendLoad load, Load ownLoad) {
        Set<String> all = new HashSet<>(load.acknowledged());
        all.addAll(ownLoad.acknowledged());
        return millisUntil(() -> received.distinctBodies().containsAll(all) && Set.copyOf(own.texts()).containsAll(all));
    }
}
