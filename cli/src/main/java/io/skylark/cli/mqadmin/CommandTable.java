package io.skylark.cli.mqadmin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All commands, from the table `commands.txt`, whose head says how it is read.
final class CommandTable {
    private static final String FILE = "commands.txt";

    private final List<CommandSpec> commands;

    private CommandTable(List<CommandSpec> commands) {
        this.commands = commands;
    }

    static CommandTable load() {
        try (InputStream table = CommandTable.class.getResourceAsStream(FILE)) {
            if (table == null) {
                throw new IllegalStateException(FILE + " is missing beside " + CommandTable.class.getName());
            }
            return parse(new String(table.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CommandTable parse(String text) {
        List<CommandSpec> commands = new ArrayList<>();
        String head = "";
        List<OptionSpec> options = new ArrayList<>();
        boolean listed = true;
        for (String line : text.split("\n")) {
            if (line.startsWith("  ")) {
                options.add(OptionSpec.parse(line.substring(2)));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                add(commands, head, options, listed);
                options.clear();
                head = line.startsWith("-") ? "" : line;
                listed &= !line.startsWith("-");
            }
        }
        add(commands, head, options, listed);
        return new CommandTable(List.copyOf(commands));
    }

    private static void add(List<CommandSpec> commands, String head, List<OptionSpec> options, boolean listed) {
        if (head.isEmpty()) {
            return;
        }
        int tab = head.indexOf('\t');
        String names = head.substring(0, tab);
        int comma = names.indexOf(',');
        commands.add(new CommandSpec(
                comma < 0 ? names : names.substring(0, comma), comma < 0 ? "" : names.substring(comma + 1),
                head.substring(tab + 1), listed, options));
    }

    List<CommandSpec> commands() {
        return commands;
    }

    /// By name, in whatever case.
    Optional<CommandSpec> find(String name) {
        return commands.stream().filter(command -> command.isNamed(name)).findFirst();
    }

    /// The list that is shown when no command is named.
    String list() {
        StringBuilder text = new StringBuilder("The most commonly used mqadmin commands are:\n");
        for (CommandSpec command : commands) {
            if (command.listed()) {
                text.append(String.format("   %-35s %s%n", command.name(), command.text()));
            }
        }
        return text.append("\nSee 'mqadmin help <command>' for more information on a specific command.\n").toString();
    }
}
