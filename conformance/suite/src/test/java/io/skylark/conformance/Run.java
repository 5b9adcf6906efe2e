package io.skylark.conformance;

import io.skylark.conformance.server.Server;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// One scenario with one client: its server, names that no other run uses, and what must be closed after it.
public final class Run implements AutoCloseable {
    /// RocketMQ allows 127 characters, and a retry topic puts seven before the group.
    private static final int NAME_LIMIT = 90;

    /// Differs from one test run to the next: clients keep files by these names in their home folder.
    private static final String TEST_RUN = Long.toString(ProcessHandle.current().info().startInstant()
            .orElseGet(Instant::now).toEpochMilli(), Character.MAX_RADIX);

    private final String name;
    private final ClientVariant variant;
    private final Server server;
    private final Function<String, Server> brokers;
    private final AtomicInteger names = new AtomicInteger();
    private final Deque<AutoCloseable> closeLater = new ArrayDeque<>();

    /// @param brokers one more broker of the server's cluster, by its name
    Run(String name, ClientVariant variant, Server server, Function<String, Server> brokers) {
        this.name = name.length() <= NAME_LIMIT ? name : name.substring(name.length() - NAME_LIMIT);
        this.variant = variant;
        this.server = server;
        this.brokers = brokers;
    }

    /// A new topic, group or instance name.
    public String newName(String kind) {
        return kind + "-" + name + "-" + TEST_RUN + "-" + names.incrementAndGet();
    }

    /// The client that runs.
    public ClientVariant variant() {
        return variant;
    }

    /// The server that the client talks to. Only a scenario with its own server may stop it.
    public Server server() {
        return server;
    }

    /// One more broker, started, in the cluster of a server that is the scenario's own.
    public Server startBroker(String broker) {
        Server started = brokers.apply(broker);
        closeLater(started);
        started.start();
        return started;
    }

    /// Closes this when the run ends; what came last is closed first.
    public synchronized void closeLater(AutoCloseable resource) {
        closeLater.push(resource);
    }

    /// A line for the reader of the build's output.
    public void report(String line) {
        System.out.println("conformance: " + variant + ": " + line);
    }

    @Override
    public synchronized void close() {
        IllegalStateException failure = new IllegalStateException(name + " left something open");
        while (!closeLater.isEmpty()) {
            try {
                closeLater.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
