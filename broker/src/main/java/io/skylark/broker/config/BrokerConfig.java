package io.skylark.broker.config;

import io.skylark.log.retention.RetentionConfig;
import io.skylark.protocol.body.Permission;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/// Settings of the broker. Names in parentheses are the keys of `broker.conf`.
///
/// @param clusterName (brokerClusterName)
/// @param brokerName (brokerName)
/// @param brokerId 0 takes writes (brokerId)
/// @param listenPort the port that is registered; [#advertisedHost] goes with it (listenPort)
/// @param advertisedHost the address that clients are told; empty means the one they dialled (brokerIP1)
/// @param permission bits of [Permission] that all topics are masked with (brokerPermission)
/// @param autoCreateTopics topics are created when first used (autoCreateTopicEnable)
/// @param autoCreateGroups groups are created when first used (autoCreateSubscriptionGroup)
/// @param defaultTopicQueues most queues of a topic created on first use (defaultTopicQueueNums)
/// @param maxMessageBytes largest body of a message or a batch (maxMessageSize)
/// @param longPolling whether pulls that find nothing are held (longPollingEnable)
/// @param propertyFilter whether consumers may filter by SQL92 expressions (enablePropertyFilter)
/// @param storeReplies whether replies to requests are stored besides being pushed (storeReplyMessageEnable)
/// @param serverSideReset whether the broker moves groups to other offsets itself; otherwise it tells their consumers to
///     (useServerSideResetOffset)
/// @param regionId sent with every answer to a send (regionId)
/// @param traceOn tells clients to trace (traceOn)
/// @param traceTopic creates the trace topic (traceTopicEnable)
/// @param offsetInterval how long an offset may be newer in memory than in the log
/// @param registerInterval how often routes are registered (registerNameServerPeriod)
/// @param retention how long messages are kept
/// @param transactions of transaction messages
/// @param timers how messages are delayed
/// @param pops limits of pop consumption
public record BrokerConfig(
        String clusterName,
        String brokerName,
        long brokerId,
        int listenPort,
        Optional<InetAddress> advertisedHost,
        int permission,
        boolean autoCreateTopics,
        boolean autoCreateGroups,
        int defaultTopicQueues,
        int maxMessageBytes,
        boolean longPolling,
        boolean propertyFilter,
        boolean storeReplies,
        boolean serverSideReset,
        String regionId,
        boolean traceOn,
        boolean traceTopic,
        Duration offsetInterval,
        Duration registerInterval,
        RetentionConfig retention,
        TransactionConfig transactions,
        TimerConfig timers,
        PopLimits pops) {

    public BrokerConfig {
        check(!clusterName.isBlank(), "brokerClusterName must not be blank");
        check(!brokerName.isBlank() && brokerName.indexOf(' ') < 0, "brokerName must be one word");
        check(brokerId >= 0, "brokerId must not be negative");
        check(listenPort >= 0 && listenPort <= 65_535, "listenPort must be 0 to 65535");
        check(defaultTopicQueues >= 1 && defaultTopicQueues <= 65_535, "defaultTopicQueueNums must be 1 to 65535");
        check(maxMessageBytes >= 1, "maxMessageSize must be positive");
        check(!offsetInterval.isNegative() && !offsetInterval.isZero(), "the offset interval must be positive");
        check(registerInterval.toMillis() >= 1_000, "registerNameServerPeriod must be at least 1000");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /// These settings with those of `next` that may change while the broker runs.
    public BrokerConfig live(BrokerConfig next) {
        return new BrokerConfig(
                clusterName, brokerName, brokerId, listenPort, advertisedHost, next.permission, next.autoCreateTopics,
                next.autoCreateGroups, next.defaultTopicQueues, next.maxMessageBytes, next.longPolling,
                next.propertyFilter, next.storeReplies, next.serverSideReset, next.regionId, next.traceOn,
                next.traceTopic, offsetInterval, next.registerInterval, next.retention, next.transactions, next.timers,
                next.pops);
    }

    public BrokerConfig withPermission(int other) {
        return new BrokerConfig(
                clusterName, brokerName, brokerId, listenPort, advertisedHost, other, autoCreateTopics,
                autoCreateGroups, defaultTopicQueues, maxMessageBytes, longPolling, propertyFilter, storeReplies,
                serverSideReset, regionId, traceOn, traceTopic, offsetInterval, registerInterval, retention,
                transactions, timers, pops);
    }

    public BrokerConfig withRetention(RetentionConfig other) {
        return new BrokerConfig(
                clusterName, brokerName, brokerId, listenPort, advertisedHost, permission, autoCreateTopics,
                autoCreateGroups, defaultTopicQueues, maxMessageBytes, longPolling, propertyFilter, storeReplies,
                serverSideReset, regionId, traceOn, traceTopic, offsetInterval, registerInterval, other,
                transactions, timers, pops);
    }

    public BrokerConfig withTransactions(TransactionConfig other) {
        return new BrokerConfig(
                clusterName, brokerName, brokerId, listenPort, advertisedHost, permission, autoCreateTopics,
                autoCreateGroups, defaultTopicQueues, maxMessageBytes, longPolling, propertyFilter, storeReplies,
                serverSideReset, regionId, traceOn, traceTopic, offsetInterval, registerInterval, retention,
                other, timers, pops);
    }

    public BrokerConfig withTimers(TimerConfig other) {
        return new BrokerConfig(
                clusterName, brokerName, brokerId, listenPort, advertisedHost, permission, autoCreateTopics,
                autoCreateGroups, defaultTopicQueues, maxMessageBytes, longPolling, propertyFilter, storeReplies,
                serverSideReset, regionId, traceOn, traceTopic, offsetInterval, registerInterval, retention,
                transactions, other, pops);
    }

    public BrokerConfig withServerSideReset(boolean other) {
        return new BrokerConfig(
                clusterName, brokerName, brokerId, listenPort, advertisedHost, permission, autoCreateTopics,
                autoCreateGroups, defaultTopicQueues, maxMessageBytes, longPolling, propertyFilter, storeReplies,
                other, regionId, traceOn, traceTopic, offsetInterval, registerInterval, retention, transactions, timers,
                pops);
    }

    public BrokerConfig withPops(PopLimits other) {
        return new BrokerConfig(
                clusterName, brokerName, brokerId, listenPort, advertisedHost, permission, autoCreateTopics,
                autoCreateGroups, defaultTopicQueues, maxMessageBytes, longPolling, propertyFilter, storeReplies,
                serverSideReset, regionId, traceOn, traceTopic, offsetInterval, registerInterval, retention,
                transactions, timers, other);
    }

    /// The settings of a broker of this name that nobody configured further.
    public static BrokerConfig standard(String brokerName, int listenPort) {
        return new BrokerConfig(
                "DefaultCluster", brokerName, 0, listenPort, Optional.empty(),
                Permission.READ | Permission.WRITE, true, true, 8, 4 * 1024 * 1024, true, true, true, true,
                "DefaultRegion", true, false,
                Duration.ofMillis(200), Duration.ofSeconds(30), RetentionConfig.STANDARD,
                TransactionConfig.STANDARD, TimerConfig.STANDARD, PopLimits.STANDARD);
    }
}
