package io.skylark.cli.health;

import io.skylark.client.error.SkylarkException;
import java.io.PrintWriter;
import java.util.function.Supplier;

/// What a check for monitoring says: one line, and an exit code.
///
/// @param figures in the form of performance data, such as `lag=12;100;1000`; may be empty
record Verdict(Level level, String text, String figures) {
    /// The names and codes of Nagios plugins, from good to bad.
    enum Level {
        OK(0),
        WARNING(1),
        CRITICAL(2),
        UNKNOWN(Verdict.UNKNOWN);

        private final int exitCode;

        Level(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    /// Also for wrong arguments: nothing is known then.
    static final int UNKNOWN = 3;

    /// @param value that is compared with both limits
    static Verdict of(long value, long warning, long critical, String text, String figures) {
        Level level = value >= critical ? Level.CRITICAL : value >= warning ? Level.WARNING : Level.OK;
        return new Verdict(level, text, figures);
    }

    /// @return the exit code
    static int print(String check, PrintWriter out, Supplier<Verdict> asked) {
        Verdict verdict;
        try {
            verdict = asked.get();
        } catch (SkylarkException failure) {
            verdict = new Verdict(Level.CRITICAL, String.valueOf(failure.getMessage()), "");
        }
        out.println(check + " " + verdict.level + " - " + verdict.text
                + (verdict.figures.isEmpty() ? "" : " | " + verdict.figures));
        out.flush();
        return verdict.level.exitCode;
    }
}
