package io.skylark.conformance.ownclient;

import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.TopicSettings;
import io.skylark.client.error.UnreachableException;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Batching;
import io.skylark.client.producer.Producer;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.OwnClient;
import io.skylark.conformance.Run;
import io.skylark.conformance.server.Layout;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What our client does when servers and networks fail: nothing acknowledged is lost, and it recovers by itself.
final class OwnFaultsTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    /// Longer than a few refreshes of the route; `-Dskylark.away=<seconds>` makes it longer.
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("skylark.away", 4));
    private static final int BUFFER_BYTES = 2 * 1024 * 1024;

    @OwnClient(server = Needs.OWN, layout = Layout.TWO_PROCESSES)
    void aBrokerIsKilledAndStartedAgainUnderLoad(Run run) throws Exception {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 8);
        Set<String> consumed = ConcurrentHashMap.newKeySet();
        Own.listen(Own.client(run), run.newName("group"), topic, message -> consumed.add(message.text()));
        Load batched = new Load(client.producer(run.newName("p")).batching().build(), topic);
        batched.awaitMore(500);
        run.server().killBroker();
        Awaitility.await().atMost(Own.LIMIT).until(() -> batched.failed() > 0);
        run.server().startBroker();
        long begin = System.nanoTime();
        Duration recovery = batched.recovery(begin);
        batched.awaitMore(500);
        batched.close();
        Awaitility.await().atMost(Own.LIMIT).untilAsserted(() ->
                assertThat(consumed).containsAll(batched.acknowledged()));
        run.report("broker killed: " + batched.acknowledged().size() + " acknowledged, " + batched.failed()
                + " failed, 0 lost; sends recovered " + recovery.toMillis() + " ms after it was back");
    }

    @OwnClient(server = Needs.OWN, layout = Layout.TWO_PROCESSES, config = "registerNameServerPeriod=10000")
    void theNameServerIsAwayForAWhile(Run run) throws Exception {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 4);
        OwnReceived received = Own.consume(run, run.newName("group"), topic);
        Load load = new Load(client.producer(run.newName("p")).build(), topic);
        load.awaitMore(100);
        run.server().killNameServer();
        long begin = System.nanoTime();
        Awaitility.await().atMost(AWAY.multipliedBy(2)).until(() -> System.nanoTime() - begin > AWAY.toNanos());
        load.awaitMore(100);
        assertThat(load.failed()).isZero();
        run.server().startNameServer();
        long back = System.nanoTime();
        // A broker tells a new name server of itself within its own period.
        String later = Own.createTopic(run, client, 2);
        Awaitility.await().atMost(Own.LIMIT).ignoreExceptions().until(() ->
                client.producer(run.newName("p")).build().send(Message.of(later, "x")) != null);
        run.report("name server away for " + AWAY.toSeconds() + " s: no send failed; a new topic worked "
                + Duration.ofNanos(System.nanoTime() - back).toMillis() + " ms after it was back");
        load.close();
        received.awaitAll(load.acknowledged());
    }

    @OwnClient
    void aTopicGrowsWhileItIsUsed(Run run) throws Exception {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 2);
        OwnReceived received = Own.consume(run, run.newName("group"), topic);
        Load load = new Load(client.producer(run.newName("p")).build(), topic);
        load.awaitMore(50);
        client.admin().topics().create(topic, 6);
        Awaitility.await().atMost(Own.LIMIT).until(() -> received.messages().stream()
                .map(message -> message.queue().queueId()).distinct().count() == 6);
        load.close();
        received.awaitExactly(load.acknowledged());
    }

    @OwnClient
    void aTopicIsClosedToSendersForAWhile(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 2);
        OwnReceived received = Own.consume(run, run.newName("group"), topic);
        Load load = new Load(client.producer(run.newName("p")).build(), topic);
        load.awaitMore(50);
        TopicSettings settings = TopicSettings.of(topic).withQueues(2);
        client.admin().topics().create(settings.withPermission(true, false));
        Awaitility.await().atMost(Own.LIMIT).until(() -> load.failed() > 0);
        // Who did not send it yet learns it from the broker, then from the route.
        Producer another = Own.client(run).producer(run.newName("p")).build();
        Awaitility.await().atMost(Own.LIMIT).untilAsserted(() -> assertThatThrownBy(
                () -> another.send(Message.of(topic, "refused"))).isInstanceOf(UnreachableException.class)
                .hasMessageContaining("not writeable"));
        int acknowledged = load.acknowledged().size();
        received.awaitAll(load.acknowledged());
        assertThat(load.acknowledged()).hasSize(acknowledged);
        client.admin().topics().create(settings);
        Duration recovery = load.recovery(System.nanoTime());
        load.awaitMore(50);
        load.close();
        received.awaitExactly(load.acknowledged());
        run.report("a topic was closed to senders: sends recovered " + recovery.toMillis() + " ms after it was open");
    }

    @OwnClient
    void aConnectionGoesSilentWithoutAnEnd(Run run) throws Exception {
        String topic = Own.createTopic(run, Own.client(run), 4);
        try (Detour detour = new Detour(run.server().nameServer())) {
            SkylarkClient client = Own.impatient(run, detour.address());
            Set<String> consumed = ConcurrentHashMap.newKeySet();
            Own.listen(client, run.newName("group"), topic, message -> consumed.add(message.text()));
            Load load = new Load(client.producer(run.newName("p")).sendTimeout(SOON).build(), topic);
            load.awaitMore(100);
            detour.link().freeze();
            Awaitility.await().atMost(Own.LIMIT).until(() -> load.failed() > 0);
            detour.link().heal();
            long begin = System.nanoTime();
            Duration recovery = load.recovery(begin);
            load.awaitMore(100);
            load.close();
            Awaitility.await().atMost(Own.LIMIT).untilAsserted(() ->
                    assertThat(consumed).containsAll(load.acknowledged()));
            run.report("half-open connection: " + load.failed() + " sends failed, 0 lost; recovered "
                    + recovery.toMillis() + " ms after the network was back");
        }
    }

    /// A program that does not care about failures and sends on as fast as it can.
    @OwnClient
    void memoryIsBoundedWhileNothingCanBeSent(Run run) throws Exception {
        String topic = Own.createTopic(run, Own.client(run), 4);
        try (Detour detour = new Detour(run.server().nameServer())) {
            SkylarkClient client = Own.impatient(run, detour.address());
            Producer producer = client.producer(run.newName("p")).sendTimeout(SOON)
                    .batching(Batching.STANDARD.withMaxBufferedBytes(BUFFER_BYTES)).build();
            producer.send(Message.of(topic, "first"));
            detour.link().freeze();
            long begin = System.nanoTime();
            Flood flood = new Flood(producer, topic, () -> System.nanoTime() - begin < SOON.multipliedBy(3).toNanos());
            flood.await();
            // What was accepted fails after the send timeout and gives its room back: one buffer a second.
            assertThat(flood.sent() * Flood.BODY_BYTES).isLessThan(5 * BUFFER_BYTES);
            assertThat(flood.mostUnfinished() * Flood.BODY_BYTES).isLessThan(2 * BUFFER_BYTES);
            detour.link().heal();
            long back = System.nanoTime();
            Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(Own.LIMIT).ignoreExceptions()
                    .until(() -> producer.send(Message.of(topic, "again")) != null);
            run.report("full buffers: " + flood.failed() + " of " + flood.sent() + " sends failed in 3 s, at most "
                    + flood.mostUnfinished() * Flood.BODY_BYTES + " bytes of " + BUFFER_BYTES + " waited; recovered "
                    + Duration.ofNanos(System.nanoTime() - back).toMillis() + " ms after the network was back");
        }
    }

    @OwnClient
    void aSlowBrokerSlowsItsSendersDown(Run run) throws Exception {
        String topic = Own.createTopic(run, Own.client(run), 4);
        try (Detour detour = new Detour(run.server().nameServer())) {
            SkylarkClient client = Own.impatient(run, detour.address());
            Producer producer = client.producer(run.newName("p"))
                    .batching(Batching.STANDARD.withMaxBufferedBytes(BUFFER_BYTES)).build();
            producer.send(Message.of(topic, "first"));
            detour.link().slow(Duration.ofMillis(100));
            AtomicInteger left = new AtomicInteger(5 * BUFFER_BYTES / Flood.BODY_BYTES);
            long begin = System.nanoTime();
            Flood flood = new Flood(producer, topic, () -> left.decrementAndGet() >= 0);
            flood.await();
            assertThat(flood.failed()).isZero();
            assertThat(flood.mostUnfinished() * Flood.BODY_BYTES).isLessThan(2 * BUFFER_BYTES);
            run.report("a slow broker: " + flood.sent() + " sends took "
                    + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms, none failed, at most "
                    + flood.mostUnfinished() * Flood.BODY_BYTES + " bytes of " + BUFFER_BYTES + " waited");
        }
    }
}
