package io.skylark.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One server process. Its command may be a script: signals go to the whole tree below it.
public final class ServerProcess implements AutoCloseable {
    private static final Duration BOOT_LIMIT = Duration.ofMinutes(3);
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final int KEPT_LINES = 40;

    private final Command command;
    private final Process process;
    private final CountDownLatch bootedOrEnded = new CountDownLatch(1);
    /// Guarded by itself: the reader adds, a failure reads.
    private final Deque<String> lastLines = new ArrayDeque<>();
    private volatile boolean booted;

    /// @param folder to run in; the output goes to `<name>.out` there
    /// @param bootLine found in the line that says the server is ready
    record Command(String name, List<String> words, Map<String, String> environment, Path folder, Pattern bootLine) {}

    private ServerProcess(Command command, Process process) {
        this.command = command;
        this.process = process;
    }

    /// Starts the process and waits for its boot line.
    static ServerProcess start(Command command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.words()).directory(command.folder().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(command.environment());
        ServerProcess started = new ServerProcess(command, builder.start());
        Thread.ofPlatform().name(command.name() + "-output").daemon().start(started::copyOutput);
        try {
            if (started.bootedOrEnded.await(BOOT_LIMIT.toSeconds(), TimeUnit.SECONDS) && started.booted) {
                return started;
            }
            // The output ends a moment before the process, whose exit code belongs into the message.
            started.process.waitFor(EXIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String failure = started.failure("did not announce itself");
        started.close();
        throw new IOException(failure);
    }

    private void copyOutput() {
        try (BufferedReader lines = process.inputReader(); Writer file = Files.newBufferedWriter(output())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!booted && command.bootLine().matcher(line).find()) {
                    booted = true;
                    bootedOrEnded.countDown();
                }
                synchronized (lastLines) {
                    lastLines.addLast(line);
                    if (lastLines.size() > KEPT_LINES) {
                        lastLines.removeFirst();
                    }
                }
                file.write(line + "\n");
                file.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the output of " + command.name(), e);
        } finally {
            bootedOrEnded.countDown();
        }
    }

    private Path output() {
        return command.folder().resolve(command.name() + ".out");
    }

    String failure(String what) {
        List<String> lines;
        synchronized (lastLines) {
            lines = List.copyOf(lastLines);
        }
        String state = process.isAlive() ? "it still runs" : "exit code " + process.exitValue();
        return command.name() + " " + what + " (" + state + "); " + String.join(" ", command.words()) + " wrote to "
                + output() + ":\n" + String.join("\n", lines);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    List<Long> pids() {
        return tree().map(ProcessHandle::pid).toList();
    }

    private Stream<ProcessHandle> tree() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()));
    }

    /// SIGKILL, as when the machine's memory is full: nothing is tidied up.
    void kill() throws IOException {
        List<ProcessHandle> tree = tree().toList();
        tree.forEach(ProcessHandle::destroyForcibly);
        if (!ended(tree, KILL_LIMIT)) {
            throw new IOException(failure("survived SIGKILL for " + KILL_LIMIT));
        }
    }

    /// SIGTERM, and SIGKILL to what does not end by itself.
    @Override
    public void close() {
        List<ProcessHandle> tree = tree().toList();
        tree.forEach(ProcessHandle::destroy);
        if (!ended(tree, STOP_LIMIT)) {
            tree.forEach(ProcessHandle::destroyForcibly);
            ended(tree, KILL_LIMIT);
        }
    }

    private static boolean ended(List<ProcessHandle> tree, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        for (ProcessHandle handle : tree) {
            try {
                handle.onExit().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException | TimeoutException e) {
                return false;
            }
        }
        return true;
    }
}
