package io.skylark.server;

import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.DryRun;
import io.skylark.cli.frame.Failures;
import io.skylark.cli.frame.Output;
import io.skylark.server.process.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skylark server stop`
@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Sends SIGTERM, as bin/mqshutdown does: what was acknowledged is stored, and clients are told to go elsewhere.",
            "",
            "Ends with 0 when all have ended, 4 when there is none, 5 when one belongs to another user, 6 when one still runs"
                    + " after --wait."
        },
        footer = {"", "Example: skylark server stop broker --wait 30s"})
final class ServerStop implements Callable<Integer> {
    /// @param outcome what became of it
    private record Row(ServerProcess server, String outcome) {}

    private static final String STOPPED = "stopped";
    private static final String RUNS = "still running";
    private static final String OF_ANOTHER = "belongs to another user";

    private static final Columns<Row> COLUMNS = Columns.named("server", (Row row) -> row.server.kind().name())
            .with("pid", (Row row) -> row.server.pid())
            .with("outcome", Row::outcome);

    @Mixin
    private Output output = new Output();

    @Mixin
    private ServerChoice choice = new ServerChoice();

    @Mixin
    private DryRun dryRun = new DryRun();

    @Option(names = "--wait", paramLabel = "TIME", description = "for the end of all (default: 60s)")
    private Duration wait = Duration.ofSeconds(60);

    @Override
    public Integer call() {
        List<ServerProcess> servers = choice.find();
        if (servers.size() > 1 && !choice.isNarrow()) {
            throw CommandException.usage(servers.size() + " servers run here: name a kind, --pid or --port; skylark server"
                    + " status lists them");
        }
        if (servers.stream().map(ServerStop::deed).filter(dryRun::prevents).count() > 0) {
            return ExitCode.OK;
        }
        long end = System.nanoTime() + wait.toNanos();
        List<CompletableFuture<String>> outcomes = servers.stream().map(ServerStop::stop).toList();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            rows.add(new Row(servers.get(i), outcomes.get(i)
                    .completeOnTimeout(RUNS, Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)
                    .join()));
        }
        output.list(COLUMNS, rows);
        return rows.stream().anyMatch(row -> row.outcome.equals(OF_ANOTHER)) ? Failures.DENIED
                : rows.stream().anyMatch(row -> row.outcome.equals(RUNS)) ? Failures.TIMEOUT
                : ExitCode.OK;
    }

    private static String deed(ServerProcess server) {
        return "stop " + server.kind() + " with process id " + server.pid();
    }

    /// Completes when it has ended.
    private static CompletableFuture<String> stop(ServerProcess server) {
        Optional<ProcessHandle> process = ProcessHandle.of(server.pid());
        if (process.isEmpty()) {
            return CompletableFuture.completedFuture(STOPPED);
        }
        return process.get().destroy()
                ? process.get().onExit().thenApply(ended -> STOPPED)
                : CompletableFuture.completedFuture(process.get().isAlive() ? OF_ANOTHER : STOPPED);
    }
}
