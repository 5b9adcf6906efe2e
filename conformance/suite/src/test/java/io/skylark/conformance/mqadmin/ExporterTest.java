package io.skylark.conformance.mqadmin;

import io.skylark.conformance.server.Layout;
import io.skylark.conformance.server.Server;
import io.skylark.conformance.server.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/// What the rocketmq-exporter asks every minute can be read as it reads it: one key that is missing or written otherwise,
/// and it shows nothing of the whole broker.
@EnabledIfSystemProperty(named = "conformance.target", matches = "skylark") // RocketMQ itself lacks what it reads
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExporterTest {
    private static final String VERSION = "4.9.8";
    private static final String TOPIC = "exported";
    private static final String GROUP = "exported-readers";
    private static final String PRODUCERS = "exported-sellers";
    private static final int MESSAGES = 12;
    private static final Duration LIMIT = Duration.ofMinutes(1);
    /// The statistics of a minute are complete when one has passed: they are sampled every ten seconds.
    private static final Duration STATISTICS_LIMIT = Duration.ofSeconds(100);

    private static final List<String> INTEGERS = List.of("msgPutTotalYesterdayMorning", "msgPutTotalTodayMorning",
            "msgPutTotalTodayNow", "msgGetTotalYesterdayMorning", "msgGetTotalTodayMorning", "msgGetTotalTodayNow",
            "bootTimestamp", "commitLogMinOffset", "commitLogMaxOffset", "dispatchMaxBuffer", "dispatchBehindBytes",
            "brokerVersion", "pageCacheLockTimeMills", "getMessageEntireTimeMax", "putMessageEntireTimeMax",
            "putMessageTimesTotal", "putMessageSizeTotal", "startAcceptSendRequestTimeStamp", "earliestMessageTimeStamp",
            "remainTransientStoreBufferNumbs", "sendThreadPoolQueueSize", "sendThreadPoolQueueCapacity",
            "sendThreadPoolQueueHeadWaitTimeMills", "pullThreadPoolQueueSize", "pullThreadPoolQueueCapacity",
            "pullThreadPoolQueueHeadWaitTimeMills", "queryThreadPoolQueueSize", "queryThreadPoolQueueCapacity",
            "queryThreadPoolQueueHeadWaitTimeMills");
    private static final List<String> DECIMALS = List.of("commitLogDiskRatio", "consumeQueueDiskRatio",
            "putMessageAverageSize");
    private static final List<String> RATES = List.of("putTps", "getFoundTps", "getMissTps", "getTotalTps",
            "getTransferredTps");
    private static final List<String> DURATIONS = List.of("<=0ms", "0~10ms", "10~50ms", "50~100ms", "100~200ms",
            "200~500ms", "500ms~1s", "1~2s", "2~3s", "3~4s", "4~5s", "5~10s", "10s~");

    private final Path work = Path.of(System.getProperty("conformance.work")).resolve("exporter");
    private final ToolLoader tools =
            ToolLoader.open(VERSION, Path.of(System.getProperty("conformance.classpaths")));
    private final Server server = Target.fromSystemProperties().server(work, Layout.ONE_PROCESS, "brokerIP1=127.0.0.1");
    private Admin admin;
    private Traffic traffic;
    private String broker;

    @BeforeAll
    void sendAndConsume() {
        server.start();
        admin = tools.inside("OfficialAdmin", Admin.class, new Class<?>[] {String.class}, server.nameServer());
        traffic = tools.inside("OfficialTraffic", Traffic.class, new Class<?>[] {String.class}, server.nameServer());
        broker = Awaitility.await().atMost(LIMIT).ignoreExceptions()
                .until(() -> admin.brokers().get("broker-a"), address -> address != null);
        Awaitility.await().atMost(LIMIT).until(() -> admin.topics().contains("TBW102"));
        Session.official(tools, work.resolve("tools"))
                .run("updateTopic", "-n", server.nameServer(), "-b", broker, "-t", TOPIC, "-r", "4", "-w", "4");
        traffic.produce(PRODUCERS, TOPIC);
        traffic.send(TOPIC, MESSAGES - 1, "good");
        traffic.consume(GROUP, TOPIC, "*");
        Awaitility.await().atMost(LIMIT).ignoreExceptions()
                .until(() -> admin.progress(GROUP, TOPIC).values().stream().mapToLong(Admin.Place::second).sum() == MESSAGES);
    }

    @AfterAll
    void stop() {
        traffic.close();
        admin.close();
        server.close();
    }

    @Test
    void everyKeyOfTheRuntimeMapIsReadAsTheExporterDoes() {
        Map<String, String> runtime = admin.runtime(broker);
        for (String key : INTEGERS) {
            assertThat(runtime.get(key)).as(key).isNotNull().satisfies(Long::parseLong);
        }
        for (String key : DECIMALS) {
            assertThat(runtime.get(key)).as(key).isNotNull().satisfies(Double::parseDouble);
        }
        for (String key : RATES) {
            assertThat(runtime.get(key)).as(key).isNotNull();
            assertThat(runtime.get(key).split(" ")).as(key).hasSize(3).allSatisfy(Double::parseDouble);
        }
        assertThat(runtime.get("putMessageDistributeTime")).isNotNull();
        assertThat(buckets(runtime.get("putMessageDistributeTime"))).containsOnlyKeys(DURATIONS);
        String[] toFlush = value(runtime, "remainHowManyDataToFlush").split(" ");
        assertThat(toFlush).hasSize(2);
        assertThat(toFlush[0]).satisfies(Double::parseDouble);
        // "Total : 251.9 GiB, Free : 79.0 GiB."
        String[] capacity = value(runtime, "commitLogDirCapacity").split(" ");
        assertThat(capacity).hasSizeGreaterThanOrEqualTo(8);
        assertThat(List.of(capacity[2], capacity[6])).allSatisfy(Double::parseDouble);
        assertThat(capacity[3]).matches("[KMGTP]iB,");
        assertThat(capacity[7]).matches("[KMGTP]iB\\.");
        runtime.forEach((key, value) -> {
            if (key.startsWith("scheduleMessageOffset_")) {
                assertThat(value.split(",")).as(key).hasSize(2).allSatisfy(Long::parseLong);
            }
        });
        assertThat(runtime.get("brokerVersionDesc")).isEqualTo("V5_5_0");
        assertThat(Long.parseLong(runtime.get("msgPutTotalTodayNow"))).isGreaterThanOrEqualTo(MESSAGES);
        assertThat(Long.parseLong(runtime.get("msgGetTotalTodayNow"))).isGreaterThanOrEqualTo(MESSAGES);
        assertThat(buckets(runtime.get("putMessageDistributeTime")).values().stream().mapToInt(Integer::intValue).sum())
                .isNotNegative();
    }

    private static <K, V> V value(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key), "nothing for " + key);
    }

    /// `[<=0ms]:1 [0~10ms]:2 …`
    private static Map<String, Integer> buckets(String text) {
        Map<String, Integer> buckets = new HashMap<>();
        for (String part : text.split(" ")) {
            String[] nameAndCount = part.split(":");
            buckets.put(nameAndCount[0].replace("[", "").replace("]", ""), Integer.parseInt(nameAndCount[1]));
        }
        return buckets;
    }

    @Test
    void topicsGroupsAndTheirClientsAreFound() {
        assertThat(admin.topics()).contains(TOPIC);
        assertThat(admin.topicConfigurations(broker)).containsKey(TOPIC);
        assertThat(admin.groups(broker)).contains(GROUP);
        assertThat(admin.groupsOf(TOPIC)).contains(GROUP);
        assertThat(admin.members(GROUP)).hasSize(1);
        assertThat(admin.runningState(GROUP, admin.members(GROUP).getFirst())).containsKey("PROP_CONSUMER_START_TIMESTAMP");

        Map<Integer, Admin.Place> offsets = admin.offsets(TOPIC);
        assertThat(offsets.values().stream().mapToLong(Admin.Place::second).sum()).isEqualTo(MESSAGES);
        Map<Integer, Admin.Place> progress = admin.progress(GROUP, TOPIC);
        assertThat(progress.keySet()).isEqualTo(offsets.keySet());
        progress.forEach((queue, place) -> {
            assertThat(place.first()).isEqualTo(value(offsets, queue).second());
            assertThat(place.second()).isEqualTo(place.first());
            assertThat(place.timestamp()).isEqualTo(value(offsets, queue).timestamp());
        });
    }

    @Test
    void statisticsCountWhatWentInAndOut() {
        String reading = TOPIC + "@" + GROUP;
        Awaitility.await().atMost(STATISTICS_LIMIT).pollInterval(Duration.ofSeconds(1)).ignoreExceptions()
                .untilAsserted(() -> {
                    assertThat(admin.figure(broker, "TOPIC_PUT_NUMS", TOPIC).minute()).isPositive();
                    assertThat(admin.figure(broker, "TOPIC_PUT_NUMS", TOPIC).perSecond()).isPositive();
                    assertThat(admin.figure(broker, "TOPIC_PUT_SIZE", TOPIC).minute()).isPositive();
                    assertThat(admin.figure(broker, "GROUP_GET_NUMS", reading).minute()).isPositive();
                    assertThat(admin.figure(broker, "GROUP_GET_SIZE", reading).minute()).isPositive();
                    assertThat(admin.figure(broker, "BROKER_PUT_NUMS", "DefaultCluster").minute()).isPositive();
                    assertThat(admin.figure(broker, "BROKER_GET_NUMS", "DefaultCluster").minute()).isPositive();
                });
    }
}
