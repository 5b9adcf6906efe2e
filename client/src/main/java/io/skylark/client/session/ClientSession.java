package io.skylark.client.session;

import io.skylark.client.config.ClientConfig;
import io.skylark.client.config.Credentials;
import io.skylark.client.message.MessageIds;
import io.skylark.client.route.BrokerHealth;
import io.skylark.client.route.NameServers;
import io.skylark.client.route.Routes;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.client.transport.GiveUpThreads;
import io.skylark.client.transport.Signatures;
import io.skylark.protocol.Command;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the producers and consumers of one client share. It connects to nothing until something is asked for.
///
/// Three threads: the sweeper expires requests, the timer sends heartbeats and whatever else is sent now and then, the
/// worker waits for routes. A few more exist while they are needed, see [GiveUpThreads] and [LaterCalls].
public final class ClientSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

    private final ClientConfig config;
    private final String clientId;
    private final InstantSource clock;
    private final ScheduledExecutorService sweeper;
    private final ScheduledExecutorService timer;
    private final ScheduledExecutorService worker;
    private final GiveUpThreads giveUps = new GiveUpThreads();
    private final ConnectionPool pool;
    private final NameServers nameServers;
    private final Routes routes;
    private final BrokerHealth brokerHealth = new BrokerHealth(System::nanoTime);
    private final PendingReplies replies;
    private final TransactionChecks transactionChecks;
    private final ConsumerCalls consumerCalls;
    private final Heartbeats heartbeats;
    private final MessageIds messageIds;
    private final OpenParts parts = new OpenParts();
    private final LaterCalls laterCalls = new LaterCalls();

    /// Topics whose routes wait to be asked for again.
    private final Set<String> refreshing = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    public ClientSession(ClientConfig config, Clock clock, RandomGenerator random) {
        long processId = ProcessHandle.current().pid();
        LocalAddress local = LocalAddress.find();
        this.config = config;
        this.clock = clock;
        this.clientId = local.text() + "@" + processId + "#" + System.nanoTime();
        this.sweeper = executor("skylark-client-sweeper");
        this.timer = executor("skylark-client-timer");
        this.worker = executor("skylark-client-worker");
        this.pool = new ConnectionPool(config.transport(), signing(config), sweeper, giveUps, System::nanoTime);
        this.nameServers = new NameServers(config.nameServers(), pool, config.requestTimeout(), random.nextInt());
        this.routes = new Routes(nameServers, System::nanoTime, random::nextInt);
        this.heartbeats = new Heartbeats(clientId, pool, routes, config.requestTimeout());
        this.replies = new PendingReplies(pool, sweeper, giveUps);
        this.transactionChecks = new TransactionChecks(pool);
        this.consumerCalls = new ConsumerCalls(pool);
        this.messageIds = new MessageIds(
                local.fourBytes(), processId, random.nextInt(), clock, clock.getZone());
        every(timer, config.heartbeat(), "heartbeat", () -> {
            var unused = heartbeats.beat();
        });
        every(worker, config.routeRefresh(), "refresh of routes", routes::refreshAll);
    }

    private static UnaryOperator<Command> signing(ClientConfig config) {
        Credentials credentials = config.credentials();
        return credentials == null
                ? UnaryOperator.identity()
                : new Signatures(credentials, config.transport().headers());
    }

    private static ScheduledExecutorService executor(String thread) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, DaemonThreads.named(thread));
        // Most of what is scheduled is cancelled long before its time.
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    private static void every(ScheduledExecutorService executor, Duration period, String what, Runnable task) {
        var unused = executor.scheduleWithFixedDelay(
                () -> guarded(what, task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// A periodic task that fails would never run again; an error too ends no more than this run of it.
    private static void guarded(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error failure) {
            LOG.warn("The {} failed, it is tried again in time", what, failure);
        }
    }

    /// Asks for the route of a topic again, soon; once, however many sends failed.
    public void refreshSoon(String topic) {
        if (!refreshing.add(topic)) {
            return;
        }
        try {
            worker.execute(() -> {
                refreshing.remove(topic);
                guarded("refresh of the route of " + topic, () -> routes.refresh(topic));
            });
        } catch (RejectedExecutionException closing) {
            LOG.debug("The route of {} is not refreshed, the client is closing", topic);
        }
    }

    /// @throws IllegalStateException when the client is closed
    public void checkOpen() {
        if (closed.get()) {
            throw refusal();
        }
    }

    static IllegalStateException refusal() {
        return new IllegalStateException("this client is closed");
    }

    public ClientConfig config() {
        return config;
    }

    /// How brokers tell this client from others.
    public String clientId() {
        return clientId;
    }

    public InstantSource clock() {
        return clock;
    }

    public LongSupplier nanoClock() {
        return System::nanoTime;
    }

    public BrokerHealth brokerHealth() {
        return brokerHealth;
    }

    /// Requests of this client that wait for replies of consumers.
    public PendingReplies replies() {
        return replies;
    }

    public TransactionChecks transactionChecks() {
        return transactionChecks;
    }

    public ConsumerCalls consumerCalls() {
        return consumerCalls;
    }

    /// Calls that block, for those who do not want to wait.
    public LaterCalls laterCalls() {
        return laterCalls;
    }

    /// For what waits for no answer.
    public ScheduledExecutorService timer() {
        return timer;
    }

    public ConnectionPool pool() {
        return pool;
    }

    public NameServers nameServers() {
        return nameServers;
    }

    public Routes routes() {
        return routes;
    }

    public Heartbeats heartbeats() {
        return heartbeats;
    }

    public MessageIds messageIds() {
        return messageIds;
    }

    public OpenParts parts() {
        return parts;
    }

    public boolean isClosed() {
        return closed.get();
    }

    /// Waits for one of the last steps of a member of a group, as long as a request may take. What fails is said to the
    /// log, for the member leaves all the same.
    ///
    /// @param what the step, as in "could not _say good-bye_ at all brokers"
    public void finish(String group, String what, CompletableFuture<Void> step) {
        try {
            step.get(config.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failure) {
            LOG.warn("Group {} could not {} at all brokers", group, what, failure);
        }
    }

    /// Closes the producers and consumers first, then the connections.
    ///
    /// @throws IllegalStateException on a thread that brings results; nothing is closed
    @Override
    public void close() {
        pool.checkMayBlock();
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        heartbeats.close();
        parts.closeAll();
        laterCalls.close();
        replies.close();
        timer.shutdownNow();
        worker.shutdownNow();
        pool.close();
        sweeper.shutdownNow();
        giveUps.close();
    }
}
