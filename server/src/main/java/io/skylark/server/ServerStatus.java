package io.skylark.server;

import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.server.process.ServerProcess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skylark server status`
@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Those that were started from this installation. Whether a broker is ready, skylark check ready tells.",
            "",
            "Ends with 0 when there is one, 4 when there is none."
        })
final class ServerStatus implements Callable<Integer> {
    static final Columns<ServerProcess> COLUMNS = Columns.named("server", (ServerProcess server) -> server.kind().name())
            .with("pid", ServerProcess::pid)
            .with("ports", ServerProcess::ports)
            .with("started", ServerProcess::started);

    @Mixin
    private Output output = new Output();

    @Mixin
    private ServerChoice choice = new ServerChoice();

    @Override
    public Integer call() {
        output.list(COLUMNS, choice.find());
        return ExitCode.OK;
    }
}
