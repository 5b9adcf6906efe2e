package io.skylark.broker;

import io.skylark.broker.assignment.AssignmentHandlers;
import io.skylark.broker.assignment.RequestModeTable;
import io.skylark.broker.clientcall.ClientCallHandlers;
import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.config.Identity;
import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.config.SystemTopics;
import io.skylark.broker.config.WriteGate;
import io.skylark.broker.drain.Leftovers;
import io.skylark.broker.export.TableExport;
import io.skylark.broker.filter.SubscriptionFilters;
import io.skylark.broker.group.GroupHandlers;
import io.skylark.broker.group.GroupQuestions;
import io.skylark.broker.inspect.InspectHandlers;
import io.skylark.broker.inspect.QueueEntryHandler;
import io.skylark.broker.intake.Intake;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.measure.Statistics;
import io.skylark.broker.offset.OffsetHandlers;
import io.skylark.broker.order.OrderHandlers;
import io.skylark.broker.order.QueueLockTable;
import io.skylark.broker.pop.PopConsumption;
import io.skylark.broker.pop.PopTable;
import io.skylark.broker.progress.ProgressHandlers;
import io.skylark.broker.pull.PullHandler;
import io.skylark.broker.registration.Registrar;
import io.skylark.broker.registration.RouteRegistry;
import io.skylark.broker.registry.ConsumerRegistry;
import io.skylark.broker.registry.OffsetResets;
import io.skylark.broker.registry.ProducerRegistry;
import io.skylark.broker.replication.ReplicationHandlers;
import io.skylark.broker.reply.ReplyHandlers;
import io.skylark.broker.reset.ResetHandlers;
import io.skylark.broker.retention.RetentionHandlers;
import io.skylark.broker.retry.RetryHandlers;
import io.skylark.broker.runtime.RuntimeHandlers;
import io.skylark.broker.send.SendHandler;
import io.skylark.broker.send.SendTimes;
import io.skylark.broker.session.SessionHandlers;
import io.skylark.broker.session.SessionQuestions;
import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TableLog;
import io.skylark.broker.table.TopicCreation;
import io.skylark.broker.table.TopicRetention;
import io.skylark.broker.table.TopicTable;
import io.skylark.broker.timer.Timers;
import io.skylark.broker.topic.TopicHandlers;
import io.skylark.broker.topic.TopicQuestions;
import io.skylark.broker.transaction.Transactions;
import io.skylark.broker.upkeep.UpkeepHandlers;
import io.skylark.log.DiskReserve;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.Storage;
import io.skylark.net.NetConfig;
import io.skylark.net.RoundAnswers;
import io.skylark.net.Router;
import io.skylark.net.RpcTimes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A broker: the features, wired on top of one storage folder.
///
/// Life: the constructor wires, [#recover] replays the log, the caller listens with [#router], [#start] makes the broker
/// known, [#withdraw] makes that undone, and [#close] ends it in the opposite order.
public final class Broker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final Duration HOUSEKEEPING_INTERVAL = Duration.ofSeconds(10);
    private static final Duration LAST_CALLS_LIMIT = Duration.ofSeconds(2);
    private static final long LAST_FLUSH_SECONDS = 10;

    private final LiveConfig live;
    private final WriteGate gate;
    private final Storage storage;
    private final OffsetTable offsets;
    private final Registrar registrar;
    private final SessionHandlers sessions;
    private final QueueLockTable locks;
    private final PullHandler pulls;
    private final Transactions transactions;
    private final Timers timers;
    private final PopTable popTable;
    private final PopConsumption pops;
    private final TopicTable topics;
    private final GroupTable groups;
    private final RuntimeHandlers runtime;
    private final BrokerView view;
    private final Measures measures;
    private final Router router;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("broker-timer").daemon().factory());
    private @Nullable ReplicatedLog log;
    private Runnable export = () -> {};

    /// @param storage opened, not started
    /// @param port the port that is listened on, known once it is bound
    /// @param address `host:port` that is registered, known once it listens
    /// @param memoryBytes memory of the machine: what is newer than 40 % of it counts as in memory
    public Broker(
            BrokerConfig config,
            NetConfig net,
            Storage storage,
            List<RouteRegistry> nameServers,
            IntSupplier port,
            Supplier<String> address,
            long memoryBytes,
            InstantSource clock) {
        live = new LiveConfig(config);
        gate = new WriteGate(config.permission(), clock);
        this.storage = storage;
        MessageStore messages = storage.messages();
        TableLog tableLog = new TableLog(this::log);
        offsets = new OffsetTable(tableLog);
        popTable = new PopTable(offsets, clock);
        RequestModeTable modes = new RequestModeTable(tableLog);
        topics = new TopicTable(tableLog, SystemTopics.of(config), topic -> {
            messages.removeTopic(topic);
            offsets.removeTopic(topic);
            popTable.removeTopic(topic);
            modes.removeTopic(topic);
            forgetMeasures(topic);
        });
        measures = new Measures(topics::isSystem);
        groups = new GroupTable(tableLog, () -> live.now().autoCreateGroups(), (group, withOffsets) -> {
            measures.removeGroup(group);
            if (withOffsets) {
                offsets.removeGroup(group);
                popTable.removeGroup(group);
            }
        });
        messages.register(TopicTable.TYPE, topics);
        messages.register(GroupTable.TYPE, groups);
        messages.register(OffsetTable.TYPE, offsets);
        messages.register(PopTable.TYPE, popTable);
        messages.register(RequestModeTable.TYPE, modes);
        locks = new QueueLockTable(tableLog, clock);
        messages.register(QueueLockTable.TYPE, locks);
        storage.retain(config.retention(), topic -> TopicRetention.of(topics.find(topic)), ZoneId.systemDefault());

        registrar = new Registrar(live, topics, nameServers, address);
        TopicCreation creation = new TopicCreation(topics, registrar::topicsChanged);
        Identity identity = new Identity(config, port);
        ConsumerRegistry consumers = new ConsumerRegistry();
        SubscriptionFilters filters = new SubscriptionFilters(() -> live.now().propertyFilter());
        OffsetResets resets = new OffsetResets();
        ProducerRegistry producers = new ProducerRegistry();
        sessions = new SessionHandlers(filters, consumers, producers, groups, creation, clock);

        RoundAnswers answers = new RoundAnswers();
        messages.onRoundApplied(answers::release);
        messages.onRoundFailed(answers::fail);
        RpcTimes times = new RpcTimes(System::nanoTime);
        SendTimes sendTimes = new SendTimes(times);
        messages.onRoundApplied(sendTimes::roundApplied);
        Router.Builder routes = Router.builder(times);
        timers = new Timers(live, storage, topics, this::log, measures, clock);
        timers.routes(routes);
        transactions = new Transactions(
                live, storage, this::log, tableLog, topics, creation, producers, measures, clock);
        transactions.routes(routes);
        Intake intake = new Intake(this::log, List.of(transactions.parking(), timers.parking()));
        new SendHandler(
                live, gate, identity, topics, creation, this::log, intake,
                RetryHandlers.deadSends(groups, locks::isOrdered, measures), this::router, answers, sendTimes)
                .routes(routes);
        new RetryHandlers(identity, groups, creation, messages, intake, measures).routes(routes);
        pulls = new PullHandler(live, identity, topics, groups, offsets, consumers, filters, resets, messages,
                measures, this::router);
        pulls.routes(routes);
        pops = new PopConsumption(
                live, identity, topics, groups, offsets, popTable, messages, tableLog, measures,
                filters::ofRequest, position -> isInMemory(position, memoryBytes), this::after, pulls.coldReads(),
                this::router);
        pops.routes(routes);
        new AssignmentHandlers(modes, consumers, registrar::readableQueues, topics).routes(routes);
        new OffsetHandlers(topics, groups, offsets, resets, messages, position -> isInMemory(position, memoryBytes))
                .routes(routes);
        sessions.routes(routes);
        new SessionQuestions(consumers, producers).routes(routes);
        new OrderHandlers(locks).routes(routes);
        new ResetHandlers(live, topics, groups, offsets, resets, pops::settle, consumers, messages).routes(routes);
        new ClientCallHandlers(config.brokerName(), consumers, messages).routes(routes);
        new ReplyHandlers(live, identity, topics, producers, intake, clock).routes(routes);
        runtime = new RuntimeHandlers(
                config, storage, this::log, topics, measures, times,
                new RuntimeHandlers.Figures(timers::waiting, pulls::waitingColdReads, PullHandler.MAX_COLD_READS),
                clock, ZoneId.systemDefault());
        runtime.routes(routes);
        new TopicHandlers(topics, creation, registrar::topicsChanged).routes(routes);
        new TopicQuestions(config.brokerName(), topics, offsets, consumers, messages, runtime::putsPerSecond).routes(routes);
        new GroupHandlers(groups).routes(routes);
        new ProgressHandlers(
                config.brokerName(), topics, groups, offsets, consumers, messages, popTable::handedOut,
                runtime::readsPerSecond, address, clock, ZoneId.systemDefault())
                .routes(routes);
        new GroupQuestions(groups, offsets, address).routes(routes);
        new RetentionHandlers(storage::expireSoon).routes(routes);
        new UpkeepHandlers(topics, offsets, messages).routes(routes);
        new ReplicationHandlers(() -> log().appliedPosition()).routes(routes);
        new InspectHandlers(topics, messages, () -> log().appliedPosition(), clock).routes(routes);
        new QueueEntryHandler(consumers, filters, messages).routes(routes);
        Leftovers leftovers = new Leftovers(
                gate, topics, groups, offsets, consumers, messages, transactions::open, timers::waiting);
        leftovers.routes(routes);
        view = new BrokerView(
                live, storage, this::log, topics, groups, offsets, popTable, consumers, producers, registrar, timers,
                transactions, measures, times, pulls::waitingColdReads, gate, leftovers);
        router = routes.build(net);
    }

    /// The table of topics is there first.
    private void forgetMeasures(String topic) {
        measures.removeTopic(topic);
    }

    private boolean isInMemory(long position, long memoryBytes) {
        return log().lastPosition() - position <= memoryBytes / 10 * 4;
    }

    /// When the broker is being closed there is nobody left to wake.
    private void after(long millis, Runnable work) {
        if (!timer.isShutdown()) {
            timer.schedule(work, millis, TimeUnit.MILLISECONDS);
        }
    }

    /// How many pops and notifications wait for messages.
    public int heldPops() {
        return pops.held();
    }

    /// How many pulls wait for messages.
    public int heldPulls() {
        return pulls.heldPulls();
    }

    /// How many transactions wait for their decision.
    public int openTransactions() {
        return transactions.open();
    }

    /// What the console shows.
    public BrokerView view() {
        return view;
    }

    /// Answers every request of this broker.
    public Router router() {
        return router;
    }

    private ReplicatedLog log() {
        ReplicatedLog started = log;
        if (started == null) {
            throw new IllegalStateException("the log is not started");
        }
        return started;
    }

    /// Replays the log. From here on requests can be answered.
    ///
    /// @param onFailure hears once when the log has failed for good
    public void recover(Consumer<Throwable> onFailure) {
        log = storage.start(onFailure);
        offsets.replayed();
        timers.start();
        popTable.replayed();
        locks.replayed();
    }

    /// Keeps copies of the tables of topics and groups as files. Before [#start].
    ///
    /// @param folder made when it is not there
    public void exportTo(Path folder) {
        export = new TableExport(folder, topics, groups)::write;
    }

    /// Makes the broker known to its name servers and starts the regular work.
    public void start() {
        registrar.renew();
        every(() -> live.now().registerInterval(), registrar::renew);
        every(() -> live.now().offsetInterval(), offsets::flush);
        every(() -> live.now().transactions().checkInterval(), transactions::checkBack);
        every(() -> live.now().offsetInterval(), pops::flush);
        every(() -> TableExport.INTERVAL, export);
        every(() -> Statistics.INTERVAL, runtime::sample);
        every(() -> HOUSEKEEPING_INTERVAL, () -> {
            sessions.closeSilent();
            locks.removeExpired();
        });
    }

    /// Each run on a virtual thread, so that one that waits does not hold up the others.
    ///
    /// @param interval asked before each wait, so that another one holds when the current one is over
    private void every(Supplier<Duration> interval, Runnable work) {
        after(interval.get().toMillis(), () -> {
            Thread.startVirtualThread(() -> {
                try {
                    work.run();
                } catch (RuntimeException failure) {
                    LOG.error("regular work failed; it goes on", failure);
                }
            });
            every(interval, work);
        });
    }

    /// Takes what may change while the broker runs, and leaves the rest as it is. May block: topics and permissions are
    /// made known before it returns. One thread at a time.
    public void change(BrokerConfig next, DiskReserve reserve) {
        int permission = live.now().permission();
        live.change(next);
        gate.change(live.now().permission());
        storage.change(next.retention(), reserve);
        if (topics.systemTopics(SystemTopics.of(live.now())) || permission != live.now().permission()) {
            topics.renewVersion();
            registrar.renew();
        }
    }

    /// Ends the regular work, and takes the broker out of the routes that name servers give. Requests are served as before.
    public void withdraw() {
        timer.shutdown();
        registrar.withdraw();
    }

    /// Waits for the requests that are under way, stores the last offsets and closes the log; every answer is on its way
    /// to its connection then.
    @Override
    public void close() {
        withdraw();
        pulls.close();
        timers.close();
        if (log != null) {
            try {
                if (!router.finish(LAST_CALLS_LIMIT)) {
                    LOG.warn("some requests have not ended within {} s, and are not answered",
                            LAST_CALLS_LIMIT.toSeconds());
                }
                CompletableFuture.allOf(offsets.flush(), pops.flush()).get(LAST_FLUSH_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException lost) {
                LOG.warn("the last consumer offsets were not stored; some messages will be delivered again", lost);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }
        export.run();
        storage.close();
    }
}
