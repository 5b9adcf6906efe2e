package io.skylark.cli;

import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// A word behind `skylark` and what is below it, which is made only for a command line that asks for it: picocli reads
/// the annotations of every class by reflection, and that is much of the time of a short command.
///
/// @param description as `skylark --help` lists it
public record Noun(String name, String description, Supplier<CommandLine> commands) {
    /// Adds it to the root, in full or by name and description only.
    void addTo(CommandLine root, boolean inFull) {
        if (inFull) {
            root.addSubcommand(name, commands.get());
        } else {
            CommandSpec title = CommandSpec.create();
            title.usageMessage().description(description);
            root.addSubcommand(name, new CommandLine(title));
        }
    }
}
