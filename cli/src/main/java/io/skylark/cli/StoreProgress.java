package io.skylark.cli;

import io.skylark.log.inspect.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;

/// Says on a terminal how far a long reading has come, in a line that is overwritten; elsewhere nothing.
final class StoreProgress implements Progress {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final PrintWriter err;
    private final InstantSource clock;
    private final boolean terminal;
    private long next;
    private boolean shown;

    StoreProgress(PrintWriter err, InstantSource clock, boolean terminal) {
        this.err = err;
        this.clock = clock;
        this.terminal = terminal;
        this.next = clock.millis() + INTERVAL.toMillis();
    }

    @SuppressWarnings("SystemConsoleNull") // Java 25 went back to null where there is no terminal
    static StoreProgress onTerminal(PrintWriter err) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new StoreProgress(err, InstantSource.system(), terminal);
    }

    @Override
    public void reached(long done, long total) {
        if (terminal && clock.millis() >= next) {
            next = clock.millis() + INTERVAL.toMillis();
            shown = true;
            err.printf("\r%s of at most %s read ", StoreText.bytes(done), StoreText.bytes(total));
            err.flush();
        }
    }

    /// Clears the line.
    void end() {
        if (shown) {
            err.print("\r\033[K");
            err.flush();
        }
    }
}
