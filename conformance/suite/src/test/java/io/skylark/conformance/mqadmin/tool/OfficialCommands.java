package io.skylark.conformance.mqadmin.tool;

import io.skylark.conformance.mqadmin.Commands;
import io.skylark.conformance.mqadmin.Said;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.rocketmq.tools.command.MQAdminStartup;

/// The commands of an official `mqadmin`, one after the other, each as if it had a process of its own.
public final class OfficialCommands implements Commands {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final String NAME_SERVER = "rocketmq.namesrv.addr";
    private static final int NOT_ENDED = -1;

    private volatile int exitCode;

    /// @param home its installation, for the configuration of its log
    public OfficialCommands(Path home) {
        Machine.setProperty("rocketmq.home.dir", home.toString());
        Machine.setProperty("user.home", home.toString());
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
            MQAdminStartup.main(arguments);
            exitCode = 0;
        } catch (Machine.Exit end) {
            exitCode = end.code();
        }
    }
}
