package io.skylark.broker.runtime;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.measure.Rate;
import io.skylark.broker.measure.Statistics;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.store.Storage;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.net.RpcTimes;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.BrokerState;
import io.skylark.protocol.body.KeyValueTable;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Answers what the broker's state is, and what was counted in the last minute, hour and day. On virtual threads: the disk
/// is asked how full it is.
public final class RuntimeHandlers {
    private final Supplier<ReplicatedLog> log;
    private final InstantSource clock;
    private final Totals totals;
    private final SendLatency latency;
    private final Statistics statistics;
    private final RuntimeTable table;

    /// What other features know.
    ///
    /// @param timers messages that wait for their time
    /// @param coldReads pulls that wait for the disk
    /// @param maxColdReads how many may
    public record Figures(LongSupplier timers, IntSupplier coldReads, int maxColdReads) {
        long waitingTimers() {
            return timers.getAsLong();
        }

        int waitingColdReads() {
            return coldReads.getAsInt();
        }
    }

    /// @param zone whose midnights count
    public RuntimeHandlers(
            BrokerConfig config,
            Storage storage,
            Supplier<ReplicatedLog> log,
            TopicTable topics,
            Measures measures,
            RpcTimes times,
            Figures figures,
            InstantSource clock,
            ZoneId zone) {
        this.log = log;
        this.clock = clock;
        long now = clock.millis();
        totals = new Totals(storage.messages(), measures, zone, now);
        latency = new SendLatency(times);
        statistics = new Statistics(
                new BrokerStatistics(config.clusterName(), topics, storage.messages(), measures), now);
        table = new RuntimeTable(storage, totals, latency, figures, now);
    }

    public void routes(Router.Builder routes) {
        routes.blocking(BrokerState.RUNTIME.code(), this::runtime);
        routes.blocking(BrokerState.STATISTICS.code(), this::statistics);
    }

    /// Regular work, every [Statistics#INTERVAL].
    public void sample() {
        long now = clock.millis();
        totals.sample(now);
        latency.sample();
        statistics.sample(now);
    }

    /// Messages stored in a topic, in the last minute.
    public double putsPerSecond(String topic) {
        return perSecond("TOPIC_PUT_NUMS", topic);
    }

    /// Messages of a topic that a group was given, in the last minute.
    public double readsPerSecond(String group, String topic) {
        return perSecond("GROUP_GET_NUMS", topic + "@" + group);
    }

    private double perSecond(String name, String key) {
        return statistics.read(name, key, clock.millis()).map(found -> found.minute().perSecond()).orElse(0.0);
    }

    private void runtime(Exchange exchange) {
        KeyValueTable answer = new KeyValueTable(table.read(log.get(), clock.millis()));
        exchange.reply(BrokerState.RUNTIME.success(Empty.EMPTY).withBody(Json.encode(answer)));
    }

    private void statistics(Exchange exchange) {
        BrokerState.StatisticsRequest request = BrokerState.STATISTICS.decodeRequest(exchange.request());
        Statistics.Reading found = statistics.read(request.statsName(), request.statsKey(), clock.millis())
                .orElseThrow(() -> new RequestFailure(
                        ResponseCode.SYSTEM_ERROR,
                        "The stats <" + request.statsName() + "> <" + request.statsKey() + "> not exist"));
        BrokerState.Statistics answer = new BrokerState.Statistics(
                item(found.minute()), item(found.hour()), item(found.day()));
        exchange.reply(BrokerState.STATISTICS.success(Empty.EMPTY).withBody(Json.encode(answer)));
    }

    private static BrokerState.StatisticsItem item(Rate rate) {
        return new BrokerState.StatisticsItem(rate.sum(), rate.perSecond(), rate.perTime());
    }
}
