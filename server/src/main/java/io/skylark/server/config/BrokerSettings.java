package io.skylark.server.config;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.config.PopLimits;
import io.skylark.broker.config.TimerConfig;
import io.skylark.broker.config.TransactionConfig;
import io.skylark.log.DiskReserve;
import io.skylark.log.LogConfig;
import io.skylark.log.LogConfig.FlushMode;
import io.skylark.log.retention.RetentionConfig;
import io.skylark.net.NetConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// All that a broker process is told, in the types of the parts it is made of.
///
/// @param host address that is registered at name servers in other processes
/// @param dataFolder everything the broker keeps
/// @param logFolder its log
/// @param adminFromAnywhere whether other hosts may administer too
/// @param console metrics and health
public record BrokerSettings(
        BrokerConfig broker,
        LogConfig log,
        NetConfig net,
        String bindAddress,
        String host,
        Path dataFolder,
        Path logFolder,
        List<HostPort> nameServers,
        boolean adminFromAnywhere,
        ConsoleSettings console) {

    /// Smaller files would hold only a handful of the largest messages each.
    private static final long MIN_SEGMENT_BYTES = 16 << 20;

    /// Up to this size of a segment the log takes as little memory as in the dev profile.
    private static final long SMALL_SEGMENT_BYTES = 64 << 20;

    /// The largest frame of the protocol; no message can be larger.
    private static final long MAX_FRAME_BYTES = 16 << 20;

    private static final Duration OFFSET_INTERVAL = Duration.ofMillis(200);

    /// Variables that start with this are settings of the broker.
    public static final String VARIABLES = "SKYLARK_BROKER_";

    public static Catalog catalog() {
        return BrokerKeys.CATALOG;
    }

    public static BrokerSettings read(Configuration from) {
        Optional<InetAddress> advertised = from.get(BrokerKeys.ADVERTISED_HOST).flatMap(name -> resolve(name, from));
        String host = advertised.map(InetAddress::getHostAddress).orElseGet(from.environment().hostAddress());
        Path data = from.path(BrokerKeys.DATA_FOLDER, from.get(BrokerKeys.DATA_FOLDER));
        Path log = from.get(BrokerKeys.LOG_FOLDER)
                .map(text -> from.path(BrokerKeys.LOG_FOLDER, text))
                .orElse(data.resolve("log"));
        if (Files.isDirectory(data.resolve("commitlog"))) {
            from.problems().warn(data + " holds a store of RocketMQ, whose messages are not read;"
                    + " it is left alone, and the log of Skylark is " + log);
        }
        return new BrokerSettings(
                broker(from, advertised), log(from), net(from), from.get(BrokerKeys.BIND_ADDRESS), host, data, log,
                HostPort.list(from.get(BrokerKeys.NAME_SERVERS), from.problems()),
                from.get(BrokerKeys.ADMIN_FROM_ANYWHERE),
                ConsoleSettings.read(from));
    }

    private static BrokerConfig broker(Configuration from, Optional<InetAddress> advertised) {
        String name = from.get(BrokerKeys.NAME);
        if (name.isEmpty()) {
            name = from.environment().hostName().get();
        }
        if (name.chars().anyMatch(Character::isWhitespace)) {
            from.problems().error("brokerName=" + name + " must be one word");
            name = "broker";
        }
        return new BrokerConfig(
                from.get(BrokerKeys.CLUSTER),
                name,
                0, // a broker that takes writes always has id 0, whatever brokerId says; there are no others yet
                from.get(BrokerKeys.LISTEN_PORT),
                advertised,
                from.get(BrokerKeys.PERMISSION),
                from.get(BrokerKeys.AUTO_CREATE_TOPICS),
                from.get(BrokerKeys.AUTO_CREATE_GROUPS),
                from.get(BrokerKeys.DEFAULT_QUEUES),
                (int) Math.min(from.get(BrokerKeys.MAX_MESSAGE_BYTES), MAX_FRAME_BYTES),
                from.get(BrokerKeys.LONG_POLLING),
                from.get(BrokerKeys.PROPERTY_FILTER),
                from.get(BrokerKeys.STORE_REPLIES),
                from.get(BrokerKeys.SERVER_SIDE_RESET),
                from.get(BrokerKeys.REGION),
                from.get(BrokerKeys.TRACE_ON),
                from.get(BrokerKeys.TRACE_TOPIC),
                OFFSET_INTERVAL,
                from.get(BrokerKeys.REGISTER_INTERVAL),
                retention(from),
                transactions(from),
                new TimerConfig(
                        from.get(BrokerKeys.DELAY_LEVELS),
                        Duration.ofSeconds(from.get(BrokerKeys.MAX_DELAY_SECONDS)),
                        from.get(BrokerKeys.RECALL)),
                PopLimits.STANDARD
                        .withInFlight(from.get(BrokerKeys.POP_IN_FLIGHT_PER_QUEUE), from.get(BrokerKeys.POP_IN_FLIGHT))
                        .withHeld(from.get(BrokerKeys.POPS_HELD_PER_QUEUE), from.get(BrokerKeys.POPS_HELD)));
    }

    private static TransactionConfig transactions(Configuration from) {
        return new TransactionConfig(
                from.get(BrokerKeys.TRANSACTION_TIMEOUT),
                from.get(BrokerKeys.TRANSACTION_CHECK_INTERVAL),
                from.get(BrokerKeys.TRANSACTION_CHECKS),
                from.get(BrokerKeys.TRANSACTIONS_OPEN),
                from.get(BrokerKeys.TRANSACTIONS_REJECTED));
    }

    private static RetentionConfig retention(Configuration from) {
        return new RetentionConfig(
                Duration.ofHours(from.get(BrokerKeys.RESERVED_HOURS)),
                from.get(BrokerKeys.DELETE_HOURS),
                from.get(BrokerKeys.MAX_STORE_BYTES),
                from.get(BrokerKeys.MAX_USED_PERCENT),
                from.get(BrokerKeys.CLEAN_FORCIBLY),
                RetentionConfig.STANDARD.checkInterval());
    }

    private static LogConfig log(Configuration from) {
        long wanted = from.get(BrokerKeys.SEGMENT_BYTES);
        long bytes = Math.clamp(wanted, MIN_SEGMENT_BYTES, LogConfig.MAX_SEGMENT_BYTES) / 4096 * 4096;
        LogConfig base = bytes <= SMALL_SEGMENT_BYTES ? LogConfig.dev() : LogConfig.server();
        FlushMode mode = from.get(BrokerKeys.FLUSH).startsWith("ASYNC") ? FlushMode.ASYNC : FlushMode.SYNC;
        return new LogConfig(
                bytes, (int) Math.min(base.maxEntryBytes(), bytes / 2), base.maxWaitingBytes(), base.roundBytes(),
                base.rounds(), mode, from.get(BrokerKeys.FLUSH_INTERVAL), base.maxUnforcedBytes(), reserve(from));
    }

    /// RocketMQ refuses messages while more than a percentage is used: what is left then is a reserve.
    private static DiskReserve reserve(Configuration from) {
        int percent = from.get(BrokerKeys.FREE_RESERVE_PERCENT);
        Optional<Integer> used = from.get(BrokerKeys.WARNING_PERCENT);
        if (used.isPresent() && !from.isSet(BrokerKeys.FREE_RESERVE_PERCENT)) {
            percent = Math.min(100 - used.get(), DiskReserve.MAX_PERCENT);
        }
        return new DiskReserve(
                from.get(BrokerKeys.FREE_RESERVE_BYTES), percent, DiskReserve.STANDARD.checkInterval());
    }

    private static NetConfig net(Configuration from) {
        NetConfig base = NetConfig.STANDARD;
        return new NetConfig(
                base.eventLoops(), from.get(BrokerKeys.BACKLOG), Duration.ofSeconds(from.get(BrokerKeys.IDLE_SECONDS)),
                base.maxBytesInFlight(), base.maxBlockingCalls(), base.writeHighWater(),
                base.maxConnections());
    }

    private static Optional<InetAddress> resolve(String name, Configuration from) {
        try {
            return Optional.of(InetAddress.getByName(name));
        } catch (UnknownHostException unknown) {
            from.problems().error(BrokerKeys.ADVERTISED_HOST.name() + "=" + name + " must be an address of this"
                    + " machine that clients can dial; this name is not known here");
            return Optional.empty();
        }
    }
}
