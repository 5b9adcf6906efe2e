package io.skylark.nameserver;

import io.skylark.nameserver.kv.KvTable;
import io.skylark.nameserver.route.Announcement;
import io.skylark.nameserver.route.Lost;
import io.skylark.nameserver.route.Origin;
import io.skylark.nameserver.route.Outcome;
import io.skylark.nameserver.route.RouteReader;
import io.skylark.nameserver.route.RouteTable;
import io.skylark.net.Router;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A name server: tells clients where topics are, from what brokers register. Brokers of the same process register by
/// method call. Shared; what changes is in [RouteTable] and [KvTable].
///
/// Nothing here touches other files than the key-value one, whoever asks.
public final class NameServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NameServer.class);

    private volatile NameServerConfig config;
    private final RouteTable table;
    private final RouteReader reader;
    private final RegistrationHandlers registrations;
    private final RouteHandlers routes;
    private final TopicHandlers topics;
    private final KvHandlers values;
    private Runnable stopScan = () -> {};

    private NameServer(NameServerConfig config, KvTable kv, LongSupplier nanoClock) {
        this.config = config;
        this.table = new RouteTable(nanoClock);
        this.reader = new RouteReader(table);
        this.registrations = new RegistrationHandlers(table, kv, this::config);
        this.routes = new RouteHandlers(reader, kv, this::config, nanoClock);
        this.topics = new TopicHandlers(table, reader, this::config);
        this.values = new KvHandlers(kv);
    }

    /// @param nanoClock counts nanoseconds, as [System#nanoTime] does
    /// @throws IOException when the key-value file is there but cannot be read
    public static NameServer open(NameServerConfig config, LongSupplier nanoClock) throws IOException {
        return new NameServer(config, KvTable.open(config.kvConfigPath()), nanoClock);
    }

    /// The settings as they are now.
    private NameServerConfig config() {
        return config;
    }

    /// From here on `next` holds; but where the key-value file is, and how often registrations are checked, is as it was at
    /// the start.
    public void change(NameServerConfig next) {
        config = next;
    }

    /// Registers the handlers of all conversations with a name server, except those about its configuration: who reads that
    /// also tells and changes it.
    public void routes(Router.Builder router) {
        registrations.routes(router);
        routes.routes(router);
        topics.routes(router);
        values.routes(router);
    }

    /// Starts to look for registrations that have ended.
    public void start(Scheduler scheduler) {
        stopScan = scheduler.every(config.scanInterval(), this::scan);
    }

    private void scan() {
        try {
            for (Lost lost : table.expire()) {
                LOG.warn("{} was not heard of for too long, its routes are withdrawn", lost);
                Origin origin = lost.origin();
                if (origin != null) {
                    origin.disconnect();
                }
            }
        } catch (RuntimeException failure) {
            // the outermost loop of the scan, which would end with it
            LOG.error("the scan for expired brokers failed", failure);
        }
    }

    /// The queues of a topic, for each broker that has it.
    public List<QueueData> queues(String topic) {
        return reader.queues(topic);
    }

    /// Registers a broker of this process with all its topics, or registers it again. It holds until it is withdrawn.
    /// Topics that were registered before and are not among `topics` are withdrawn.
    ///
    /// @param version changes whenever the topics do; with an equal one only topics that are missing here are taken
    public void registerLocal(LocalBroker broker, DataVersion version, Map<String, TopicConfig> topics) {
        Outcome outcome = table.register(new Announcement(
                broker.cluster(), broker.name(), broker.id(), broker.address(), "", false, null, Duration.ZERO,
                version, topics, List.of(), null));
        if (outcome instanceof Outcome.Accepted accepted && accepted.isNew()) {
            LOG.info("broker {} (id {}) of this process is registered with {} topics",
                    broker.name(), broker.id(), topics.size());
        }
    }

    /// Withdraws a broker of this process.
    public void unregisterLocal(LocalBroker broker) {
        for (Lost lost : table.unregisterLocal(broker.name(), broker.id())) {
            LOG.info("{} of this process is withdrawn", lost);
        }
    }

    @Override
    public void close() {
        stopScan.run();
    }
}
