package io.skylark.cli.frame;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `--watch`: runs what a command does again and again, until Ctrl-C. On a terminal each run replaces the one before.
public final class Watch {
    private static final String CLEAR = "\033[H\033[2J";

    @Option(
            names = {"-w", "--watch"},
            paramLabel = "PAUSE",
            arity = "0..1",
            fallbackValue = "2s",
            description = "again and again, with this pause (2s without a value), until Ctrl-C")
    private Optional<Duration> pause = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    public void run(Runnable show) throws InterruptedException {
        if (pause.isEmpty()) {
            show.run();
            return;
        }
        PrintWriter out = command.commandLine().getOut();
        boolean terminal = Terminal.isThere();
        while (true) {
            if (terminal) {
                out.print(CLEAR);
                out.println(command.qualifiedName() + "  " + CellText.time(Instant.now()));
                out.println();
            }
            show.run();
            out.flush();
            TimeUnit.NANOSECONDS.sleep(pause.get().toNanos());
        }
    }
}
