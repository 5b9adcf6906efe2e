package io.skylark.client.route;

import io.skylark.client.FakeServer;
import io.skylark.client.config.TransportConfig;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.error.UnreachableException;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.client.transport.GiveUpThreads;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.body.MessageQueue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(20)
class RoutesTest {
    /// As a name server writes it for clients before 4.9.4: bare numbers as keys. broker-b has no master, broker-c may
    /// not be written, broker-d not be read.
    private static final String ROUTE = "{\"brokerDatas\":["
            + "{\"brokerAddrs\":{0:\"10.0.0.1:10911\",1:\"10.0.0.2:10911\"},"
            + "\"brokerName\":\"broker-a\",\"cluster\":\"C\"},"
            + "{\"brokerAddrs\":{\"1\":\"10.0.0.3:10911\"},\"brokerName\":\"broker-b\",\"cluster\":\"C\"},"
            + "{\"brokerAddrs\":{0:\"10.0.0.4:10911\"},\"brokerName\":\"broker-c\",\"cluster\":\"C\"},"
            + "{\"brokerAddrs\":{0:\"10.0.0.5:10911\"},\"brokerName\":\"broker-d\",\"cluster\":\"C\"}],"
            + "\"filterServerTable\":{},\"queueDatas\":["
            + "{\"brokerName\":\"broker-d\",\"perm\":2,\"readQueueNums\":1,\"topicSysFlag\":0,\"writeQueueNums\":1},"
            + "{\"brokerName\":\"broker-c\",\"perm\":4,\"readQueueNums\":1,\"topicSysFlag\":0,\"writeQueueNums\":1},"
            + "{\"brokerName\":\"broker-b\",\"perm\":6,\"readQueueNums\":1,\"topicSysFlag\":0,\"writeQueueNums\":1},"
            + "{\"brokerName\":\"broker-a\",\"perm\":6,\"readQueueNums\":3,\"topicSysFlag\":0,\"writeQueueNums\":2}]}";

    private static final String TEMPLATE = "{\"brokerDatas\":["
            + "{\"brokerAddrs\":{\"0\":\"10.0.0.1:10911\"},\"brokerName\":\"broker-a\",\"cluster\":\"C\"}],"
            + "\"queueDatas\":[{\"brokerName\":\"broker-a\",\"perm\":7,\"readQueueNums\":8,\"writeQueueNums\":8}]}";

    private final Map<String, String> known = new ConcurrentHashMap<>();
    private final AtomicLong nanos = new AtomicLong();
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1);
    private final GiveUpThreads giveUps = new GiveUpThreads();
    private final ConnectionPool pool = new ConnectionPool(
            TransportConfig.STANDARD, UnaryOperator.identity(), timer, giveUps, System::nanoTime);
    private final List<FakeServer> servers = new ArrayList<>();

    @AfterEach
    void close() {
        pool.close();
        servers.forEach(FakeServer::close);
        timer.shutdownNow();
        giveUps.close();
    }

    private FakeServer server(FakeServer.Handler handler) {
        FakeServer server = new FakeServer(handler);
        servers.add(server);
        return server;
    }

    private FakeServer nameServer() {
        return server((peer, request) -> {
            String route = known.get(String.valueOf(request.field("topic")));
            peer.answer(request, route == null
                    ? Command.response(ResponseCode.TOPIC_NOT_EXIST, "No topic route info in name server")
                    : Command.response(ResponseCode.SUCCESS, null).withBody(route.getBytes(StandardCharsets.UTF_8)));
        });
    }

    private Routes routes(FakeServer... nameServers) {
        List<String> addresses = List.of(nameServers).stream().map(FakeServer::address).toList();
        return new Routes(new NameServers(addresses, pool, Duration.ofSeconds(3), 0), nanos::get, () -> 0);
    }

    private static MessageQueue queue(String broker, int id) {
        return new MessageQueue("T", broker, id);
    }

    @Test
    void sendsToWriteableQueuesOfBrokersWithAMasterAndReadsFromReadableOnes() {
        known.put("T", ROUTE);
        Routes routes = routes(nameServer());
        assertThat(routes.toSend("T").queues())
                .containsExactly(queue("broker-a", 0), queue("broker-a", 1), queue("broker-d", 0));
        assertThat(routes.toRead("T")).containsExactly(
                queue("broker-a", 0), queue("broker-a", 1), queue("broker-a", 2), queue("broker-b", 0),
                queue("broker-c", 0));
        assertThat(routes.master("broker-a")).isEqualTo("10.0.0.1:10911");
        assertThat(routes.address("broker-a", 1)).isEqualTo("10.0.0.2:10911");
        assertThat(routes.address("broker-b", 0)).isEqualTo("10.0.0.3:10911");
        assertThatThrownBy(() -> routes.master("broker-b")).isInstanceOf(UnreachableException.class);
        assertThatThrownBy(() -> routes.address("broker-x", 0)).isInstanceOf(UnreachableException.class);
    }

    @Test
    void takesTheQueuesOfAnOrderedTopicFromItsConfiguration() {
        String configuration = "{\"orderTopicConf\":\"broker-c:2;broker-a:1\",\"brokerDatas\"";
        known.put("T", ROUTE.replace("{\"brokerDatas\"", configuration));
        assertThat(routes(nameServer()).toSend("T").queues())
                .containsExactly(queue("broker-c", 0), queue("broker-c", 1), queue("broker-a", 0));
    }

    @Test
    void aRouteThatCannotBeReadKeepsNoOtherFromBeingRefreshed() {
        List<String> good = List.of("a", "b", "c", "d", "e", "f");
        Routes routes = routes(nameServer());
        known.put("bad", ROUTE);
        routes.toSend("bad");
        for (String topic : good) {
            known.put(topic, ROUTE);
            routes.toSend(topic);
        }
        known.put("bad", ROUTE.replace("{\"brokerDatas\"", "{\"orderTopicConf\":\"broker-a\",\"brokerDatas\""));
        good.forEach(topic -> known.put(topic, ROUTE.replace("\"writeQueueNums\":2", "\"writeQueueNums\":3")));
        routes.refreshAll();
        assertThat(good).allSatisfy(topic -> assertThat(routes.toSend(topic).queues()).hasSize(4));
        assertThat(routes.toSend("bad").queues()).hasSize(3);
    }

    @Test
    void takesTurnsAndAvoidsTheBrokerThatJustFailed() {
        known.put("T", ROUTE);
        Publishing publishing = routes(nameServer()).toSend("T");
        assertThat(publishing.next(broker -> false)).isEqualTo(queue("broker-a", 0));
        assertThat(publishing.next(broker -> false)).isEqualTo(queue("broker-a", 1));
        assertThat(publishing.next(broker -> false)).isEqualTo(queue("broker-d", 0));
        assertThat(publishing.next("broker-a"::equals)).isEqualTo(queue("broker-d", 0));
        assertThat(publishing.next("broker-d"::equals)).isEqualTo(queue("broker-a", 0));
    }

    @Test
    void sendsToTheTemplateOfATopicThatDoesNotExistAndForgetsItWhenTheTopicCame() {
        known.put("TBW102", TEMPLATE);
        Routes routes = routes(nameServer());
        assertThat(routes.toSend("T").queues()).hasSize(4).contains(queue("broker-a", 3));
        assertThat(routes.toRead("T")).isEmpty();
        known.put("T", ROUTE);
        routes.refreshAll();
        assertThat(routes.toSend("T").queues()).hasSize(3);
        assertThat(routes.toRead("T")).hasSize(5);
    }

    @Test
    void aReaderSeesThatATopicCameWithoutARefresh() {
        known.put("TBW102", TEMPLATE);
        Routes routes = routes(nameServer());
        assertThat(routes.toSend("T").queues()).hasSize(4);
        known.put("T", ROUTE);
        assertThat(routes.toRead("T")).hasSize(5);
    }

    @Test
    void refusesToSendWhereTopicsAreNotCreatedBySending() {
        Routes routes = routes(nameServer());
        assertThatThrownBy(() -> routes.toSend("T"))
                .isInstanceOfSatisfying(
                        TopicNotFoundException.class, missing -> assertThat(missing.code()).isEqualTo(17))
                .hasMessageContaining("Topic T does not exist and auto-creation is off")
                .hasMessageContaining("skylark topic create T");
    }

    @Test
    void saysThatNoBrokerTakesMessages() {
        known.put("T", ROUTE.replace("\"perm\":6", "\"perm\":4").replace("\"perm\":2", "\"perm\":4"));
        assertThatThrownBy(() -> routes(nameServer()).toSend("T"))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("No broker takes messages of topic T");
    }

    @Test
    void asksOnceAndKeepsWhatItKnowsWhenTheNameServerIsGone() {
        known.put("T", ROUTE);
        FakeServer nameServer = nameServer();
        Routes routes = routes(nameServer);
        routes.toRead("T");
        routes.toSend("T");
        assertThat(nameServer.requests()).hasSize(1);
        nameServer.close();
        routes.refreshAll();
        assertThat(routes.toSend("T").queues()).hasSize(3);
        assertThatThrownBy(() -> routes.toSend("U"))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("No name server of [" + nameServer.address() + "] answers");
    }

    @Test
    void keepsTheRouteOfATopicThatIsGoneFromTheNameServer() {
        known.put("T", ROUTE);
        Routes routes = routes(nameServer());
        routes.toRead("T");
        known.clear();
        routes.refreshAll();
        assertThat(routes.toRead("T")).hasSize(5);
        assertThat(routes.brokers()).containsOnlyKeys("broker-a", "broker-b", "broker-c", "broker-d");
    }

    @Test
    void forgetsWhatNobodyUsesAndItsBrokers() {
        known.put("T", ROUTE);
        known.put("U", TEMPLATE);
        Routes routes = routes(nameServer());
        routes.toRead("T");
        nanos.addAndGet(Routes.IDLE.toNanos());
        routes.toRead("U");
        nanos.addAndGet(1);
        routes.refreshAll();
        assertThat(routes.brokers()).containsOnlyKeys("broker-a");
        assertThat(routes.broker("broker-b")).isEmpty();
    }

    @Test
    void asksTheNextNameServerWhenOneIsGoneAndStaysWithIt() {
        known.put("T", ROUTE);
        FakeServer gone = nameServer();
        gone.close();
        FakeServer there = nameServer();
        Routes routes = routes(gone, there);
        assertThat(routes.toRead("T")).hasSize(5);
        routes.refreshAll();
        assertThat(there.requests()).hasSize(2);
    }

    @Test
    void passesOverANameServerThatIsNotReady() {
        known.put("T", ROUTE);
        FakeServer starting = server((peer, request) ->
                peer.answer(request, Command.response(ResponseCode.SYSTEM_ERROR, "name server not ready")));
        assertThat(routes(starting, nameServer()).toRead("T")).hasSize(5);
        assertThatThrownBy(() -> routes(starting).toRead("T"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("name server not ready");
    }
}
