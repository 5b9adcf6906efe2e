package io.skylark.cli.store;

import io.skylark.cli.frame.ProgressLine;
import io.skylark.log.inspect.Progress;
import java.io.PrintWriter;

/// How far a long reading has come.
final class StoreProgress implements Progress {
    private final ProgressLine line;

    private StoreProgress(ProgressLine line) {
        this.line = line;
    }

    static StoreProgress onTerminal(PrintWriter err) {
        return new StoreProgress(ProgressLine.onTerminal(err));
    }

    @Override
    public void reached(long done, long total) {
        line.show(() -> StoreText.bytes(done) + " of at most " + StoreText.bytes(total) + " read");
    }

    /// Clears the line.
    void end() {
        line.end();
    }
}
