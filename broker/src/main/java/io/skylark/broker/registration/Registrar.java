package io.skylark.broker.registration;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.table.TopicTable;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the name servers up to date: at start, regularly, and when topics change. Calls block; the lock makes them one
/// at a time, and a caller that waited for another's registration of the same version needs none of its own.
public final class Registrar {
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

    private static final Duration ROUTE_LIFETIME = Duration.ofSeconds(5);
    private static final int MAX_CACHED_ROUTES = 10_000;

    private record CachedRoute(long time, List<QueueData> queues) {}

    private final LiveConfig live;
    private final BrokerConfig config;
    private final TopicTable topics;
    private final List<RouteRegistry> registries;
    private final Supplier<String> address;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, CachedRoute> cachedRoutes = new HashMap<>();
    private DataVersion registered = DataVersion.ZERO;
    private boolean withdrawn;
    private volatile boolean reached;

    /// @param address `host:port` of this broker, known once it listens
    public Registrar(
            LiveConfig live, TopicTable topics, List<RouteRegistry> registries, Supplier<String> address) {
        this.live = live;
        this.config = live.now();
        this.topics = topics;
        this.registries = List.copyOf(registries);
        this.address = address;
    }

    /// Makes sure that the topics as they are now are registered.
    public void topicsChanged() {
        lock.lock();
        try {
            if (!registered.equals(topics.version())) {
                registerNow();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Registers again, whether something changed or not.
    public void renew() {
        lock.lock();
        try {
            registerNow();
        } finally {
            lock.unlock();
        }
    }

    /// The queues of a topic that may be consumed, on all brokers: of this one as they are, of others as the name servers
    /// knew them up to [#ROUTE_LIFETIME] ago.
    public List<MessageQueue> readableQueues(String topic) {
        lock.lock();
        try {
            List<MessageQueue> all = new ArrayList<>(topics.readableQueues(topic, config.brokerName()));
            for (QueueData onBroker : route(topic)) {
                if (!onBroker.brokerName().equals(config.brokerName()) && Permission.isReadable(onBroker.perm())) {
                    for (int queueId = 0; queueId < onBroker.readQueueNums(); queueId++) {
                        all.add(new MessageQueue(topic, onBroker.brokerName(), queueId));
                    }
                }
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    private List<QueueData> route(String topic) {
        long now = System.nanoTime();
        CachedRoute cached = cachedRoutes.get(topic);
        if (cached != null && now - cached.time < ROUTE_LIFETIME.toNanos()) {
            return cached.queues;
        }
        // without an answer the last one holds: members must not lose the queues of other brokers
        List<QueueData> found = registries.stream()
                .map(registry -> registry.queues(topic))
                .filter(queues -> !queues.isEmpty())
                .findFirst()
                .orElse(cached == null ? List.of() : cached.queues);
        if (cachedRoutes.size() >= MAX_CACHED_ROUTES) {
            cachedRoutes.clear();
        }
        cachedRoutes.put(topic, new CachedRoute(now, found));
        return found;
    }

    /// Whether the last registration reached a name server; true as well when there is none to reach.
    public boolean isRegistered() {
        return reached || registries.isEmpty();
    }

    /// Withdraws the broker from all name servers, for good.
    public void withdraw() {
        lock.lock();
        try {
            if (withdrawn) {
                return;
            }
            withdrawn = true;
            reached = false;
            for (RouteRegistry registry : registries) {
                registry.unregister(announcement(topics.version()));
            }
        } finally {
            lock.unlock();
        }
    }

    private void registerNow() {
        if (withdrawn) {
            return;
        }
        DataVersion version = topics.version();
        for (RouteRegistry registry : registries) {
            registry.register(announcement(version));
        }
        registered = version;
        reached = registries.stream().anyMatch(RouteRegistry::isReachable);
        LOG.debug("registered version {}", version);
    }

    private RouteRegistry.Announcement announcement(DataVersion version) {
        Map<String, TopicConfig> masked = new HashMap<>();
        topics.all().forEach((name, topic) -> masked.put(name, topic.withPerm(topic.perm() & mask(topic))));
        return new RouteRegistry.Announcement(
                config.clusterName(), config.brokerName(), config.brokerId(), address.get(), version, masked);
    }

    /// Only read and write are the broker's to take away.
    private int mask(TopicConfig topic) {
        return live.now().permission() | (topic.perm() & ~(Permission.READ | Permission.WRITE));
    }
}
