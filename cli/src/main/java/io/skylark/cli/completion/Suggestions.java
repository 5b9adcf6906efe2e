package io.skylark.cli.completion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What can stand in the place of the last word of a command line that is being typed.
final class Suggestions {
    /// A label of an argument that lists its values: `rw|r|w|none`.
    private static final Pattern CHOICE = Pattern.compile("[a-z-]+(\\|[a-zA-Z-]+)+");

    private final CommandLine root;
    private final Names names;

    Suggestions(CommandLine root, Names names) {
        this.root = root;
        this.names = names;
    }

    /// @param words behind `skylark`; the last one is being typed and may be empty
    Collection<String> of(List<String> words) {
        CommandSpec command = root.getCommandSpec();
        int positionals = 0;
        OptionSpec open = null;
        for (String word : words.subList(0, words.size() - 1)) {
            if (open != null) {
                open = null;
            } else if (word.startsWith("-") && word.length() > 1) {
                open = word.contains("=") ? null : needsValue(command.findOption(word));
            } else if (command.subcommands().containsKey(word)) {
                command = command.subcommands().get(word).getCommandSpec();
                positionals = 0;
            } else {
                positionals++;
            }
        }
        String partial = words.getLast();
        int equals = partial.indexOf('=');
        OptionSpec begun = equals < 0 ? null : needsValue(command.findOption(partial.substring(0, equals)));
        Stream<String> all = begun == null
                ? candidates(command, open, positionals, partial)
                : values(begun).map(value -> partial.substring(0, equals + 1) + value);
        return all
                .filter(candidate -> candidate.startsWith(partial))
                .distinct()
                .sorted()
                .toList();
    }

    private static @Nullable OptionSpec needsValue(@Nullable OptionSpec option) {
        return option != null && option.arity().min() > 0 ? option : null;
    }

    private Stream<String> candidates(CommandSpec command, @Nullable OptionSpec open, int positionals, String partial) {
        if (open != null) {
            return values(open);
        }
        if (partial.startsWith("-")) {
            return command.options().stream().filter(option -> !option.hidden()).map(OptionSpec::longestName);
        }
        if (!command.subcommands().isEmpty()) {
            return command.subcommands().keySet().stream();
        }
        return positional(command, positionals).map(this::values).orElse(Stream.empty());
    }

    private static Optional<PositionalParamSpec> positional(CommandSpec command, int index) {
        return command.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden() && parameter.index().contains(index))
                .findFirst();
    }

    private Stream<String> values(ArgSpec argument) {
        String label = Objects.requireNonNullElse(argument.paramLabel(), "");
        if (CHOICE.matcher(label).matches()) {
            return Arrays.stream(label.split("\\|")).filter(word -> word.equals(word.toLowerCase(Locale.ROOT)));
        }
        List<String> values = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(values::add);
        }
        return values.isEmpty() ? names.of(label).stream() : values.stream();
    }
}
