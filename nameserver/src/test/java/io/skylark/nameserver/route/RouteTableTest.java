package io.skylark.nameserver.route;

import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.body.TopicRoute;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RouteTableTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final DataVersion V1 = new DataVersion(0L, 1, 1L);
    private static final DataVersion V2 = new DataVersion(0L, 1, 2L);

    private record Line(String name) implements Origin {
        @Override
        public void disconnect() {
            throw new AssertionError("the table ends no connection itself");
        }
    }

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final RouteTable table = new RouteTable(clock::get);
    private final RouteReader reader = new RouteReader(table);

    private static Map<String, TopicConfig> topics(int queues, String... names) {
        Map<String, TopicConfig> topics = new HashMap<>();
        for (String name : names) {
            topics.put(name, TopicConfig.of(name, queues, 6));
        }
        return topics;
    }

    private static Announcement broker(
            String name, long id, String address, DataVersion version, Map<String, TopicConfig> topics) {
        return new Announcement(
                "C", name, id, BrokerAddress.fixed(address), "ha-" + address, false, null, TIMEOUT, version, topics,
                List.of(), new Line(address));
    }

    private static Announcement local(
            String name, DataVersion version, Map<String, TopicConfig> topics) {
        return new Announcement(
                "C", name, 0, BrokerAddress.dialled(10911), "", false, null, Duration.ZERO, version, topics, List.of(),
                null);
    }

    private static Announcement acting(Announcement from) {
        return new Announcement(
                from.cluster(), from.brokerName(), from.id(), from.address(), from.haServer(), true, from.zone(),
                from.timeout(), from.version(), from.topics(), from.filterServers(), from.origin());
    }

    private @Nullable TopicRoute route(String topic) {
        return reader.route(topic, HERE, null, null).orElse(null);
    }

    private List<QueueData> queues(String topic) {
        TopicRoute route = route(topic);
        return route == null ? List.of() : route.queueDatas();
    }

    private Map<Long, String> addresses(String broker) {
        BrokerData data = reader.cluster(HERE).brokerAddrTable().get(broker);
        return data == null ? Map.of() : data.brokerAddrs();
    }

    private void advance(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void answersTheQueuesAndAddressesOfATopic() {
        assertThat(table.register(broker("b", 0, "b:1", V1, topics(4, "T", "U"))))
                .isEqualTo(new Outcome.Accepted(true, null));
        table.register(broker("a", 0, "a:1", V1, topics(8, "T", "V")));
        TopicRoute route = route("T");
        assertThat(route).isNotNull();
        assertThat(route.queueDatas()).containsExactly(
                new QueueData("a", 8, 8, 6, 0), new QueueData("b", 4, 4, 6, 0));
        assertThat(route.brokerDatas()).containsExactly(
                new BrokerData("C", "a", Map.of(0L, "a:1"), false, null),
                new BrokerData("C", "b", Map.of(0L, "b:1"), false, null));
        assertThat(route("nothing")).isNull();
    }

    @Test
    void endsARegistrationThatIsNotRepeated() {
        table.register(broker("a", 0, "a:1", V1, topics(8, "T", "U")));
        table.register(broker("b", 0, "b:1", V1, topics(8, "T", "V")));
        advance(TIMEOUT);
        assertThat(table.expire()).isEmpty();
        table.register(broker("b", 0, "b:1", V1, topics(8, "T", "V")));
        advance(Duration.ofNanos(1));
        assertThat(table.expire())
                .containsExactly(new Lost("a", 0, BrokerAddress.fixed("a:1"), new Line("a:1")));
        assertThat(queues("T")).containsExactly(new QueueData("b", 8, 8, 6, 0));
        assertThat(route("U")).isNull();
        assertThat(reader.topics().topicList()).containsExactly("T", "V");
        assertThat(reader.cluster(HERE).clusterAddrTable()).isEqualTo(Map.of("C", Set.of("b")));
    }

    @Test
    void takesAnEqualVersionForARegistration() {
        table.register(broker("a", 0, "a:1", V1, topics(8, "T", "U")));
        advance(TIMEOUT);
        assertThat(table.confirm("a", BrokerAddress.fixed("a:1"), V1))
                .isEqualTo(Optional.of(new RouteTable.Confirmation(V1, true)));
        advance(TIMEOUT);
        assertThat(table.expire()).isEmpty();
        assertThat(table.confirm("a", BrokerAddress.fixed("a:1"), V2))
                .isEqualTo(Optional.of(new RouteTable.Confirmation(V1, false)));
        assertThat(table.confirm("a", BrokerAddress.fixed("a:1"), null))
                .isEqualTo(Optional.of(new RouteTable.Confirmation(V1, false)));
        assertThat(table.confirm("a", BrokerAddress.fixed("a:2"), V1)).isEmpty();
        assertThat(table.confirm("z", BrokerAddress.fixed("a:1"), V1)).isEmpty();
        advance(Duration.ofNanos(1));
        assertThat(table.expire()).hasSize(1);
    }

    @Test
    void readsVersionsOfOldBrokersWithMissingMembers() {
        table.register(broker("a", 0, "a:1", new DataVersion(null, 7, null), topics(8, "T", "U")));
        assertThat(table.confirm("a", BrokerAddress.fixed("a:1"), new DataVersion(0L, 7, 0L)))
                .isEqualTo(Optional.of(new RouteTable.Confirmation(new DataVersion(0L, 7, 0L), true)));
    }

    @Test
    void endsRegistrationsWithTheirConnection() {
        table.register(broker("a", 0, "a:1", V1, topics(8, "T", "U")));
        table.register(broker("a", 1, "a:2", V1, topics(8, "T", "U")));
        assertThat(table.disconnected(new Line("a:1"))).extracting(Lost::id).containsExactly(0L);
        assertThat(addresses("a")).isEqualTo(Map.of(1L, "a:2"));
        assertThat(queues("T")).as("readers still find the replica").hasSize(1);
        assertThat(table.disconnected(new Line("a:1"))).isEmpty();
        assertThat(table.disconnected(new Line("a:2"))).hasSize(1);
        assertThat(reader.topics().topicList()).isEmpty();
    }

    @Test
    void keepsARegistrationThatWasRepeatedOverAnotherConnection() {
        Announcement first = broker("a", 0, "a:1", V1, topics(8, "T", "U"));
        table.register(first);
        table.register(new Announcement(
                "C", "a", 0, first.address(), "", false, null, TIMEOUT, V1, first.topics(), List.of(),
                new Line("new")));
        assertThat(table.disconnected(new Line("a:1"))).isEmpty();
        assertThat(table.disconnected(new Line("new"))).hasSize(1);
    }

    @Test
    void withdrawsABrokerByItsAddress() {
        table.register(broker("a", 0, "a:1", V1, topics(8, "T", "U")));
        assertThat(table.unregister("a", BrokerAddress.fixed("a:2"))).isEmpty();
        assertThat(table.unregister("b", BrokerAddress.fixed("a:1"))).isEmpty();
        assertThat(table.unregister("a", BrokerAddress.fixed("a:1"))).hasSize(1);
        assertThat(route("T")).isNull();
    }

    @Test
    void refusesASingleTopicOfAnUnknownBroker() {
        assertThat(table.register(broker("a", 0, "a:1", V1, topics(8, "T"))))
                .isEqualTo(new Outcome.Refused("register broker failed"));
        assertThat(addresses("a")).isEmpty();
        table.register(broker("a", 0, "a:1", V1, topics(8, "T", "U")));
        assertThat(table.register(broker("a", 0, "a:1", V2, topics(8, "W"))))
                .isEqualTo(new Outcome.Accepted(false, null));
        assertThat(reader.topics().topicList()).containsExactly("T", "U", "W");
    }

    @Test
    void takesChangedTopicsWithAChangedVersionOnly() {
        table.register(broker("a", 0, "a:1", V1, topics(8, "T", "U")));
        table.register(broker("a", 0, "a:1", V1, topics(3, "T", "W")));
        assertThat(queues("T")).containsExactly(new QueueData("a", 8, 8, 6, 0));
        assertThat(queues("W")).as("a topic that is missing is taken").containsExactly(new QueueData("a", 3, 3, 6, 0));
        table.register(broker("a", 0, "a:1", V2, topics(3, "T")));
        assertThat(queues("T")).containsExactly(new QueueData("a", 3, 3, 6, 0));
        assertThat(queues("U")).as("what is not mentioned stays").hasSize(1);
    }

    @Test
    void tellsAReplicaItsMaster() {
        assertThat(table.register(broker("a", 1, "a:2", V1, topics(8, "T", "U"))))
                .isEqualTo(new Outcome.Accepted(true, null));
        assertThat(route("T")).as("topics are the master's to announce").isNull();
        table.register(broker("a", 0, "a:1", V1, topics(8, "T", "U")));
        assertThat(table.register(broker("a", 1, "a:2", V1, topics(4, "T", "X"))))
                .isEqualTo(new Outcome.Accepted(
                        false, new Outcome.Master(BrokerAddress.fixed("a:1"), "ha-a:1")));
        assertThat(queues("T")).containsExactly(new QueueData("a", 8, 8, 6, 0));
        assertThat(route("X")).isNull();
        assertThat(addresses("a")).isEqualTo(Map.of(0L, "a:1", 1L, "a:2"));
    }

    @Test
    void takesTopicsWithoutWritesFromAnActingMaster() {
        table.register(acting(broker("a", 2, "a:2", V1, topics(8, "T", "U"))));
        assertThat(queues("T")).containsExactly(new QueueData("a", 8, 8, 4, 0));
        table.register(acting(broker("a", 3, "a:3", V1, topics(8, "T", "X"))));
        assertThat(route("X")).as("not the lowest id").isNull();
    }

    @Test
    void followsABrokerThatComesBackUnderAnotherId() {
        table.register(broker("a", 0, "a:1", V1, topics(8, "T", "U")));
        table.register(broker("a", 3, "a:1", V1, topics(8, "T", "U")));
        assertThat(addresses("a")).isEqualTo(Map.of(3L, "a:1"));
    }

    @Test
    void ignoresAnOlderBrokerThatClaimsTheSameId() {
        table.register(broker("a", 0, "a:1", new DataVersion(5L, 1, 1L), topics(8, "T", "U")));
        assertThat(table.register(broker("a", 0, "a:2", new DataVersion(4L, 9, 9L), topics(3, "T", "U"))))
                .isEqualTo(new Outcome.Outdated());
        assertThat(addresses("a")).isEqualTo(Map.of(0L, "a:1"));
        assertThat(queues("T")).containsExactly(new QueueData("a", 8, 8, 6, 0));
        assertThat(table.register(broker("a", 0, "a:2", new DataVersion(5L, 9, 9L), topics(3, "T", "U"))))
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(addresses("a")).isEqualTo(Map.of(0L, "a:2"));
        assertThat(table.disconnected(new Line("a:1"))).as("the old one holds nothing any more").isEmpty();
    }

    @Test
    void wipesAndAddsWritePermissionUntilTheVersionChanges() {
        Announcement announcement = broker("a", 0, "a:1", V1, topics(8, "T", "U"));
        table.register(announcement);
        table.register(broker("b", 0, "b:1", V1, topics(8, "T", "V")));
        assertThat(table.wipeWritePermission("a")).isEqualTo(2);
        assertThat(table.wipeWritePermission("none")).isZero();
        assertThat(queues("T")).extracting(QueueData::perm).containsExactly(4, 6);
        table.register(announcement);
        assertThat(queues("T")).extracting(QueueData::perm).containsExactly(4, 6);
        assertThat(table.addWritePermission("a")).isEqualTo(2);
        assertThat(queues("T")).extracting(QueueData::perm).containsExactly(6, 6);
        table.wipeWritePermission("a");
        table.register(broker("a", 0, "a:1", V2, topics(8, "T", "U")));
        assertThat(queues("T")).extracting(QueueData::perm).containsExactly(6, 6);
    }

    @Test
    void forgetsATopicUntilItIsRegisteredAgain() {
        Announcement announcement = broker("a", 0, "a:1", V1, topics(8, "T", "U"));
        table.register(announcement);
        table.deleteTopic("T", "other");
        assertThat(queues("T")).hasSize(1);
        table.deleteTopic("T", "C");
        assertThat(route("T")).isNull();
        table.register(announcement);
        assertThat(queues("T")).hasSize(1);
        table.deleteTopic("T", "");
        table.deleteTopic("never", null);
        assertThat(reader.topics().topicList()).containsExactly("U");
    }

    @Test
    void takesATopicForBrokersThatAreThere() {
        table.register(broker("a", 0, "a:1", V1, topics(8, "T", "U")));
        table.registerTopic("N", List.of(new QueueData("a", 2, 2, 6, 0), new QueueData("gone", 2, 2, 6, 0)));
        assertThat(queues("N")).containsExactly(new QueueData("a", 2, 2, 6, 0));
        table.registerTopic("M", List.of(new QueueData("gone", 2, 2, 6, 0)));
        assertThat(reader.topics().topicList()).containsExactly("N", "T", "U");
    }

    @Test
    void keepsABrokerOfThisProcessUntilItIsWithdrawn() {
        table.register(local("a", V1, topics(8, "T")));
        advance(Duration.ofDays(100));
        assertThat(table.expire()).isEmpty();
        assertThat(table.unregister("a", BrokerAddress.dialled(10911))).as("only it can say so").isEmpty();
        assertThat(table.disconnected(new Line("a:1"))).isEmpty();
        assertThat(queues("T")).hasSize(1);
        assertThat(table.unregisterLocal("a", 1)).isEmpty();
        assertThat(table.unregisterLocal("a", 0)).hasSize(1);
        assertThat(route("T")).isNull();
    }

    @Test
    void takesTheTopicsOfABrokerOfThisProcessForAllItHas() {
        table.register(local("a", V1, topics(8, "T", "U")));
        table.register(broker("b", 0, "b:1", V1, topics(8, "T", "V")));
        table.register(local("a", V2, topics(8, "U", "W")));
        assertThat(reader.topics().topicList()).containsExactly("T", "U", "V", "W");
        assertThat(queues("T")).containsExactly(new QueueData("b", 8, 8, 6, 0));
        table.deleteTopic("U", null);
        table.wipeWritePermission("a");
        table.register(local("a", V2, topics(8, "U", "W")));
        assertThat(queues("U")).as("back with the next registration").hasSize(1);
        assertThat(queues("W")).as("still wiped").extracting(QueueData::perm).containsExactly(4);
    }

    @Test
    void doesNotLetAnotherBrokerTakeThePlaceOfALocalOne() {
        table.register(local("a", V1, topics(8, "T")));
        assertThat(table.register(broker("a", 0, "x:1", V2, topics(1, "T", "U"))))
                .isEqualTo(new Outcome.Refused(
                        "register broker failed: broker a with id 0 runs in the process of this name server"));
        assertThat(queues("T")).containsExactly(new QueueData("a", 8, 8, 6, 0));
        assertThat(table.register(broker("a", 1, "x:1", V2, topics(1, "T", "U"))))
                .isEqualTo(new Outcome.Accepted(true, new Outcome.Master(BrokerAddress.dialled(10911), "")));
        assertThat(addresses("a")).isEqualTo(Map.of(0L, "127.0.0.1:10911", 1L, "x:1"));
    }

    @Test
    void takesThePlaceOfARemoteBrokerForALocalOne() {
        table.register(broker("a", 0, "x:1", V1, topics(1, "T", "U")));
        table.register(local("a", V2, topics(8, "T")));
        assertThat(addresses("a")).isEqualTo(Map.of(0L, "127.0.0.1:10911"));
        assertThat(table.disconnected(new Line("x:1"))).isEmpty();
        assertThat(reader.topics().topicList()).containsExactly("T");
    }

    @Test
    void limitsBrokersAndTopics() {
        RouteTable small = new RouteTable(clock::get, 2, 5);
        assertThat(small.register(broker("a", 0, "a:1", V1, topics(8, "A", "B")))).isInstanceOf(Outcome.Accepted.class);
        assertThat(small.register(broker("b", 0, "b:1", V1, topics(8, "A", "C", "D", "E", "F"))))
                .isEqualTo(new Outcome.Refused("register broker failed: more than 5 topics"));
        assertThat(small.register(broker("b", 0, "b:1", V1, topics(8, "A", "C", "D", "E"))))
                .isInstanceOf(Outcome.Accepted.class);
        small.registerTopic("F", List.of(new QueueData("a", 1, 1, 6, 0)));
        assertThat(new RouteReader(small).topics().topicList()).containsExactly("A", "B", "C", "D", "E");
        assertThat(small.register(broker("c", 0, "c:1", V1, topics(8, "A", "B"))))
                .isEqualTo(new Outcome.Refused("register broker failed: 2 brokers are registered"));
        assertThat(small.register(broker("a", 0, "a:1", V2, topics(8, "A")))).isInstanceOf(Outcome.Accepted.class);
    }
}
