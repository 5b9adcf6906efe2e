package io.skylark.server;

import io.skylark.server.config.Environment;
import io.skylark.server.logging.LogFiles;
import io.skylark.server.logging.LogPlan;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skylark server ...`
@Command(name = "server", description = ServerCommand.DESCRIPTION, synopsisSubcommandLabel = "COMMAND")
final class ServerCommand {
    static final String DESCRIPTION = "Run servers.";

    /// `skylark server run`: name server and broker in one process.
    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Run name server and broker in one process until a signal comes.")
    static final class Run implements Callable<Integer> {
        @Mixin
        private InOneProcess parts = new InOneProcess();

        @Override
        public Integer call() throws InterruptedException {
            Launch launch = new Launch("skylark", System.out, System.err);
            InOneProcess.Settings settings = parts.read(Environment.ofProcess(), Map.of());
            if (!launch.check(settings.problems())) {
                return ExitCode.USAGE;
            }
            if (parts.print()) {
                settings.configuration().describe(false).forEach(System.out::println);
                return ExitCode.OK;
            }
            return launch.run(
                    settings.environment(),
                    LogPlan.of(settings.configuration(), LogFiles.of(settings.environment(), "skylark.log")),
                    settings.problems(),
                    settings::start, () -> {});
        }
    }
}
