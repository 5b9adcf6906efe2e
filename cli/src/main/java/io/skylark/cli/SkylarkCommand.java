package io.skylark.cli;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `skylark`, the root of all commands.
@Command(
        name = "skylark",
        description = "A message broker that every RocketMQ client can use unchanged.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
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
    private static final List<Noun> NOUNS = List.of(
            new Noun("message", MessageCommand.DESCRIPTION, () -> new CommandLine(new MessageCommand())),
            new Noun("store", StoreCommand.DESCRIPTION, () -> new CommandLine(new StoreCommand())));

    private SkylarkCommand() {}

    /// What executes `words`, and no other words: it has only the commands that these ask for.
    ///
    /// @param more nouns that are added to those of the client side
    public static CommandLine commandLine(List<Noun> more, String... words) {
        CommandLine root = new CommandLine(new SkylarkCommand());
        List<Noun> nouns = Stream.concat(NOUNS.stream(), more.stream()).toList();
        String first = words.length == 0 ? "" : words[0];
        boolean named = nouns.stream().anyMatch(noun -> noun.name().equals(first));
        // Without a noun in front it is a single option or a mistake, unless there is more or a file of words.
        boolean all = !named && (words.length > 1 || first.startsWith("@"));
        nouns.forEach(noun -> noun.addTo(root, all || noun.name().equals(first)));
        return root.setExecutionExceptionHandler(Failures::handle).setUsageHelpAutoWidth(true);
    }
}
