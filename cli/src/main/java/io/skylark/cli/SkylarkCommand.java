package io.skylark.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `skylark`, the root of all commands.
@Command(
        name = "skylark",
        description = "A message broker that every RocketMQ client can use unchanged.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {MessageCommand.class, StoreCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed, such as when no server answers, or a store is damaged",
            "2:wrong arguments",
            "3:the server does not support it",
            "4:there is no such topic, group or store",
            "5:not allowed",
            "6:no answer in time"
        })
public final class SkylarkCommand {
    private SkylarkCommand() {}

    /// The command line, to which the server's commands may be added before it is executed.
    public static CommandLine commandLine() {
        return new CommandLine(new SkylarkCommand())
                .setExecutionExceptionHandler(Failures::handle)
                .setUsageHelpAutoWidth(true);
    }
}
