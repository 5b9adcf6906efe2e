package io.skylark.server;

import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.DryRun;
import io.skylark.cli.frame.Failures;
import io.skylark.cli.frame.Output;
import io.skylark.server.process.ServerProcess;
import io.skylark.server.process.ServerProcesses;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
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

    private static final Duration PAUSE = Duration.ofMillis(50);
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
    public Integer call() throws InterruptedException {
        List<ServerProcess> servers = choice.find();
        if (servers.size() > 1 && !choice.isNarrow()) {
            throw CommandException.usage(servers.size() + " servers run here: name a kind, --pid or --port; skylark server"
                    + " status lists them");
        }
        if (servers.stream().map(ServerStop::deed).filter(dryRun::prevents).count() > 0) {
            return ExitCode.OK;
        }
        List<ServerProcess> foreign = servers.stream().filter(server -> !terminate(server)).toList();
        List<ServerProcess> left = awaitEnd(servers.stream().filter(server -> !foreign.contains(server)).toList());
        output.list(COLUMNS, servers.stream()
                .map(server -> new Row(server, foreign.contains(server) ? OF_ANOTHER
                        : left.contains(server) ? RUNS
                        : STOPPED))
                .toList());
        return !foreign.isEmpty() ? Failures.DENIED : !left.isEmpty() ? Failures.TIMEOUT : ExitCode.OK;
    }

    private static String deed(ServerProcess server) {
        return "stop " + server.kind() + " with process id " + server.pid();
    }

    /// False when that is not allowed. One that has ended meanwhile is no matter.
    private static boolean terminate(ServerProcess server) {
        return ProcessHandle.of(server.pid()).map(process -> process.destroy() || !process.isAlive()).orElse(true);
    }

    /// Those that still run when the time is over.
    private List<ServerProcess> awaitEnd(List<ServerProcess> servers) throws InterruptedException {
        ServerProcesses machine = ServerProcesses.ofMachine();
        long end = System.nanoTime() + wait.toNanos();
        List<ServerProcess> left = running(machine, servers);
        while (!left.isEmpty() && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.sleep(Math.min(PAUSE.toNanos(), Math.max(1, end - System.nanoTime())));
            left = running(machine, left);
        }
        return left;
    }

    private static List<ServerProcess> running(ServerProcesses machine, List<ServerProcess> servers) {
        return servers.stream().filter(server -> machine.runs(server.pid())).toList();
    }
}
