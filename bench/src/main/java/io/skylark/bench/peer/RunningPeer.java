package io.skylark.bench.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// The processes of one server, name server included.
public final class RunningPeer implements AutoCloseable {
    /// Every peer's broker goes by this name.
    public static final String BROKER_NAME = "broker-a";

    private final Protocol protocol;
    private final List<ServerProcess> processes;
    private final InetSocketAddress nameServer;
    private final InetSocketAddress broker;
    private final long startedAt;
    private final Duration bootTime;

    /// @param startedAt of the first process, by the system's nanosecond clock
    public RunningPeer(Protocol protocol, List<ServerProcess> processes, InetSocketAddress nameServer,
            InetSocketAddress broker, long startedAt) {
        this.protocol = protocol;
        this.processes = List.copyOf(processes);
        this.nameServer = nameServer;
        this.broker = broker;
        this.startedAt = startedAt;
        this.bootTime = sinceStart();
    }

    public Protocol protocol() {
        return protocol;
    }

    /// Where clients ask for routes.
    public InetSocketAddress nameServer() {
        return nameServer;
    }

    public InetSocketAddress broker() {
        return broker;
    }

    /// From the start of the first process to the last boot line.
    public Duration bootTime() {
        return bootTime;
    }

    /// From the start of the first process until now.
    public Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    public List<Long> pids() {
        return processes.stream().flatMap(process -> process.pids().stream()).toList();
    }

    /// What all processes together have used.
    ///
    /// @throws IOException when one of them has ended
    public Usage usage() throws IOException {
        Usage sum = Usage.NONE;
        for (ServerProcess process : processes) {
            if (!process.isAlive()) {
                throw new IOException(process.failure("ended by itself"));
            }
            for (long pid : process.pids()) {
                sum = sum.plus(Usage.of(pid));
            }
        }
        return sum;
    }

    /// SIGKILL to all processes; returns when they are gone.
    ///
    /// @throws IOException when one of them is still there
    public void kill() throws IOException {
        for (ServerProcess process : processes) {
            process.kill();
        }
    }

    /// Stops the processes in reverse order of their start.
    @Override
    public void close() {
        processes.reversed().forEach(ServerProcess::close);
    }
}
