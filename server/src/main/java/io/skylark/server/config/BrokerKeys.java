package io.skylark.server.config;

import io.skylark.broker.config.TimerConfig;
import io.skylark.log.DiskReserve;
import io.skylark.log.retention.RetentionConfig;
import io.skylark.server.config.Catalog.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The keys of `broker.conf`.
public final class BrokerKeys {
    private static final int MAX_PORT = 65_535;
    private static final long GIB = 1L << 30;
    private static final int MAX_RESERVED_HOURS = Math.toIntExact(RetentionConfig.MAX_KEEP.toHours());

    static final Key<String> CLUSTER =
            new Key<>("brokerClusterName", "DefaultCluster", "cluster that the broker belongs to", Forms.TEXT);
    static final Key<String> NAME =
            new Key<>("brokerName", "", "name of the broker; the host name when not set", Forms.TEXT);
    static final Key<Integer> ID =
            new Key<>("brokerId", "0", "0: the broker that takes writes", Forms.wholeNumber(0, Integer.MAX_VALUE));
    public static final Key<String> NAME_SERVERS =
            new Key<>("namesrvAddr", "", "name servers, host:port;host:port", Forms.TEXT).fixed();
    static final Key<Optional<String>> ADVERTISED_HOST = new Key<>(
            "brokerIP1", "", "address that clients are told; the one they dialled when not set", Forms.OPTIONAL_TEXT)
            .fixed();
    static final Key<Integer> LISTEN_PORT = new Key<>(
            "listenPort", "10911", "port for clients; two below it is opened too", Forms.wholeNumber(3, MAX_PORT));
    static final Key<String> BIND_ADDRESS =
            new Key<>("bindAddress", "0.0.0.0", "address to listen on", Forms.TEXT).fixed();
    static final Key<Integer> HTTP_PORT = new Key<>(
            "httpListenPort", "8088", "port for metrics and health over HTTP; 0 for none", Forms.wholeNumber(0, MAX_PORT))
            .fixed();
    static final Key<String> METRICS_EXPORTER = new Key<>(
            "metricsExporterType", "DISABLE",
            "PROM: metrics are also served at metricsPromExporterPort; they are at httpListenPort whatever this says",
            Forms.oneOf("DISABLE", "PROM", "OTLP_GRPC", "LOG"))
            .fixed();
    static final Key<Integer> EXPORTER_PORT = new Key<>(
            "metricsPromExporterPort", "5557", "with metricsExporterType=PROM, one more port for metrics",
            Forms.wholeNumber(1, MAX_PORT))
            .fixed();
    static final Key<String> DATA_FOLDER =
            new Key<>("storePathRootDir", "~/store", "data folder", Forms.TEXT).fixed();
    static final Key<Optional<String>> LOG_FOLDER = new Key<>(
            "storePathCommitLog", "", "folder of the log; log in the data folder when not set",
            Forms.OPTIONAL_TEXT).fixed();
    static final Key<Long> SEGMENT_BYTES = new Key<>(
            "mappedFileSizeCommitLog", "256MB", "size of a file of the log", Forms.bytes(1, 64 * GIB));
    static final Key<String> FLUSH = new Key<>(
            "flushDiskType", "SYNC_FLUSH", "SYNC_FLUSH: on disk before the answer; ASYNC_FLUSH: soon after it",
            Forms.oneOf("SYNC_FLUSH", "ASYNC_FLUSH"));
    static final Key<Duration> FLUSH_INTERVAL = new Key<>(
            "flushIntervalCommitLog", "500", "with ASYNC_FLUSH, ms from a write to its fsync",
            Forms.time(Duration.ofMillis(1), Duration.ofMinutes(1)));
    static final Key<Long> FREE_RESERVE_BYTES = new Key<>(
            "diskFreeReserveBytes", "2GB", "messages are refused while less than this is free; 0 for no such limit",
            Forms.bytes(0, 1024 * 1024 * GIB)).live();
    static final Key<Integer> FREE_RESERVE_PERCENT = new Key<>(
            "diskFreeReserveRatio", "5", "or less than this percentage of the disk; 0 for no such limit",
            Forms.percent(0, DiskReserve.MAX_PERCENT)).live();
    static final Key<Optional<Integer>> WARNING_PERCENT = new Key<>(
            "diskSpaceWarningLevelRatio", "", "messages are refused while more than this is used",
            Forms.optional(Forms.percent(1, 100))).live().meaning(FREE_RESERVE_PERCENT);
    static final Key<Integer> RESERVED_HOURS = new Key<>(
            "fileReservedTime", "72", "hours that messages are kept; the attribute retention of a topic overrides it",
            Forms.wholeNumber(1, MAX_RESERVED_HOURS).in("hours")).live();
    static final Key<Set<Integer>> DELETE_HOURS = new Key<>(
            "deleteWhen", "04", "hours of the day in which expired files are deleted, such as 04;05", Forms.HOURS)
            .live();
    static final Key<Long> MAX_STORE_BYTES = new Key<>(
            "storeMaxBytes", "0", "older files of the log are deleted, expired or not, above this size; 0 for no limit",
            Forms.bytes(0, 1024 * 1024 * GIB)).live();
    static final Key<Integer> MAX_USED_PERCENT = new Key<>(
            "diskMaxUsedSpaceRatio", "75", "expired files are deleted at any hour while more of the disk is used",
            Forms.percent(10, 95)).live();
    static final Key<Boolean> CLEAN_FORCIBLY = new Key<>(
            "cleanFileForciblyEnable", "false", "unexpired files are deleted too while the reserve of the disk is used up",
            Forms.FLAG).live();
    static final Key<Integer> PERMISSION = new Key<>(
            "brokerPermission", "6", "2 write, 4 read, 6 both: what all topics are limited to",
            Forms.wholeNumber(0, 7)).live();
    static final Key<Boolean> AUTO_CREATE_TOPICS =
            new Key<>("autoCreateTopicEnable", "true", "topics are created when first used", Forms.FLAG).live();
    static final Key<Boolean> AUTO_CREATE_GROUPS =
            new Key<>("autoCreateSubscriptionGroup", "true", "groups are created when first used", Forms.FLAG).live();
    static final Key<Integer> DEFAULT_QUEUES = new Key<>(
            "defaultTopicQueueNums", "8", "most queues of a topic created on first use",
            Forms.wholeNumber(1, 65_535)).live();
    static final Key<Long> MAX_MESSAGE_BYTES =
            new Key<>("maxMessageSize", "4MB", "largest body of a message", Forms.bytes(1, 2 * GIB - 1)).live();
    static final Key<Boolean> LONG_POLLING = new Key<>(
            "longPollingEnable", "true", "pulls that find nothing wait for a message", Forms.FLAG).live();
    static final Key<Boolean> PROPERTY_FILTER = new Key<>(
            "enablePropertyFilter", "true", "consumers may filter by SQL92 expressions", Forms.FLAG).live();
    static final Key<Boolean> STORE_REPLIES = new Key<>(
            "storeReplyMessageEnable", "true", "replies to requests are stored besides being pushed", Forms.FLAG)
            .live();
    static final Key<Boolean> SERVER_SIDE_RESET = new Key<>(
            "useServerSideResetOffset", "true",
            "the broker moves groups to other offsets itself; false: it tells their consumers to", Forms.FLAG).live();
    static final Key<String> REGION =
            new Key<>("regionId", "DefaultRegion", "sent with every answer to a producer", Forms.TEXT).live();
    static final Key<Boolean> TRACE_ON =
            new Key<>("traceOn", "true", "tells clients that they may trace", Forms.FLAG).live();
    static final Key<Boolean> TRACE_TOPIC =
            new Key<>("traceTopicEnable", "false", "creates the trace topic", Forms.FLAG).live();
    static final Key<Duration> REGISTER_INTERVAL = new Key<>(
            "registerNameServerPeriod", "30000", "ms between registrations at name servers",
            Forms.time(Duration.ofSeconds(10), Duration.ofSeconds(60))).live();
    static final Key<Duration> TRANSACTION_TIMEOUT = new Key<>(
            "transactionTimeOut", "6000", "ms that a producer has for its decision before it is asked",
            Forms.time(Duration.ZERO, Duration.ofDays(1))).live();
    static final Key<Duration> TRANSACTION_CHECK_INTERVAL = new Key<>(
            "transactionCheckInterval", "30000", "ms between questions to producers about open transactions",
            Forms.time(Duration.ofMillis(100), Duration.ofDays(1))).live();
    static final Key<Integer> TRANSACTION_CHECKS = new Key<>(
            "transactionCheckMax", "15", "questions about one transaction before it is given up",
            Forms.wholeNumber(1, 1_000_000)).live();
    static final Key<Integer> TRANSACTIONS_OPEN = new Key<>(
            "transactionOpenMax", "100000", "transactions that may be open at a time; more are refused",
            Forms.wholeNumber(1, 10_000_000)).live();
    static final Key<Boolean> TRANSACTIONS_REJECTED = new Key<>(
            "rejectTransactionMessage", "false", "refuses transaction messages", Forms.FLAG).live();
    static final Key<List<Duration>> DELAY_LEVELS = new Key<>(
            "messageDelayLevel", TimerConfig.STANDARD_LEVELS, "the delay of each level, from level 1 on",
            Forms.DELAYS).live();
    static final Key<Integer> MAX_DELAY_SECONDS = new Key<>(
            "timerMaxDelaySec", "3456000", "longest delay by time that a message may ask for; the default is 40 days",
            Forms.wholeNumber(1, Integer.MAX_VALUE).in("s")).live();
    static final Key<Boolean> RECALL = new Key<>(
            "recallMessageEnable", "true", "delayed messages can be taken back", Forms.FLAG).live();
    static final Key<Integer> POP_IN_FLIGHT_PER_QUEUE = new Key<>(
            "popInflightMessageThreshold", "20000",
            "popped messages that a group may hold of a queue; then it gets only what comes back",
            Forms.wholeNumber(1, 10_000_000)).live();
    static final Key<Integer> POP_IN_FLIGHT = new Key<>(
            "popInflightMax", "500000", "popped messages that all groups may hold; then pops are refused",
            Forms.wholeNumber(1, 100_000_000)).live();
    static final Key<Integer> POPS_HELD_PER_QUEUE = new Key<>(
            "popPollingSize", "1024", "pops of a group that may wait for a queue, or any queue of a topic",
            Forms.wholeNumber(1, 10_000_000)).live();
    static final Key<Integer> POPS_HELD = new Key<>(
            "maxPopPollingSize", "100000", "pops that may wait in all", Forms.wholeNumber(1, 10_000_000)).live();
    static final Key<Integer> IDLE_SECONDS = new Key<>(
            "serverChannelMaxIdleTimeSeconds", "120", "seconds after which an idle connection is closed",
            Forms.wholeNumber(1, 86_400).in("s"));
    static final Key<Integer> BACKLOG = new Key<>(
            "serverSocketBacklog", "1024", "connections that may wait to be accepted", Forms.wholeNumber(1, 65_535));

    static final Key<Boolean> ADMIN_FROM_ANYWHERE = new Key<>(
            "adminFromAnywhere", "false",
            "other hosts may administer too: create, change and delete topics and groups, change settings, and so on",
            Forms.FLAG).reach(Reach.LIVE_FROM_FILE);
    static final Key<Boolean> STRICT = new Key<>(
            "strictConfig", "false", "unknown keys keep the process from starting", Forms.FLAG).fixed();

    static final Key<String> LOG_OUTPUT = new Key<>(
            "logOutput", "auto",
            "FILE: log lines go to files; STDOUT: to the standard output; AUTO: there in containers, else to files",
            Forms.oneOf("AUTO", "FILE", "STDOUT"))
            .fixed();
    static final Key<String> LOG_FORMAT = new Key<>(
            "logFormat", "text", "TEXT: log lines for people; JSON: one object a line", Forms.oneOf("TEXT", "JSON"))
            .fixed();

    private static final List<String> OFF = List.of("", "false");
    private static final List<String> NONE = List.of("");
    private static final String CONTAINER =
            "is not in this version: each broker is a process of its own, started with a file of its own";

    static final Catalog CATALOG = Catalog.of(
                    CLUSTER, NAME, ID, NAME_SERVERS, ADVERTISED_HOST, LISTEN_PORT, BIND_ADDRESS, HTTP_PORT,
                    METRICS_EXPORTER, EXPORTER_PORT, DATA_FOLDER, LOG_FOLDER, SEGMENT_BYTES, FLUSH, FLUSH_INTERVAL, FREE_RESERVE_BYTES, FREE_RESERVE_PERCENT,
                    WARNING_PERCENT, RESERVED_HOURS, DELETE_HOURS, MAX_STORE_BYTES, MAX_USED_PERCENT, CLEAN_FORCIBLY,
                    PERMISSION, AUTO_CREATE_TOPICS, AUTO_CREATE_GROUPS, DEFAULT_QUEUES, MAX_MESSAGE_BYTES,
                    LONG_POLLING, PROPERTY_FILTER, STORE_REPLIES, SERVER_SIDE_RESET, REGION, TRACE_ON, TRACE_TOPIC,
                    REGISTER_INTERVAL,
                    DELAY_LEVELS, MAX_DELAY_SECONDS, RECALL, POP_IN_FLIGHT_PER_QUEUE, POP_IN_FLIGHT,
                    POPS_HELD_PER_QUEUE, POPS_HELD, IDLE_SECONDS, BACKLOG, TRANSACTION_TIMEOUT,
                    TRANSACTION_CHECK_INTERVAL,
                    TRANSACTION_CHECKS, TRANSACTIONS_OPEN, TRANSACTIONS_REJECTED, ADMIN_FROM_ANYWHERE, STRICT, LOG_OUTPUT,
                    LOG_FORMAT)
            .accept("broker-keys.txt")
            .refuse(
                    new Refusal("authenticationEnabled", OFF, "is not in this version: every client would be let in"),
                    new Refusal("authorizationEnabled", OFF, "is not in this version: everything would be allowed"),
                    new Refusal("aclEnable", OFF, "is not in this version: every client would be let in"),
                    new Refusal("brokerRole", List.of("", "async_master", "sync_master"),
                            "is not in this version: there is no replication yet; start a broker for each file that names a"
                                    + " master"),
                    new Refusal("enableControllerMode", OFF, "is not in this version: there is no failover yet"),
                    new Refusal("enableDLegerCommitLog", OFF,
                            "is not in this version: there is no replication yet"),
                    new Refusal("useTLS", OFF, "is not in this version: clients would talk in the clear"),
                    new Refusal("messageStorePlugIn", NONE, "names classes, and none are loaded: the log is built in"),
                    new Refusal("enableMultiDispatch", OFF,
                            "is not in this version: messages would not get into their light queues"),
                    new Refusal("enableLmq", OFF, "is not in this version: there are no light queues"),
                    new Refusal("inBrokerContainer", OFF, CONTAINER),
                    new Refusal("isInBrokerContainer", OFF, CONTAINER),
                    new Refusal("isBrokerContainer", OFF, CONTAINER),
                    new Refusal("brokerConfigPaths", NONE, CONTAINER));

    private BrokerKeys() {}
}
