package io.skylark.server;

import io.skylark.cli.frame.CommandException;
import io.skylark.server.config.Environment;
import io.skylark.server.process.ServerProcess;
import io.skylark.server.process.ServerProcesses;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which servers a command is about: of those that were started from this installation all, unless something narrows that
/// down.
final class ServerChoice {
    @Parameters(arity = "0..1", paramLabel = "broker|namesrv|run|dev", description = "servers of this kind only")
    private Optional<ServerProcess.Kind> kind = Optional.empty();

    @Option(names = "--pid", paramLabel = "PID", description = "the process with this id only")
    private Optional<Long> pid = Optional.empty();

    @Option(names = "--port", paramLabel = "PORT", description = "the process that listens on this port only")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--anywhere", description = "those of other installations too")
    private boolean anywhere;

    /// Whether all of these servers are meant, however many there are.
    boolean isNarrow() {
        return kind.isPresent() || pid.isPresent() || port.isPresent();
    }

    /// @throws CommandException when there is none
    List<ServerProcess> find() {
        Optional<String> home = Optional.ofNullable(Environment.ofProcess().properties().get("skylark.home"));
        List<ServerProcess> found = ServerProcesses.ofMachine().running(anywhere ? Optional.empty() : home).stream()
                .filter(server -> kind.isEmpty() || kind.get() == server.kind())
                .filter(server -> pid.isEmpty() || pid.get() == server.pid())
                .filter(server -> port.isEmpty() || server.ports().contains(port.get()))
                .toList();
        if (found.isEmpty()) {
            throw CommandException.notFound("no " + kind.map(ServerProcess.Kind::name).orElse("server") + " runs"
                    + pid.map(id -> " with process id " + id).orElse("")
                    + port.map(number -> " that listens on port " + number).orElse("")
                    + (anywhere ? "" : home.map(folder -> " that was started from " + folder).orElse("")));
        }
        return found;
    }
}
