package io.skylark.server;

import io.skylark.server.config.Arguments;
import io.skylark.server.config.Arguments.Action;
import io.skylark.server.config.Catalog;
import io.skylark.server.config.Configuration;
import io.skylark.server.config.Environment;
import io.skylark.server.config.Problems;
import io.skylark.server.logging.LogFiles;
import io.skylark.server.logging.LogOutput;
import io.skylark.server.logging.LogPlan;
import io.skylark.server.node.Node;
import io.skylark.server.node.StartFailure;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What every server process does around its parts: say what is wrong with its settings, start, say that it is ready,
/// wait for a signal, stop.
final class Launch {
    private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

    /// Starts the parts of a process.
    interface Start {
        Node node() throws StartFailure;
    }

    private final String name;
    private final PrintStream out;
    private final PrintStream err;

    /// @param name of the command, as the user typed it
    Launch(String name, PrintStream out, PrintStream err) {
        this.name = name;
        this.out = out;
        this.err = err;
    }

    /// Runs a command whose words are those of `mqbroker`.
    ///
    /// @param options lines of the usage text
    /// @param variables environment variables that start with this are settings
    /// @param reader reads the settings of the process; what is wrong with them is in their problems
    /// @return the exit code of a process that did not run
    int run(
            String[] words,
            List<String> options,
            Catalog catalog,
            String variables,
            String logFile,
            Function<Configuration, Start> reader)
            throws InterruptedException {
        Problems problems = new Problems();
        Arguments arguments = Arguments.parse(words, problems);
        if (arguments.action() == Action.HELP) {
            out.println("usage: " + name + " [options] [key=value ...]");
            options.forEach(out::println);
            return ExitCode.OK;
        }
        Environment environment = Environment.ofProcess();
        Configuration configuration =
                Configuration.load(catalog, arguments, variables, Map.of(), environment, problems);
        Start start = reader.apply(configuration);
        if (!check(problems)) {
            return ExitCode.USAGE;
        }
        if (arguments.action() != Action.RUN) {
            configuration.describe(arguments.action() == Action.PRINT_CHANGED).forEach(out::println);
            return ExitCode.OK;
        }
        return run(
                environment, LogPlan.of(configuration, LogFiles.of(environment, logFile)), problems, start, () -> {});
    }

    /// Says everything that is wrong or doubtful. False when the process cannot start.
    boolean check(Problems problems) {
        problems.warnings().forEach(warning -> err.println(name + ": warning: " + warning));
        problems.errors().forEach(error -> err.println(name + ": " + error));
        return problems.errors().isEmpty();
    }

    /// Runs until a signal comes.
    ///
    /// @param ready called when the parts have started and the boot lines are printed
    /// @return the exit code, when the start failed; after a signal the process ends and this does not return
    int run(Environment environment, LogPlan plan, Problems problems, Start start, Runnable ready)
            throws InterruptedException {
        Path logFile = plan.file();
        boolean logged = LogOutput.start(plan);
        if (!logged) {
            err.println(name + ": warning: cannot write the log file " + logFile + "; log lines go to stderr");
        }
        problems.warnings().forEach(LOG::warn);
        problems.notes().forEach(LOG::info);
        SystemdNotices notices = SystemdNotices.of(environment);
        notices.starting();
        Node node;
        try {
            node = start.node();
        } catch (StartFailure failure) {
            notices.notStarted(String.valueOf(failure.getMessage()));
            return failed(String.valueOf(failure.getMessage()), failure, logged);
        } catch (RuntimeException | Error unexpected) {
            notices.notStarted("cannot start: " + unexpected);
            return failed("cannot start: " + unexpected + "; details are in " + logFile, unexpected, logged);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, notices), "shutdown"));
        for (String line : node.bootLines()) {
            LOG.info(line);
            if (!plan.toStandardOutput()) {
                out.println(line);
            }
        }
        LOG.info("ready {} ms after the start of the JVM", sinceStart().toMillis());
        Hangup.listen(() -> notices.reload(node::reload));
        notices.ready(node::state);
        ready.run();
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    /// Time since the JVM was started. Asked for after the process is ready only: finding out takes a moment itself.
    static Duration sinceStart() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }

    /// One sentence for the caller; the trace is for the log file only.
    private int failed(String sentence, Throwable cause, boolean logged) {
        if (logged) {
            LOG.error("not started: {}", sentence, cause);
        }
        LogOutput.close();
        err.println(name + ": " + sentence);
        return ExitCode.FAILED;
    }

    private static void stop(Node node, SystemdNotices notices) {
        Instant begin = Instant.now();
        LOG.info("stopping");
        notices.stopping();
        node.close();
        LOG.info("stopped in {} ms", Duration.between(begin, Instant.now()).toMillis());
        LogOutput.close();
    }
}
