package io.skylark.cli.health;

import io.skylark.cli.frame.Cluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.Admin;
import io.skylark.client.error.SkylarkException;
import java.io.PrintWriter;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

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

    /// Asks a cluster, and prints what it comes to.
    ///
    /// @return the exit code
    static int print(String check, Cluster cluster, CommandSpec command, Function<Admin, Verdict> question) {
        Verdict verdict;
        try (SkylarkClient client = cluster.connect()) {
            verdict = question.apply(client.admin());
        } catch (SkylarkException failure) {
            verdict = new Verdict(Level.CRITICAL, String.valueOf(failure.getMessage()), "");
        }
        PrintWriter out = command.commandLine().getOut();
        out.println(check + " " + verdict.level + " - " + verdict.text
                + (verdict.figures.isEmpty() ? "" : " | " + verdict.figures));
        out.flush();
        return verdict.level.exitCode;
    }
}
