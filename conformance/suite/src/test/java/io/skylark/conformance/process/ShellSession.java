package io.skylark.conformance.process;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// A shell that commands are typed into, one by one, and what it and its children have printed so far.
final class ShellSession implements AutoCloseable {
    /// Generous: other tests and builds share the machine.
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Duration POLL = Duration.ofMillis(20);

    private final Process shell;
    private final PrintWriter keyboard;
    private final Path screen;

    ShellSession(Installation installation) throws IOException {
        screen = installation.home().resolve("screen.txt");
        ProcessBuilder builder = new ProcessBuilder("sh")
                .directory(installation.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(screen.toFile());
        builder.environment().clear();
        builder.environment().putAll(installation.variables());
        shell = builder.start();
        keyboard = new PrintWriter(shell.outputWriter(StandardCharsets.UTF_8), true);
    }

    ShellSession type(String command) {
        keyboard.println(command);
        return this;
    }

    /// Types a command and waits for its end.
    ///
    /// @return its exit code
    int run(String command) {
        String mark = "ended-" + System.nanoTime();
        type(command);
        type("echo " + mark + "=$?");
        awaitLine("^" + mark + "=\\d+$", 1);
        return lines().stream()
                .filter(line -> line.startsWith(mark + "="))
                .map(line -> Integer.parseInt(line.substring(mark.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /// Waits until so many lines match.
    ShellSession awaitLine(String regex, long times) {
        Pattern pattern = Pattern.compile(regex);
        try {
            Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(POLL).atMost(LIMIT)
                    .until(() -> lines().stream().filter(pattern.asPredicate()).count() >= times);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError("not " + times + " lines with " + regex + " within " + LIMIT + " but:\n"
                    + String.join("\n", lines().subList(0, Math.min(60, lines().size()))), late);
        }
        return this;
    }

    List<String> lines() {
        try {
            return Files.readString(screen, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException unreadable) {
            throw new AssertionError("the output of the shell cannot be read", unreadable);
        }
    }

    /// Ends the shell and everything it started.
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(shell.descendants(), Stream.of(shell.toHandle())).toList();
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle process : all) {
            process.onExit().completeOnTimeout(process, LIMIT.toSeconds(), TimeUnit.SECONDS).join();
            process.destroyForcibly();
        }
    }
}
