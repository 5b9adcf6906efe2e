package io.skylark.cli;

import picocli.CommandLine.Command;

/// `skylark message ...`
@Command(
        name = "message",
        description = "Send and read messages.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SendCommand.class, TailCommand.class})
final class MessageCommand {}
