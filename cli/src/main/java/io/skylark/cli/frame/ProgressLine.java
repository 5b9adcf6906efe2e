package io.skylark.cli.frame;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Says on a terminal how far long work has come, in a line that is overwritten; elsewhere nothing.
public final class ProgressLine {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final PrintWriter err;
    private final InstantSource clock;
    private final boolean terminal;
    private long next;
    private boolean shown;

    public ProgressLine(PrintWriter err, InstantSource clock, boolean terminal) {
        this.err = err;
        this.clock = clock;
        this.terminal = terminal;
        this.next = clock.millis() + INTERVAL.toMillis();
    }

    public static ProgressLine onTerminal(PrintWriter err) {
        return new ProgressLine(err, InstantSource.system(), Terminal.isThere());
    }

    public void show(Supplier<String> text) {
        if (terminal && clock.millis() >= next) {
            next = clock.millis() + INTERVAL.toMillis();
            shown = true;
            err.print("\r" + text.get() + " \033[K");
            err.flush();
        }
    }

    /// Clears the line.
    public void end() {
        if (shown) {
            err.print("\r\033[K");
            err.flush();
        }
    }
}
