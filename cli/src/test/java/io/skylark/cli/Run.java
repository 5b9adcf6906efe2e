package io.skylark.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;

/// What one command printed, and how it ended. Lines end with `\n`.
public record Run(int exitCode, String out, String err) {
    /// Runs `skylark` against a cluster.
    ///
    /// @param words without the name server
    public static Run of(FakeCluster cluster, String... words) {
        return of(Stream.concat(Stream.of("-n", cluster.address()), Stream.of(words)).toArray(String[]::new));
    }

    public static Run of(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = SkylarkCommand.commandLine(List.of(), words)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        return new Run(exitCode, lines(out), lines(err));
    }

    private static String lines(StringWriter text) {
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
