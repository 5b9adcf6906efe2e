package io.skylark.server;

import io.skylark.cli.Noun;
import io.skylark.cli.SkylarkCommand;
import java.util.List;
import picocli.CommandLine;

/// `skylark`: the commands of the client side, and those that run servers.
public final class Skylark {
    static final List<Noun> NOUNS = List.of(
            new Noun("config", ConfigCommand.DESCRIPTION, () -> new CommandLine(new ConfigCommand())),
            new Noun("dev", DevCommand.DESCRIPTION, () -> new CommandLine(new DevCommand())),
            new Noun("server", ServerCommand.DESCRIPTION, ServerCommand::of));

    private Skylark() {}

    public static void main(String[] words) {
        System.exit(execute(words));
    }

    /// @return the exit code
    static int execute(String... words) {
        CommandLine line = commandLine(words);
        int exitCode = line.execute(words);
        line.getOut().flush(); // of its own accord it is only at the ends of lines
        line.getErr().flush();
        return exitCode;
    }

    /// What executes `words`, and no other words.
    public static CommandLine commandLine(String... words) {
        return SkylarkCommand.commandLine(NOUNS, words);
    }
}
