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
        return SkylarkCommand.commandLine(NOUNS, words).execute(words);
    }
}
