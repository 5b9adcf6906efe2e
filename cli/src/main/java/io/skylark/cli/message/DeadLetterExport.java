package io.skylark.cli.message;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.JsonText;
import io.skylark.cli.frame.ProgressLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skylark dlq export GROUP`
@Command(mixinStandardHelpOptions = true, description = "Bodies that are no text are in Base64, as bodyBase64.")
final class DeadLetterExport implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Parameters(paramLabel = "GROUP", description = "its name")
    private String group = "";

    @Option(names = "--file", paramLabel = "FILE", description = "write to this file, which must not exist yet (default: stdout)")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--since", paramLabel = "TIME", description = "those that died at this time or later: 1h, '2026-11-22 08:00'")
    private Optional<Instant> since = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return cluster.use(client -> {
            DeadLetters letters = new DeadLetters(client.admin(), group);
            AtomicLong done = new AtomicLong();
            ProgressLine line = ProgressLine.onTerminal(spec.commandLine().getErr());
            try (Target target = open()) {
                letters.forEach(since.orElse(Instant.EPOCH), message -> {
                    target.out.println(JsonText.of(MessageColumns.WHOLE.tree(message)));
                    done.incrementAndGet();
                    line.show(() -> done + " of at most " + letters.count());
                });
            }
            line.end();
            spec.commandLine().getErr().println(done + " dead letters of group " + group + " written");
        });
    }

    /// Where they go; stdout is not closed.
    private record Target(PrintWriter out, boolean own) implements AutoCloseable {
        @Override
        public void close() {
            out.flush();
            if (own) {
                out.close();
            }
        }
    }

    private Target open() {
        if (file.isEmpty()) {
            return new Target(spec.commandLine().getOut(), false);
        }
        if (Files.exists(file.get())) {
            throw new IllegalArgumentException(file.get() + " exists already");
        }
        try {
            return new Target(new PrintWriter(Files.newBufferedWriter(file.get(), StandardCharsets.UTF_8)), true);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file.get(), failure);
        }
    }
}
