package io.skylark.conformance.mqadmin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// The `mqadmin` of an unpacked archive. A process for each of two hundred commands would take three minutes: what asks a
/// server is called as its main method calls it, in the classes of the archive; the rest runs `bin/mqadmin`.
final class OwnCommands implements Commands {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int NOT_ENDED = -1;
    private static final String NAME_SERVER = "-n";

    private final Path home;
    private final Path work;
    private final URLClassLoader classes;
    private final MethodHandle execute;

    /// @param home the folder that holds `bin` and `lib`
    /// @param work where processes run, and their output goes
    OwnCommands(Path home, Path work) {
        this.home = home;
        this.work = work;
        this.classes = classes(home.resolve("lib"));
        try {
            execute = MethodHandles.publicLookup().findStatic(
                    classes.loadClass("io.skylark.cli.mqadmin.Mqadmin"), "execute", MethodType.methodType(
                            int.class, PrintStream.class, PrintStream.class, Path.class, String[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the archive at " + home + " has another mqadmin", e);
        }
    }

    private static URLClassLoader classes(Path folder) {
        List<URL> urls = new ArrayList<>();
        try (Stream<Path> jars = Files.list(folder)) {
            for (Path jar : (Iterable<Path>) jars::iterator) {
                urls.add(jar.toUri().toURL());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
        return new URLClassLoader("mqadmin", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    @Override
    public Said run(String... arguments) {
        return List.of(arguments).contains(NAME_SERVER) ? call(arguments) : process(() -> false, arguments);
    }

    @Override
    public Said brief(int lines, String... arguments) {
        return process(() -> printed().lines().count() >= lines, arguments);
    }

    private Said call(String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try {
            return new Said((int) execute.invoke(out, out, home, arguments), printed.toString(StandardCharsets.UTF_8));
        } catch (Throwable e) { // what a method handle declares
            throw new IllegalStateException("mqadmin " + String.join(" ", arguments) + " ends with an exception", e);
        }
    }

    private Said process(BooleanSupplier enough, String... arguments) {
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

    @Override
    public void close() {
        try {
            classes.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the classes of " + home, e);
        }
    }
}
