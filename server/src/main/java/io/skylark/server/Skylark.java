package io.skylark.server;

import io.skylark.cli.SkylarkCommand;
import picocli.CommandLine;

/// `skylark`: the commands of the client side, and those that run servers.
public final class Skylark {
    private Skylark() {}

    public static void main(String[] words) {
        CommandLine server = new CommandLine(new ServerCommand()).addSubcommand(new ServerCommand.Run());
        System.exit(SkylarkCommand.commandLine()
                .addSubcommand(new DevCommand())
                .addSubcommand(server)
                .execute(words));
    }
}
