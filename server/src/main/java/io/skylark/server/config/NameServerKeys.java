package io.skylark.server.config;

import io.skylark.server.config.Catalog.Refusal;
import java.time.Duration;
import java.util.List;

/// The keys of `namesrv.conf`.
public final class NameServerKeys {
    private static final int MAX_PORT = 65_535;

    static final Key<Integer> LISTEN_PORT =
            new Key<>("listenPort", "9876", "port for clients and brokers", Forms.wholeNumber(1, MAX_PORT));
    /// The same where one file configures name server and broker.
    static final Key<Integer> LISTEN_PORT_BESIDE_BROKER =
            new Key<>("namesrvListenPort", "9876", "port of the name server", Forms.wholeNumber(1, MAX_PORT));
    static final Key<String> BIND_ADDRESS =
            new Key<>("bindAddress", "0.0.0.0", "address to listen on", Forms.TEXT).fixed();
    static final Key<String> KV_FILE =
            new Key<>("kvConfigPath", "~/namesrv/kvConfig.json", "file of the key-value settings", Forms.TEXT).fixed();
    static final Key<Boolean> ORDERED_TOPICS =
            new Key<>("orderMessageEnable", "false", "routes carry the order configuration of topics", Forms.FLAG)
            .live();
    static final Key<Boolean> ORDERED_TOPICS_TO_BROKERS = new Key<>(
            "returnOrderTopicConfigToBroker", "true", "brokers are told the order configuration", Forms.FLAG).live();
    static final Key<Boolean> LIST_ALL_TOPICS =
            new Key<>("enableAllTopicList", "true", "clients may list all topics", Forms.FLAG).live();
    static final Key<Boolean> LIST_TOPICS =
            new Key<>("enableTopicList", "true", "clients may list the topics of a cluster", Forms.FLAG).live();
    static final Key<Duration> SCAN_INTERVAL = new Key<>(
            "scanNotActiveBrokerInterval", "5000", "ms between looks for brokers that are gone",
            Forms.time(Duration.ofMillis(10), Duration.ofHours(1)));
    static final Key<Boolean> WAIT_FOR_BROKERS = new Key<>(
            "needWaitForService", "false", "no routes are answered at first, until brokers had time to register",
            Forms.FLAG).live();
    static final Key<Integer> WAIT_SECONDS = new Key<>(
            "waitSecondsForService", "45", "seconds of that time", Forms.wholeNumber(0, 3_600).in("s")).live();

    static final Catalog CATALOG = Catalog.of(
                    LISTEN_PORT, BIND_ADDRESS, KV_FILE, ORDERED_TOPICS, ORDERED_TOPICS_TO_BROKERS, LIST_ALL_TOPICS,
                    LIST_TOPICS, SCAN_INTERVAL, WAIT_FOR_BROKERS, WAIT_SECONDS,
                    BrokerKeys.ADMIN_FROM_ANYWHERE, BrokerKeys.STRICT, BrokerKeys.LOG_OUTPUT, BrokerKeys.LOG_FORMAT)
            .accept("nameserver-keys.txt")
            .refuse(new Refusal("enableControllerInNamesrv", List.of("", "false"),
                    "is not in this version: there is no controller yet"),
                    new Refusal("useTLS", List.of("", "false"),
                            "is not in this version: clients would talk in the clear"));

    static final Catalog BESIDE_BROKER = Catalog.of(
                    LISTEN_PORT_BESIDE_BROKER, KV_FILE, ORDERED_TOPICS, ORDERED_TOPICS_TO_BROKERS, LIST_ALL_TOPICS,
                    LIST_TOPICS, SCAN_INTERVAL, WAIT_FOR_BROKERS, WAIT_SECONDS,
                    BrokerKeys.ADMIN_FROM_ANYWHERE, BrokerKeys.STRICT, BrokerKeys.LOG_OUTPUT, BrokerKeys.LOG_FORMAT)
            .accept("nameserver-keys.txt");

    private NameServerKeys() {}
}
