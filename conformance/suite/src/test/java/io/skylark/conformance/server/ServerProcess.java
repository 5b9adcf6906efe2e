package io.skylark.conformance.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/// One server process. Its launch may be a script: signals go to the whole tree below it, so that they reach the
/// server whether or not the script replaced itself.
final class ServerProcess {
    private static final Duration BOOT_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final int SHOWN_LINES = 60;

    private final Launch launch;
    private @Nullable Process process;
    private int starts;
    private Duration startTime = Duration.ZERO;

    ServerProcess(Launch launch) {
        this.launch = launch;
    }

    String name() {
        return launch.name();
    }

    /// From the start of the process to its boot line.
    Duration startTime() {
        return startTime;
    }

    /// Starts the process and returns when it has announced itself.
    ///
    /// @throws IllegalStateException with the end of its output, if it ends before that or is silent until the limit
    void start() {
        starts++;
        long begin = System.nanoTime();
        Process started = spawn();
        process = started;
        try {
            Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(POLL).atMost(BOOT_LIMIT)
                    .until(() -> booted() || !started.isAlive());
        } catch (ConditionTimeoutException e) {
            kill();
            throw new IllegalStateException(failure("did not announce itself in " + BOOT_LIMIT), e);
        }
        if (!booted()) {
            throw new IllegalStateException(failure("ended with exit code " + started.exitValue()));
        }
        startTime = Duration.ofNanos(System.nanoTime() - begin);
    }

    private Process spawn() {
        ProcessBuilder builder = new ProcessBuilder(launch.command()).directory(launch.folder().toFile())
                .redirectErrorStream(true).redirectOutput(output().toFile());
        builder.environment().putAll(launch.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + launch.command(), e);
        }
    }

    /// Ends the process as an operator does (SIGTERM) and waits for it.
    void stop() {
        signal(ProcessHandle::destroy);
    }

    /// Ends the process as a power cut does, except for what the operating system still holds (SIGKILL).
    void kill() {
        signal(ProcessHandle::destroyForcibly);
    }

    private void signal(Consumer<ProcessHandle> end) {
        List<ProcessHandle> tree = tree();
        tree.forEach(end);
        try {
            Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(POLL).atMost(STOP_LIMIT)
                    .until(() -> tree.stream().noneMatch(ProcessHandle::isAlive));
        } catch (ConditionTimeoutException e) {
            tree.forEach(ProcessHandle::destroyForcibly);
            throw new IllegalStateException(failure("did not end in " + STOP_LIMIT), e);
        }
    }

    /// Resident memory in KiB of the server and what stands above it; 0 where the system does not tell.
    long residentKib() {
        return tree().stream().mapToLong(handle -> residentKib(handle.pid())).sum();
    }

    private static long residentKib(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /// The children first: a script that sees its child end can still clean up.
    private List<ProcessHandle> tree() {
        Process current = process;
        if (current == null) {
            return List.of();
        }
        return Stream.concat(current.descendants(), Stream.of(current.toHandle())).toList();
    }

    private boolean booted() {
        return lines().stream().anyMatch(line -> launch.bootLine().matcher(line).find());
    }

    private String failure(String what) {
        List<String> lines = lines();
        List<String> end = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
        return launch.name() + " " + what + "; " + launch.command() + " wrote to " + output() + ":\n"
                + String.join("\n", end);
    }

    private List<String> lines() {
        try {
            return Files.readString(output(), StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + output(), e);
        }
    }

    private Path output() {
        return launch.folder().resolve(launch.name() + "-" + starts + ".out");
    }
}
