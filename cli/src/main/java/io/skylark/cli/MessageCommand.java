package io.skylark.cli;

import picocli.CommandLine.Command;

/// `skylark message ...`
@Command(
        name = "message",
        description = MessageCommand.DESCRIPTION,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SendCommand.class, TailCommand.class})
final class MessageCommand {
    static final String DESCRIPTION = "Send and read messages.";
}
