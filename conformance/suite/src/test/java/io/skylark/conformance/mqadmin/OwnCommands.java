package io.skylark.conformance.mqadmin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// `bin/mqadmin` of an unpacked archive, a process for each command.
///
/// @param home the folder that holds `bin`
/// @param work where it runs, and its output goes
record OwnCommands(Path home, Path work) implements Commands {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int NOT_ENDED = -1;

    @Override
    public Said run(String... arguments) {
        return run(() -> false, arguments);
    }

    @Override
    public Said brief(int lines, String... arguments) {
        return run(() -> printed().lines().count() >= lines, arguments);
    }

    private Said run(BooleanSupplier enough, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", home.resolve("bin/mqadmin").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true)
                .redirectOutput(output().toFile());
        builder.environment().remove("NAMESRV_ADDR");
        builder.environment().put("HOME", work.toString());
        try {
            Process process = builder.start();
            long end = System.nanoTime() + LIMIT.toNanos();
            while (!process.waitFor(LOOK) && !enough.getAsBoolean() && System.nanoTime() < end) {
                // it runs on
            }
            int exitCode = process.isAlive() ? NOT_ENDED : process.exitValue();
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            return new Said(exitCode, printed());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while a command runs", e);
        }
    }

    private String printed() {
        try {
            return Files.readString(output(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + output(), e);
        }
    }

    private Path output() {
        return work.resolve("mqadmin.out");
    }
}
