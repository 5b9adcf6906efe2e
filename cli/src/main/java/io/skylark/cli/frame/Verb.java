package io.skylark.cli.frame;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// A word behind a noun, and what it does, which is made only for a command line that asks for it: picocli reads the
/// annotations of each class by reflection, and that is much of the time of a short command.
///
/// @param description one sentence, as the noun lists it
public record Verb(String name, String description, Supplier<Object> command) {
    /// A noun with its verbs.
    ///
    /// @param asked the word behind the noun; empty when there is none
    public static CommandLine noun(String name, String description, List<Verb> verbs, String asked) {
        CommandSpec spec = CommandSpec.create().name(name).mixinStandardHelpOptions(true);
        spec.usageMessage().description(description).synopsisSubcommandLabel("COMMAND");
        CommandLine noun = new CommandLine(spec);
        List<Verb> named = verbs.stream().filter(verb -> verb.name.equals(asked)).toList();
        named.forEach(verb -> noun.addSubcommand(verb.name, verb.inFull()));
        if (named.isEmpty()) {
            verbs.forEach(verb -> noun.addSubcommand(verb.name, verb.title()));
        }
        return noun;
    }

    /// A verb with a few verbs of its own, as in `skylark broker config get`.
    public static Verb group(String name, String description, List<Verb> verbs) {
        return new Verb(name, description, () -> {
            CommandLine group = noun(name, description, List.of(), "");
            verbs.forEach(verb -> group.addSubcommand(verb.name, verb.inFull()));
            return group;
        });
    }

    private CommandLine inFull() {
        Object made = command.get();
        if (made instanceof CommandLine group) {
            return group;
        }
        CommandLine line = new CommandLine(made);
        String[] more = line.getCommandSpec().usageMessage().description();
        line.getCommandSpec().usageMessage().description(more.length == 0
                ? new String[] {description}
                : join(description, more));
        return line;
    }

    private static String[] join(String first, String[] more) {
        String[] all = new String[more.length + 2];
        all[0] = first;
        all[1] = "";
        System.arraycopy(more, 0, all, 2, more.length);
        return all;
    }

    private CommandLine title() {
        CommandSpec title = CommandSpec.create();
        title.usageMessage().description(description);
        return new CommandLine(title);
    }
}
