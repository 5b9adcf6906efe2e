package io.skylark.bench;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/// The root of the commands: load against a server that runs already, and `compare`,
/// `clients` and `storage`, which start their own.
@Command(name = "bench", mixinStandardHelpOptions = true,
        subcommands = {SendCommand.class, ConsumeCommand.class, EndToEndCommand.class, Compare.class,
                ClientsCommand.class, StorageCommand.class},
        description = "Measures servers that speak the RocketMQ remoting protocol.")
public final class Bench {
    public static void main(String[] args) {
        System.exit(execute(new Bench(), args));
    }

    /// Runs a command. What goes wrong is told in a sentence; the exit code is then 1, or 2 for a wrong option.
    static int execute(Object command, String[] args) {
        return commandLine(command).execute(args);
    }

    static CommandLine commandLine(Object command) {
        return new CommandLine(command).setExecutionExceptionHandler((failure, line, parsed) -> {
            String message = failure.getMessage();
            line.getErr().println(message == null ? failure.toString() : message);
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    static CommandLine line(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("runs as a command only");
        }
        return spec.commandLine();
    }

    static PrintWriter output(@Nullable CommandSpec spec) {
        return line(spec).getOut();
    }
}
