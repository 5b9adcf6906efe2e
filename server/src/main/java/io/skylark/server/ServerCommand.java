package io.skylark.server;

import io.skylark.cli.frame.Verb;
import io.skylark.server.config.Environment;
import io.skylark.server.logging.LogFiles;
import io.skylark.server.logging.LogPlan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skylark server ...`
final class ServerCommand {
    static final String DESCRIPTION = "Run servers on this machine, look for them, and stop them.";

    private static final List<Verb> VERBS = List.of(
            new Verb("run", "Run name server and broker in one process until a signal comes.", Run::new),
            new Verb("status", "List the servers that run on this machine.", ServerStatus::new),
            new Verb("stop", "Stop servers that run on this machine, and wait for their end.", ServerStop::new));

    private ServerCommand() {}

    /// @param verb the word behind it, empty when there is none
    static CommandLine of(String verb) {
        return Verb.noun("server", DESCRIPTION, VERBS, verb);
    }

    /// `skylark server run`
    @Command(mixinStandardHelpOptions = true)
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
