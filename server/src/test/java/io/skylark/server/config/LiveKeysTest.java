package io.skylark.server.config;

import io.skylark.broker.config.BrokerConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// What the table says about when a key takes effect is what the broker does.
class LiveKeysTest {
    /// A value of each key of the broker that is not the standard one.
    private static final Map<String, String> OTHER = new TreeMap<>(Map.ofEntries(
            Map.entry("diskFreeReserveBytes", "3GB"), Map.entry("diskFreeReserveRatio", "7"),
            Map.entry("diskSpaceWarningLevelRatio", "80"), Map.entry("fileReservedTime", "48"),
            Map.entry("deleteWhen", "05"), Map.entry("storeMaxBytes", "1GB"),
            Map.entry("diskMaxUsedSpaceRatio", "80"), Map.entry("cleanFileForciblyEnable", "true"),
            Map.entry("brokerPermission", "4"), Map.entry("autoCreateTopicEnable", "false"),
            Map.entry("autoCreateSubscriptionGroup", "false"), Map.entry("defaultTopicQueueNums", "4"),
            Map.entry("maxMessageSize", "1MB"), Map.entry("longPollingEnable", "false"),
            Map.entry("enablePropertyFilter", "false"), Map.entry("storeReplyMessageEnable", "false"),
            Map.entry("useServerSideResetOffset", "false"), Map.entry("regionId", "other"),
            Map.entry("traceOn", "false"), Map.entry("traceTopicEnable", "true"),
            Map.entry("registerNameServerPeriod", "20s"), Map.entry("transactionTimeOut", "7s"),
            Map.entry("transactionCheckInterval", "20s"), Map.entry("transactionCheckMax", "3"),
            Map.entry("transactionOpenMax", "7"), Map.entry("rejectTransactionMessage", "true"),
            Map.entry("messageDelayLevel", "1s 2s"), Map.entry("timerMaxDelaySec", "60"),
            Map.entry("recallMessageEnable", "false"), Map.entry("popInflightMessageThreshold", "7"),
            Map.entry("popInflightMax", "8"), Map.entry("popPollingSize", "9"), Map.entry("maxPopPollingSize", "10"),
            Map.entry("adminFromAnywhere", "true"), Map.entry("brokerClusterName", "other"),
            Map.entry("brokerName", "other"), Map.entry("brokerId", "1"), Map.entry("namesrvAddr", "other:1"),
            Map.entry("brokerIP1", "192.0.2.9"), Map.entry("listenPort", "20911"),
            Map.entry("bindAddress", "127.0.0.1"), Map.entry("storePathRootDir", "/other"),
            Map.entry("storePathCommitLog", "/other/log"), Map.entry("mappedFileSizeCommitLog", "64MB"),
            Map.entry("flushDiskType", "ASYNC_FLUSH"), Map.entry("flushIntervalCommitLog", "7"),
            Map.entry("serverChannelMaxIdleTimeSeconds", "60"), Map.entry("serverSocketBacklog", "7"),
            Map.entry("strictConfig", "true"), Map.entry("logOutput", "stdout"),
            Map.entry("logFormat", "json")));

    @TempDir
    Path folder;

    /// What a running broker takes over from a changed configuration.
    private record Live(BrokerConfig broker, Object reserve, boolean adminFromAnywhere) {}

    @Test
    void everyKeyIsTriedHere() {
        assertThat(OTHER).containsOnlyKeys(
                BrokerSettings.catalog().keys().stream().map(Key::name).toArray(String[]::new));
    }

    @Test
    void liveKeysAndNoOthersChangeARunningBroker() {
        BrokerConfig first = settings(Map.of()).broker();
        Live before = live(first, settings(Map.of()));
        for (Key<?> key : BrokerSettings.catalog().keys()) {
            Live after = live(first, settings(Map.of(key.name(), OTHER.getOrDefault(key.name(), ""))));
            assertThat(!after.equals(before)).as(key.name()).isEqualTo(key.reach().isLive());
        }
    }

    private static Live live(BrokerConfig first, BrokerSettings changed) {
        return new Live(first.live(changed.broker()), changed.log().reserve(), changed.adminFromAnywhere());
    }

    private BrokerSettings settings(Map<String, String> keys) {
        Environment environment = new Environment(Map.of(), Map.of(), folder, () -> "machine-1", () -> "192.0.2.7");
        Problems problems = new Problems();
        Configuration configuration = Configuration.load(
                BrokerSettings.catalog(), new Arguments(Optional.empty(), Optional.empty(), keys, Arguments.Action.RUN),
                BrokerSettings.VARIABLES, Map.of(), environment, problems);
        BrokerSettings settings = BrokerSettings.read(configuration);
        assertThat(problems.errors()).isEmpty();
        return settings;
    }
}
