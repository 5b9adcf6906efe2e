package io.skylark.broker;

import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.BrokerState;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.KeyValueTable;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.pullRequest;
import static io.skylark.broker.RunningBroker.send;
import static org.assertj.core.api.Assertions.assertThat;

/// Reads the state of a broker as the exporter for Prometheus does, which drops a broker when one key is missing or cannot
/// be parsed.
class RuntimeTest {
    private static final List<String> WHOLE_NUMBERS = List.of(
            "msgPutTotalYesterdayMorning", "msgPutTotalTodayMorning", "msgPutTotalTodayNow",
            "msgGetTotalYesterdayMorning", "msgGetTotalTodayMorning", "msgGetTotalTodayNow", "bootTimestamp",
            "commitLogMinOffset", "commitLogMaxOffset", "dispatchMaxBuffer", "dispatchBehindBytes", "brokerVersion",
            "pageCacheLockTimeMills", "getMessageEntireTimeMax", "putMessageEntireTimeMax", "putMessageTimesTotal",
            "putMessageSizeTotal", "putMessageFailedTimes", "startAcceptSendRequestTimeStamp",
            "earliestMessageTimeStamp", "remainTransientStoreBufferNumbs", "sendThreadPoolQueueSize",
            "sendThreadPoolQueueCapacity", "sendThreadPoolQueueHeadWaitTimeMills", "pullThreadPoolQueueSize",
            "pullThreadPoolQueueCapacity", "pullThreadPoolQueueHeadWaitTimeMills", "queryThreadPoolQueueSize",
            "queryThreadPoolQueueCapacity", "queryThreadPoolQueueHeadWaitTimeMills", "litePullThreadPoolQueueSize",
            "litePullThreadPoolQueueCapacity", "litePullThreadPoolQueueHeadWaitTimeMills", "ackThreadPoolQueueSize",
            "ackThreadPoolQueueCapacity", "ackThreadPoolQueueHeadWaitTimeMills", "EndTransactionQueueSize",
            "EndTransactionThreadPoolQueueCapacity", "timerReadBehind", "timerOffsetBehind", "timerCongestNum");
    private static final List<String> DECIMALS = List.of(
            "commitLogDiskRatio", "consumeQueueDiskRatio", "putMessageAverageSize", "putLatency99", "putLatency999",
            "timerEnqueueTps", "timerDequeueTps");
    private static final List<String> RATES = List.of(
            "putTps", "getFoundTps", "getMissTps", "getTotalTps", "getTransferredTps", "getTransferedTps");
    private static final List<String> BUCKETS = List.of(
            "<=0ms", "0~10ms", "10~50ms", "50~100ms", "100~200ms", "200~500ms", "500ms~1s", "1~2s", "2~3s", "3~4s",
            "4~5s", "5~10s", "10s~");

    @TempDir
    private Path folder;

    private RunningBroker broker;
    private Connection connection;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(folder);
        connection = broker.connect();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Map<String, String> runtime() {
        Command answer = ask(connection, BrokerState.RUNTIME.request(Empty.EMPTY));
        assertThat(answer.code()).isEqualTo(ResponseCode.SUCCESS);
        return Json.decode(ByteBuffer.wrap(answer.bodyBytes()), KeyValueTable.class).table();
    }

    private static String text(Map<String, String> table, String key) {
        assertThat(table).containsKey(key);
        return Objects.requireNonNull(table.get(key));
    }

    private Command statistics(String name, String key) {
        return ask(connection, BrokerState.STATISTICS.request(new BrokerState.StatisticsRequest(name, key)));
    }

    private BrokerState.StatisticsItem minute(String name, String key) {
        Command answer = statistics(name, key);
        assertThat(answer.code()).as(answer.remark()).isEqualTo(ResponseCode.SUCCESS);
        return Json.decode(ByteBuffer.wrap(answer.bodyBytes()), BrokerState.Statistics.class).statsMinute();
    }

    private void pull(String topic, long offset) {
        ask(connection, pullRequest(topic, 0, offset, "*", Duration.ZERO));
    }

    @Test
    void everyKeyParsesAsTheExporterParsesIt() {
        send(connection, "t", 0, "hello");
        Map<String, String> table = runtime();

        WHOLE_NUMBERS.forEach(key -> assertThat(Long.parseLong(text(table, key))).as(key).isGreaterThanOrEqualTo(-1));
        DECIMALS.forEach(key -> assertThat(Double.parseDouble(text(table, key))).as(key).isNotNegative());
        for (String key : RATES) {
            double[] rates = Arrays.stream(text(table, key).split(" ")).mapToDouble(Double::parseDouble).toArray();
            assertThat(rates).as(key).hasSize(3);
        }
        String[] capacity = text(table, "commitLogDirCapacity").split(" ");
        assertThat(Double.parseDouble(capacity[2])).isPositive();
        assertThat(capacity[3]).matches("[KMGTPE]iB,");
        assertThat(Double.parseDouble(capacity[6])).isPositive();
        assertThat(capacity[7]).matches("[KMGTPE]iB\\.");
        String[] unflushed = text(table, "remainHowManyDataToFlush").split(" ");
        assertThat(Double.parseDouble(unflushed[0])).isNotNegative();
        assertThat(unflushed[1]).matches("B|[KMGTPE]iB");
        assertThat(text(table, "runtime")).matches("\\[ \\d+ days, \\d+ hours, \\d+ minutes, \\d+ seconds ]");
        assertThat(text(table, "brokerVersionDesc")).isEqualTo("V5_5_0");
        assertThat(table).containsKey("commitLogDiskRatio_" + folder);
    }

    @Test
    void everySendIsInOneOfTheThirteenClassesOfTimes() {
        for (int i = 0; i < 5; i++) {
            send(connection, "t", 0, "hello");
        }
        Map<String, Long> buckets = new HashMap<>();
        for (String part : text(runtime(), "putMessageDistributeTime").split(" ")) {
            String[] pair = part.split(":");
            buckets.put(pair[0].substring(1, pair[0].length() - 1), Long.parseLong(pair[1]));
        }

        assertThat(buckets).containsOnlyKeys(BUCKETS);
        assertThat(buckets.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(5);
    }

    @Test
    void countsSendsAndPulls() {
        for (int i = 0; i < 3; i++) {
            send(connection, "t", 0, "hello");
        }
        pull("t", 0);
        pull("t", 3);
        Map<String, String> table = runtime();

        assertThat(text(table, "msgPutTotalTodayNow")).isEqualTo("3");
        assertThat(text(table, "putMessageTimesTotal")).isEqualTo("3");
        assertThat(text(table, "msgGetTotalTodayNow")).isEqualTo("3");
        assertThat(Double.parseDouble(text(table, "putMessageAverageSize"))).isBetween(90.0, 300.0);
        assertThat(Double.parseDouble(text(table, "putTps").split(" ")[0])).isPositive();
        assertThat(Double.parseDouble(text(table, "getMissTps").split(" ")[0])).isPositive();
    }

    @Test
    void whatWasReplayedWasNotSent() throws IOException {
        send(connection, "t", 0, "hello");
        broker.close();
        start();

        assertThat(text(runtime(), "msgPutTotalTodayNow")).isEqualTo("0");
    }

    @Test
    void aDelayedMessageIsSentOnce() {
        send(connection, "t", 0, "now");
        send(connection, "t", 0, "later", "DELAY\u00015\u0002");
        Map<String, String> table = runtime();

        assertThat(text(table, "msgPutTotalTodayNow")).isEqualTo("2");
        assertThat(text(table, "timerCongestNum")).isEqualTo("1");
        assertThat(minute("TOPIC_PUT_NUMS", "t").sum()).isEqualTo(1);
    }

    @Test
    void statisticsAreThereWithTheFirstMessage() {
        send(connection, "t", 0, "hello");
        assertThat(statistics("GROUP_GET_NUMS", "t@g").code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(statistics("GROUP_GET_NUMS", "t@g").remark()).isEqualTo("The stats <GROUP_GET_NUMS> <t@g> not exist");
        send(connection, "t", 0, "hello");
        pull("t", 0);

        assertThat(minute("TOPIC_PUT_NUMS", "t").sum()).isEqualTo(2);
        assertThat(minute("TOPIC_PUT_NUMS", "t").avgpt()).isEqualTo(1);
        assertThat(minute("TOPIC_PUT_SIZE", "t").sum()).isGreaterThan(2 * 90);
        assertThat(minute("GROUP_GET_NUMS", "t@g").sum()).isEqualTo(2);
        assertThat(minute("GROUP_GET_NUMS", "t@g").avgpt()).isEqualTo(2);
        assertThat(minute("BROKER_PUT_NUMS", "DefaultCluster").sum()).isEqualTo(2);
        assertThat(minute("BROKER_GET_NUMS", "DefaultCluster").sum()).isEqualTo(2);
        assertThat(minute("BROKER_GET_NUMS", "DefaultCluster").tps()).isPositive();
    }

    @Test
    void statisticsGoWithTheirTopic() {
        send(connection, "t", 0, "hello");
        pull("t", 0);
        ask(connection, Topics.DELETE_IN_BROKER.request(new Topics.Delete("t", null)));

        assertThat(statistics("TOPIC_PUT_NUMS", "t").code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(statistics("GROUP_GET_NUMS", "t@g").code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(text(runtime(), "msgPutTotalTodayNow")).isEqualTo("1");
    }
}
