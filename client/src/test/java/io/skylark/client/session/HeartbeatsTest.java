package io.skylark.client.session;

import io.skylark.client.FakeCluster;
import io.skylark.client.config.ClientConfig;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.body.ConsumeFrom;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class HeartbeatsTest {
    private final FakeCluster cluster = new FakeCluster(2).withTopic("T", 1);
    private final ClientSession session = new ClientSession(
            ClientConfig.standard(cluster.nameServer().address()), Clock.systemUTC(), RandomGenerator.getDefault());
    private final Heartbeats heartbeats = session.heartbeats();

    @AfterEach
    void close() {
        session.close();
        cluster.close();
    }

    private void join(String group, Runnable membersChanged) {
        heartbeats.joinConsumer(group, () -> membership(group), membersChanged);
    }

    private static Heartbeat.Consumer membership(String group) {
        return new Heartbeat.Consumer(
                group, ConsumeType.CONSUME_PASSIVELY, MessageModel.CLUSTERING,
                ConsumeFrom.CONSUME_FROM_LAST_OFFSET, Set.of(), false);
    }

    private List<Heartbeat.Data> received(int broker) {
        return cluster.broker(broker).server().requests().stream()
                .filter(request -> request.code() == Heartbeat.API.code())
                .map(request -> Json.decode(request.body(), Heartbeat.Data.class))
                .toList();
    }

    @Test
    void tellsEveryKnownBrokerOfAllGroups() {
        session.routes().toRead("T");
        heartbeats.joinProducer("p");
        join("c", () -> {});
        heartbeats.beat().join();
        for (int broker = 0; broker < 2; broker++) {
            await().until(() -> !received(0).isEmpty() && !received(1).isEmpty());
            Heartbeat.Data data = received(broker).get(0);
            assertThat(data.clientID()).isEqualTo(session.clientId());
            assertThat(data.producerDataSet()).containsExactly(new Heartbeat.Producer("p"));
            assertThat(data.consumerDataSet()).hasSize(1);
        }
    }

    @Test
    void saysNothingWithoutGroupsOrBrokers() {
        heartbeats.joinProducer("p");
        heartbeats.beat().join();
        heartbeats.leaveProducer("p").join();
        session.routes().toRead("T");
        heartbeats.beat().join();
        assertThat(received(0)).isEmpty();
        assertThat(received(1)).isEmpty();
    }

    @Test
    void tellsOnlyThoseThatDoNotKnowYetUntilAGroupJoins() {
        session.routes().toRead("T");
        join("c", () -> {});
        heartbeats.beatToUninformed().join();
        // One more comes with each new connection.
        await().until(() -> received(0).size() == 2 && received(1).size() == 2);
        heartbeats.beatToUninformed().join();
        assertThat(received(0)).hasSize(2);
        join("d", () -> {});
        heartbeats.beatToUninformed().join();
        assertThat(received(0)).hasSize(3);
    }

    @Test
    void callsTheConsumerWhoseMembersChanged() {
        session.routes().toRead("T");
        AtomicInteger calls = new AtomicInteger();
        join("c", calls::incrementAndGet);
        join("d", () -> {
            throw new AssertionError("another group");
        });
        heartbeats.beat().join();
        cluster.broker(0).notifyMembers("c");
        cluster.broker(0).notifyMembers("stranger");
        await().until(() -> calls.get() == 1);
    }

    @Test
    void saysGoodByeToThoseItTold() {
        session.routes().toRead("T");
        join("c", () -> {});
        heartbeats.beat().join();
        heartbeats.leaveConsumer("c").join();
        for (int broker = 0; broker < 2; broker++) {
            assertThat(cluster.broker(broker).members("c")).isEmpty();
            assertThat(cluster.broker(broker).server().requests().stream().map(Command::code)).endsWith(35);
        }
    }

    @Test
    void saysGoodByeToThoseThatHaveNotHeardOfTheNewestGroup() {
        session.routes().toRead("T");
        join("c", () -> {});
        heartbeats.beat().join();
        heartbeats.joinProducer("p");
        heartbeats.leaveConsumer("c").join();
        assertThat(cluster.broker(0).members("c")).isEmpty();
        assertThat(cluster.broker(1).members("c")).isEmpty();
    }

    @Test
    void saysGoodByeToABrokerThatDidNotAnswerTheLastHeartbeat() {
        ClientConfig config = ClientConfig.standard(cluster.nameServer().address())
                .withRequestTimeout(Duration.ofMillis(300));
        try (ClientSession impatient = new ClientSession(config, Clock.systemUTC(), RandomGenerator.getDefault())) {
            Heartbeats beats = impatient.heartbeats();
            impatient.routes().toRead("T");
            beats.joinConsumer("c", () -> membership("c"), () -> {});
            beats.beat().join();
            cluster.broker(0).ignore(Heartbeat.API.code());
            beats.beat().join();
            beats.leaveConsumer("c").join();
            assertThat(cluster.broker(0).members("c")).isEmpty();
        }
    }

    @Test
    void aHeartbeatThatWasBeingMadeDoesNotLetAMemberInAgainThatLeft() {
        session.routes().toRead("T");
        AtomicBoolean leave = new AtomicBoolean();
        heartbeats.joinConsumer("c", () -> {
            if (leave.compareAndSet(true, false)) {
                heartbeats.leaveConsumer("c").join();
            }
            return membership("c");
        }, () -> {});
        heartbeats.beat().join();
        assertThat(cluster.broker(0).members("c")).hasSize(1);
        leave.set(true);
        heartbeats.beat().join();
        assertThat(cluster.broker(0).members("c")).isEmpty();
        assertThat(cluster.broker(1).members("c")).isEmpty();
    }

    @Test
    void isDoneEvenWhenABrokerIsGone() {
        session.routes().toRead("T");
        cluster.broker(1).close();
        join("c", () -> {});
        heartbeats.beatToUninformed().join();
        assertThat(cluster.broker(0).members("c")).containsExactly(session.clientId());
    }

    @Test
    void refusesASecondMemberOfAGroup() {
        join("c", () -> {});
        assertThatThrownBy(() -> join("c", () -> {})).isInstanceOf(IllegalStateException.class);
    }
}
