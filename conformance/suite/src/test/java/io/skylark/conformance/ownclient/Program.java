package io.skylark.conformance.ownclient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// One of the example programs, in a process of its own, with the name server as its only argument.
final class Program implements AutoCloseable {
    static final String PACKAGE = "io.skylark.examples";

    private static final Path WORK = Path.of(System.getProperty("conformance.work", "target/conformance"));
    private static final int ENDED_BY_SIGTERM = 128 + 15;

    private final String name;
    private final Path output;
    private final Process process;

    private Program(String name, Path output, Process process) {
        this.name = name;
        this.output = output;
        this.process = process;
    }

    static Program start(String name, String nameServer) {
        try {
            Path folder = Files.createDirectories(WORK.resolve("examples"));
            Path output = Files.createTempFile(folder, name + "-", ".out");
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Process process = new ProcessBuilder(
                            java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m",
                            "-cp", System.getProperty("java.class.path"), PACKAGE + "." + name, nameServer)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new Program(name, output, process);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + name, failure);
        }
    }

    /// Runs a program that ends by itself, and without a failure.
    ///
    /// @return what it printed
    static List<String> run(String name, String nameServer) {
        try (Program program = start(name, nameServer)) {
            assertThat(program.ended()).as("%s ended; it printed %s", name, program.lines()).isTrue();
            assertThat(program.process.exitValue()).as("exit code of %s, which printed %s", name, program.lines())
                    .isZero();
            return program.lines();
        }
    }

    /// Waits for a line that has this in it.
    void await(String regex) {
        Pattern pattern = Pattern.compile(regex);
        Awaitility.await(name + " prints " + regex).atMost(Own.LIMIT)
                .untilAsserted(() -> assertThat(lines()).anyMatch(line -> pattern.matcher(line).find()));
    }

    /// What it printed; not that there is no log framework.
    List<String> lines() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.startsWith("SLF4J"))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + output, failure);
        }
    }

    /// Ends it as an operator does.
    void stop() {
        process.destroy();
        assertThat(ended()).as("%s ended by SIGTERM; it printed %s", name, lines()).isTrue();
        assertThat(process.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
    }

    private boolean ended() {
        try {
            return process.waitFor(Own.LIMIT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
