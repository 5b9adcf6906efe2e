package io.skylark.client.transport;

import io.skylark.client.config.TransportConfig;
import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection for each server, made when first needed and again after it was lost. Shared by all threads.
///
/// Results are completed on the reader thread of the connection, or on one of a few threads when no answer came: what
/// depends on them must not block.
public final class ConnectionPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    /// How exactly timeouts of requests are kept.
    private static final Duration SWEEP_PERIOD = Duration.ofMillis(100);

    private final TransportConfig config;
    private final UnaryOperator<Command> signing;
    private final GiveUpThreads giveUps;
    private final LongSupplier nanoClock;
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();
    private final Set<Connection> retired = ConcurrentHashMap.newKeySet();
    private final Map<Integer, ServerRequestHandler> handlers = new ConcurrentHashMap<>();
    private final Map<Integer, LaterRequestHandler> laterHandlers = new ConcurrentHashMap<>();
    private final List<Consumer<String>> openListeners = new CopyOnWriteArrayList<>();
    private final Connection.Owner owner = new ConnectionOwner();
    private final ScheduledFuture<?> sweeping;
    private volatile boolean closed;

    /// @param signing see [Signatures]; leaves requests as they are when nobody asks who sends them
    /// @param timer does nothing that could block, because only it ends writes that hang
    /// @param giveUps bring the failures of requests that were not answered in time
    public ConnectionPool(
            TransportConfig config,
            UnaryOperator<Command> signing,
            ScheduledExecutorService timer,
            GiveUpThreads giveUps,
            LongSupplier nanoClock) {
        this.config = config;
        this.signing = signing;
        this.giveUps = giveUps;
        this.nanoClock = nanoClock;
        this.sweeping = timer.scheduleWithFixedDelay(
                this::sweep, SWEEP_PERIOD.toMillis(), SWEEP_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Registers who answers the servers' requests of a code.
    public void handle(int code, ServerRequestHandler handler) {
        handlers.put(code, handler);
    }

    /// As [#handle(int, ServerRequestHandler)] for what takes longer.
    public void handleLater(int code, LaterRequestHandler handler) {
        laterHandlers.put(code, handler);
    }

    /// Registers who hears of new connections, on their reader threads, with the address.
    public void onOpen(Consumer<String> listener) {
        openListeners.add(listener);
    }

    /// Sends a request and waits for its answer, whatever its code.
    ///
    /// @throws SkylarkException when there is none in time: unreachable, no answer, interrupted
    public Command call(String server, Command request, Duration timeout) {
        Connection connection = connections.get(server);
        if (connection != null && connection.isReadByThisThread()) {
            throw waitsForItself();
        }
        // Nothing else depends on the result, so that the timer can bring the failure itself: this thread may be one of
        // the few that would have to.
        return outcome(call(server, request, timeout, Runnable::run));
    }

    /// As [#call(String, Command, Duration)], and every code but "success" is an exception.
    ///
    /// @param what the call in plain words, for the exception
    public Command demand(String what, String server, Command request, Duration timeout) {
        Command answer = call(server, request, timeout);
        if (answer.code() != ResponseCode.SUCCESS) {
            throw RefusedException.of(what, server, request, answer);
        }
        return answer;
    }

    /// Sends a request; requests to one server leave in the order of the calls. The timeout counts from when the server is
    /// connected; that may take up to the connect timeout before.
    public CompletableFuture<Command> callAsync(String server, Command request, Duration timeout) {
        return call(server, request, timeout, giveUps);
    }

    private CompletableFuture<Command> call(String server, Command request, Duration timeout, Executor givingUp) {
        Connection connection;
        try {
            connection = connection(server);
        } catch (SkylarkException noConnection) {
            return CompletableFuture.failedFuture(noConnection);
        }
        long begin = nanoClock.getAsLong();
        return connection.call(request, timeout, givingUp).thenCompose(answer -> {
            if (answer.code() != ResponseCode.GO_AWAY) {
                return CompletableFuture.completedFuture(answer);
            }
            retire(connection);
            return connection(server).call(request, connection.left(begin, timeout), givingUp);
        });
    }

    /// Sends a request that is not answered; done when it is written, or waits in its turn for being written.
    public CompletableFuture<Void> oneway(String server, Command request) {
        try {
            return connection(server).oneway(request);
        } catch (SkylarkException notSent) {
            return CompletableFuture.failedFuture(notSent);
        }
    }

    /// The present connection, or a new one that is being made.
    ///
    /// @throws SkylarkException when there can be none
    private Connection connection(String server) {
        if (closed) {
            throw isClosed();
        }
        Connection known = connections.get(server);
        if (known != null && !known.isClosed()) {
            return known;
        }
        Connection connection = connections.compute(server, (name, present) ->
                present != null && !present.isClosed()
                        ? present
                        : Connection.dial(name, config, signing, nanoClock, owner));
        if (closed) {
            connection.close(isClosed());
        }
        return connection;
    }

    /// A server that is about to stop wants no new requests on this connection.
    private void retire(Connection connection) {
        retired.add(connection);
        connections.remove(connection.server(), connection);
        connection.retire();
        if (connection.isClosed()) {
            retired.remove(connection);
        }
    }

    /// Begins a call of this pool and waits for its result, on a thread of the program.
    ///
    /// @throws SkylarkException what the call failed with, or that the waiting thread was interrupted
    /// @throws IllegalStateException before it begins, as [#checkMayBlock()]
    public <T> T await(Supplier<CompletableFuture<T>> call) {
        checkMayBlock();
        return outcome(call.get());
    }

    /// @throws IllegalStateException on a thread that brings results, which may be the one that would be waited for
    public void checkMayBlock() {
        if (bringsResults()) {
            throw waitsForItself();
        }
    }

    /// Whether results of this pool are completed by this thread, so that it must not wait for any.
    public boolean bringsResults() {
        return Connection.isReaderOf(owner) || giveUps.isCurrent();
    }

    private static IllegalStateException waitsForItself() {
        return new IllegalStateException("This call blocks the thread that reads the answers of a server, on which"
                + " asynchronous results are completed: use its twin that ends in Async, or go on elsewhere, as with"
                + " thenRunAsync");
    }

    /// Waits for a result that another thread brings.
    ///
    /// @throws SkylarkException what it failed with, or that the waiting thread was interrupted
    public static <T> T outcome(CompletableFuture<T> result) {
        try {
            return result.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CallAbandonedException(
                    "Interrupted while waiting for an answer; the request may be carried out", true, interrupted);
        } catch (ExecutionException failure) {
            Throwable cause = unwrap(failure);
            if (cause instanceof SkylarkException known) {
                throw known.rethrown();
            }
            throw new IllegalStateException("a call failed in an unforeseen way", cause);
        }
    }

    /// The same result for a program, which sees the failure itself and no wrapper around it, however it looks at it.
    public static <T> CompletableFuture<T> bare(CompletableFuture<T> result) {
        CompletableFuture<T> bare = new CompletableFuture<>();
        var unused = result.whenComplete((value, failure) -> {
            if (failure == null) {
                bare.complete(value);
            } else {
                bare.completeExceptionally(unwrap(failure));
            }
        });
        return bare;
    }

    /// The failure itself, without the wrappers that dependent results put around it.
    public static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    void sweep() {
        connections.values().forEach(ConnectionPool::sweep);
        retired.forEach(ConnectionPool::sweep);
    }

    /// A failure ends neither the sweeping of the other connections nor that to come: without it nothing times out.
    private static void sweep(Connection connection) {
        try {
            connection.sweep();
        } catch (RuntimeException | Error failure) {
            LOG.warn("The requests to {} were not looked through, they are soon", connection.server(), failure);
        }
    }

    @Override
    public void close() {
        closed = true;
        sweeping.cancel(false);
        connections.values().forEach(connection -> connection.close(isClosed()));
        retired.forEach(connection -> connection.close(isClosed()));
    }

    private static CallAbandonedException isClosed() {
        return new CallAbandonedException("The client is closed", false, null);
    }

    private final class ConnectionOwner implements Connection.Owner {
        @Override
        public void opened(Connection connection) {
            LOG.debug("Connected to {}", connection.server());
            for (Consumer<String> listener : openListeners) {
                listener.accept(connection.server());
            }
        }

        @Override
        public void requested(Connection connection, Command request) {
            LaterRequestHandler later = laterHandlers.get(request.code());
            if (later != null) {
                var unused = begin(later, connection.server(), request).whenComplete((answer, failure) ->
                        reply(connection, request, answer == null ? failed(request, failure) : answer));
                return;
            }
            Command answer = answer(connection.server(), request);
            if (!request.isOneway()) {
                connection.send(answer.withOpaque(request.opaque()));
            }
        }

        private CompletableFuture<Command> begin(LaterRequestHandler later, String server, Command request) {
            try {
                return later.handle(server, request);
            } catch (RuntimeException | Error failure) {
                return CompletableFuture.failedFuture(failure);
            }
        }

        private Command failed(Command request, @Nullable Throwable failure) {
            LOG.warn("Request {} could not be handled", request.code(), failure);
            return Command.response(ResponseCode.SYSTEM_ERROR, String.valueOf(failure));
        }

        private void reply(Connection connection, Command request, Command answer) {
            try {
                connection.send(answer.withOpaque(request.opaque()));
            } catch (SkylarkException gone) {
                LOG.debug("The answer to request {} is lost with its connection", request.code(), gone);
            }
        }

        private Command answer(String server, Command request) {
            ServerRequestHandler handler = handlers.get(request.code());
            if (handler == null) {
                LOG.debug("{} sent request {}, which this client does not know", server, request.code());
                return Command.response(ResponseCode.REQUEST_CODE_NOT_SUPPORTED,
                        " request type " + request.code() + " not supported");
            }
            try {
                return handler.handle(server, request);
            } catch (RuntimeException | Error failure) {
                LOG.warn("Request {} of {} could not be handled", request.code(), server, failure);
                return Command.response(ResponseCode.SYSTEM_ERROR, failure.toString());
            }
        }

        @Override
        public void closed(Connection connection) {
            connections.remove(connection.server(), connection);
            retired.remove(connection);
            LOG.debug("The connection to {} ended", connection.server());
        }

        @Override
        public boolean bringsResults() {
            return ConnectionPool.this.bringsResults();
        }
    }
}
