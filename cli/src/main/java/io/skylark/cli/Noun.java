package io.skylark.cli;

import io.skylark.cli.frame.Verb;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// A word behind `skylark` and what is below it, which is made only for a command line that asks for it, see [Verb].
///
/// @param description as `skylark --help` lists it
/// @param commands makes it, by the word that stands behind it on the command line; empty when there is none
public record Noun(String name, String description, Function<String, CommandLine> commands) {
    public Noun(String name, String description, Supplier<CommandLine> commands) {
        this(name, description, verb -> commands.get());
    }

    static Noun of(String name, String description, Supplier<List<Verb>> verbs) {
        return new Noun(name, description, verb -> Verb.noun(name, description, verbs.get(), verb));
    }

    /// Adds it to the root, in full or by name and description only.
    void addTo(CommandLine root, boolean inFull, String verb) {
        if (inFull) {
            root.addSubcommand(name, commands.apply(verb));
        } else {
            CommandSpec title = CommandSpec.create();
            title.usageMessage().description(description);
            root.addSubcommand(name, new CommandLine(title));
        }
    }
}
