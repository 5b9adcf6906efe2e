package io.skylark.conformance.ownclient;

import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.ClusterAdmin;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.OwnClient;
import io.skylark.conformance.Run;
import io.skylark.conformance.server.Layout;
import io.skylark.conformance.server.Server;
import io.skylark.conformance.wire.RawClient;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;

import static org.assertj.core.api.Assertions.assertThat;

/// What our client makes of a cluster of two brokers that come, go, hang, and are told to take no messages.
@Order(2)
final class OwnClusterTest {
    private static final String FIRST = "broker-a";
    private static final String SECOND = "broker-b";
    private static final int QUEUES = 4;
    private static final int WIPE_WRITE_PERMISSION = 205;
    private static final int ADD_WRITE_PERMISSION = 327;
    private static final Duration POLL = Duration.ofMillis(10);

    private static void awaitBrokers(SkylarkClient client, Set<String> names) {
        Awaitility.await("brokers " + names).atMost(Own.LIMIT).until(() -> client.admin().cluster().brokers().stream()
                .map(ClusterAdmin.Broker::name).collect(Collectors.toSet()).equals(names));
    }

    private static String address(SkylarkClient client, String broker) {
        return client.admin().cluster().brokers().stream().filter(each -> each.name().equals(broker))
                .map(each -> each.addresses().get(0L)).findFirst().orElseThrow();
    }

    private static long queues(OwnReceived received, String broker) {
        return received.messages().stream().map(ReceivedMessage::queue)
                .filter(queue -> queue.brokerName().equals(broker)).distinct().count();
    }

    /// How long it took from now on.
    private static long millisUntil(String what, BooleanSupplier reached) {
        long begin = System.nanoTime();
        Awaitility.await(what).pollDelay(Duration.ZERO).pollInterval(POLL).atMost(Own.LIMIT)
                .until(reached::getAsBoolean);
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    @OwnClient(server = Needs.OWN)
    void aBrokerJoinsAndLeavesWhileMessagesFlow(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, QUEUES);
        String group = run.newName("group");
        OwnReceived received = new OwnReceived();
        Own.listen(Own.client(run), group, topic, received::add);
        Own.listen(Own.client(run), group, topic, received::add);
        Load load = new Load(client.producer(run.newName("p")).build(), topic);
        Load batched = new Load(client.producer(run.newName("p")).batching().build(), topic, "b");
        load.awaitMore(50);
        Server second = run.startBroker(SECOND);
        awaitBrokers(client, Set.of(FIRST, SECOND));
        client.admin().topics().create(topic, QUEUES);
        long sent = millisUntil("sends to the new broker", () ->
                load.acknowledgedBy(SECOND) > 0 && batched.acknowledgedBy(SECOND) > 0);
        long consumed = sent + millisUntil("all new queues", () -> queues(received, SECOND) == QUEUES);

        second.stop();
        load.awaitMore(100);
        batched.awaitMore(100);
        int after = load.acknowledgedBy(SECOND);
        load.awaitMore(50);
        assertThat(load.acknowledgedBy(SECOND)).isEqualTo(after);
        int failed = load.failed() + batched.failed();
        second.start();
        long back = millisUntil("sends to the broker that is back", () -> load.acknowledgedBy(SECOND) > after);
        load.close();
        batched.close();
        received.awaitAll(load.acknowledged());
        received.awaitAll(batched.acknowledged());
        run.report("a broker joined: used after " + sent + " ms, all its queues consumed after " + consumed
                + " ms; it left: " + failed + " sends failed; it was back: used after " + back + " ms; "
                + (load.acknowledged().size() + batched.acknowledged().size()) + " acknowledged, 0 lost");
        assertThat(failed).isZero();
    }

    @OwnClient(server = Needs.OWN, layout = Layout.TWO_PROCESSES)
    void theOtherBrokerGoesOnWhenOneIsKilled(Run run) {
        SkylarkClient client = Own.client(run);
        run.startBroker(SECOND);
        awaitBrokers(client, Set.of(FIRST, SECOND));
        String topic = Own.createTopic(run, client, QUEUES);
        String group = run.newName("group");
        OwnReceived received = new OwnReceived();
        Own.listen(Own.client(run), group, topic, received::add);
        Load load = new Load(client.producer(run.newName("p")).build(), topic);
        millisUntil("sends to both", () -> load.acknowledgedBy(FIRST) > 50 && load.acknowledgedBy(SECOND) > 50);

        run.server().killBroker();
        int before = load.acknowledgedBy(SECOND);
        long others = millisUntil("sends to the other", () -> load.acknowledgedBy(SECOND) > before + 50);
        OwnReceived newcomer = new OwnReceived();
        Own.listen(Own.client(run), group, topic, message -> {
            received.add(message);
            newcomer.add(message);
        });
        long shared = millisUntil("queues of the other for a new member", () -> queues(newcomer, SECOND) > 0);
        int failed = load.failed();
        run.server().startBroker();
        int acknowledged = load.acknowledgedBy(FIRST);
        long back = millisUntil("sends to the first again", () -> load.acknowledgedBy(FIRST) > acknowledged);
        load.close();
        received.awaitAll(load.acknowledged());
        run.report("one broker of two killed: " + failed + " sends failed, the other took 50 more after " + others
                + " ms, and gave queues to a new member after " + shared + " ms; used " + back
                + " ms after it was back; " + load.acknowledged().size() + " acknowledged, 0 lost");
        assertThat(failed).isZero();
    }

    @OwnClient(server = Needs.OWN)
    void aBrokerIsToldToTakeNoMessagesForAWhile(Run run) throws Exception {
        SkylarkClient client = Own.client(run);
        run.startBroker(SECOND);
        awaitBrokers(client, Set.of(FIRST, SECOND));
        String topic = Own.createTopic(run, client, QUEUES);
        OwnReceived received = Own.consume(run, run.newName("group"), topic);
        Load load = new Load(client.producer(run.newName("p")).build(), topic);
        millisUntil("all queues", () -> queues(received, FIRST) == QUEUES && queues(received, SECOND) == QUEUES);

        changePermission(run, WIPE_WRITE_PERMISSION);
        int[] last = {-1};
        long gone = millisUntil("no sends to it", () -> {
            int before = last[0];
            last[0] = load.acknowledgedBy(SECOND);
            int first = load.acknowledgedBy(FIRST);
            Awaitility.await().until(() -> load.acknowledgedBy(FIRST) > first + 20);
            return before == last[0];
        });
        changePermission(run, ADD_WRITE_PERMISSION);
        long back = millisUntil("sends to it again", () -> load.acknowledgedBy(SECOND) > last[0] + 10);
        load.close();
        received.awaitAll(load.acknowledged());
        assertThat(load.failed()).isZero();
        run.report("a broker was told to take no messages: no more came after " + gone + " ms; and again "
                + back + " ms after that ended; no send failed");
    }

    private static void changePermission(Run run, int code) throws Exception {
        String[] nameServer = run.server().nameServer().split(":");
        try (RawClient raw = new RawClient(nameServer[0], Integer.parseInt(nameServer[1]))) {
            assertThat(raw.ask(code, "brokerName", SECOND).code()).isZero();
        }
    }

    @OwnClient(server = Needs.OWN)
    void aBrokerIsSlowAndThenHangs(Run run) throws Exception {
        SkylarkClient direct = Own.client(run);
        run.startBroker(SECOND);
        awaitBrokers(direct, Set.of(FIRST, SECOND));
        String topic = Own.createTopic(run, direct, QUEUES);
        String group = run.newName("group");
        try (Detour detour = new Detour(run.server().nameServer())) {
            SkylarkClient client = Own.impatient(run, detour.address());
            OwnReceived received = new OwnReceived();
            Own.listen(client, group, topic, received::add);
            Load load = new Load(client.producer(run.newName("p")).build(), topic);
            millisUntil("all queues", () -> queues(received, FIRST) == QUEUES && queues(received, SECOND) == QUEUES);
            Link first = detour.link(address(direct, FIRST));

            // Above what a sender takes for slow.
            first.slow(Duration.ofMillis(600));
            int before = load.acknowledged().size();
            int slowBefore = load.acknowledgedBy(FIRST);
            load.awaitMore(2_000);
            int slow = load.acknowledgedBy(FIRST) - slowBefore;
            int all = load.acknowledged().size() - before;
            first.heal();
            int healed = load.acknowledgedBy(FIRST);
            long back = millisUntil("sends to it again", () -> load.acknowledgedBy(FIRST) > healed + 50);
            assertThat(load.failed()).isZero();
            run.report("a slow broker of two: took " + slow + " of " + all + " sends, and its share again " + back
                    + " ms after it was fast");
            assertThat(slow).isLessThan(all / 20);

            first.freeze();
            OwnReceived newcomer = new OwnReceived();
            Own.listen(Own.impatient(run, detour.address()), group, topic, message -> {
                received.add(message);
                newcomer.add(message);
            });
            long shared = millisUntil("queues of the other for a new member", () -> queues(newcomer, SECOND) > 0);
            load.awaitMore(500);
            int failed = load.failed();
            first.heal();
            int acknowledged = load.acknowledgedBy(FIRST);
            long used = millisUntil("sends to it again", () -> load.acknowledgedBy(FIRST) > acknowledged);
            load.close();
            received.awaitAll(load.acknowledged());
            run.report("one broker of two hung: " + failed + " sends failed, the other gave queues to a new member "
                    + "after " + shared + " ms; used " + used + " ms after it was back");
        }
    }
}
