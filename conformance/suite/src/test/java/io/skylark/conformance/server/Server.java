package io.skylark.conformance.server;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// A name server and a broker in one or two processes, with a data folder of their own that outlives a restart.
public final class Server implements AutoCloseable {
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(10);
    private static final Duration IDLE_SAMPLE = Duration.ofMillis(500);
    private static final long IDLE_TOLERANCE_KIB = 512;

    private final String nameServer;
    private final List<ServerProcess> processes;
    private final Thread atExit = new Thread(this::kill, "conformance-server-exit");

    /// @param nameServer its address as a client writes it
    /// @param processes in the order in which they start
    Server(String nameServer, List<ServerProcess> processes) {
        this.nameServer = nameServer;
        this.processes = List.copyOf(processes);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// What a client sets as its name server address.
    public String nameServer() {
        return nameServer;
    }

    /// Starts all processes and returns when the last has announced itself.
    public void start() {
        processes.forEach(ServerProcess::start);
    }

    /// SIGTERM to all, in the reverse order, and waits.
    public void stop() {
        processes.reversed().forEach(ServerProcess::stop);
    }

    /// SIGKILL to all.
    public void kill() {
        processes.reversed().forEach(ServerProcess::kill);
    }

    /// SIGKILL to the name server, which must have a process of its own.
    public void killNameServer() {
        own(processes.getFirst()).kill();
    }

    public void startNameServer() {
        own(processes.getFirst()).start();
    }

    /// SIGKILL to the broker, which must have a process of its own.
    public void killBroker() {
        own(processes.getLast()).kill();
    }

    public void startBroker() {
        own(processes.getLast()).start();
    }

    private ServerProcess own(ServerProcess process) {
        if (processes.size() < 2) {
            throw new IllegalStateException("name server and broker share a process");
        }
        return process;
    }

    /// Prints how long each process took to start and what memory it holds once that has settled.
    public void reportIdle() {
        for (ServerProcess process : processes) {
            System.out.printf("conformance: %s started in %d ms, idle resident memory %d MiB%n", process.name(),
                    process.startTime().toMillis(), idleKib(process) / 1024);
        }
    }

    /// The resident memory when two samples agree; the last one if it never settles.
    private static long idleKib(ServerProcess process) {
        long[] samples = {0, process.residentKib()};
        try {
            Awaitility.await().pollInSameThread().pollInterval(IDLE_SAMPLE).atMost(IDLE_LIMIT).until(() -> {
                samples[0] = samples[1];
                samples[1] = process.residentKib();
                return Math.abs(samples[1] - samples[0]) <= IDLE_TOLERANCE_KIB;
            });
        } catch (ConditionTimeoutException e) {
            System.out.println("conformance: the memory of " + process.name() + " did not settle in " + IDLE_LIMIT);
        }
        return samples[1];
    }

    /// Stops what still runs.
    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
