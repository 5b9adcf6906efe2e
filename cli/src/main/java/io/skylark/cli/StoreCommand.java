package io.skylark.cli;

import picocli.CommandLine.Command;

/// `skylark store ...`
@Command(
        name = "store",
        description = StoreCommand.DESCRIPTION,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {StoreVerifyCommand.class, StoreDumpCommand.class, StoreRepairCommand.class})
final class StoreCommand {
    static final String DESCRIPTION = "Look at the files of a broker, and mend them.";
}
