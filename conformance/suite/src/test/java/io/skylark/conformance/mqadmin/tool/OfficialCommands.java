package io.skylark.conformance.mqadmin.tool;

import io.skylark.conformance.mqadmin.Commands;
import io.skylark.conformance.mqadmin.Said;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The commands of an official `mqadmin`, one after the other, each as if it had a process of its own.
public final class OfficialCommands implements Commands {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final String NAME_SERVER = "rocketmq.namesrv.addr";
    private static final int NOT_ENDED = -1;

    private volatile int exitCode;

    private final Supplier<Class<?>> startups;

    /// @param home its installation, for the configuration of its log; temporary files go there too
    /// @param startups the class that has the main method, new each time: it keeps its commands, and they their clients
    public OfficialCommands(Path home, Supplier<Class<?>> startups) {
        this.startups = startups;
        Machine.setProperty("rocketmq.home.dir", home.toString());
        Machine.setProperty("user.home", home.toString());
        Machine.setProperty("java.io.tmpdir", home.toString());
    }

    @Override
    public Said run(String... arguments) {
        return run(() -> false, arguments);
    }

    @Override
    public Said brief(int lines, String... arguments) {
        return run(() -> Machine.printedLines() >= lines, arguments);
    }

    private Said run(BooleanSupplier enough, String... arguments) {
        Machine.printed();
        Machine.clearProperty(NAME_SERVER);
        exitCode = NOT_ENDED;
        Thread command = Thread.ofPlatform().daemon().name("mqadmin").start(() -> execute(arguments));
        long end = System.nanoTime() + LIMIT.toNanos();
        try {
            while (!command.join(LOOK) && !enough.getAsBoolean() && System.nanoTime() < end) {
                // it runs on
            }
            String printed = Machine.printed();
            command.interrupt();
            command.join(STOP_LIMIT);
            return new Said(exitCode, printed);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while a command runs", e);
        }
    }

    private void execute(String... arguments) {
        try {
            startups.get().getMethod("main", String[].class).invoke(null, (Object) arguments);
            exitCode = 0;
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof Machine.Exit end)) {
                throw new IllegalStateException("a command failed", e);
            }
            exitCode = end.code();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the tools have another main method", e);
        }
    }
}
