package io.skylark.cli.mqadmin;

import io.skylark.cli.FakeCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;

/// What one command printed, and how it ended. The time is 2023-11-14 22:13:20, the zone that of Greenwich.
record MqadminRun(int exitCode, String out, String err) {
    static final long NOW = 1_700_000_000_000L;

    /// Runs a command against a cluster, whose address comes behind the words.
    static MqadminRun of(FakeCluster cluster, String... words) {
        return of(Stream.concat(Stream.of(words), Stream.of("-n", cluster.address())).toArray(String[]::new));
    }

    static MqadminRun of(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Mqadmin mqadmin = new Mqadmin(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                Optional.empty(), InstantSource.fixed(Instant.ofEpochMilli(NOW)), ZoneOffset.UTC);
        int exitCode = mqadmin.run(words);
        return new MqadminRun(exitCode, text(out), text(err));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    /// What it printed, when it ended well and silently.
    String ok() {
        if (exitCode != 0 || !err.isEmpty()) {
            throw new AssertionError("exit code " + exitCode + ", " + err + out);
        }
        return out;
    }
}
