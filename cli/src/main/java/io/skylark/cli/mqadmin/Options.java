package io.skylark.cli.mqadmin;

import java.util.Map;
import java.util.Optional;

/// What the words of a command said, by the short name of the option, or the long one of those that have no other.
/// Values come without blanks around them.
final class Options {
    private final CommandSpec command;
    private final Map<String, String> values;

    Options(CommandSpec command, Map<String, String> values) {
        this.command = command;
        this.values = Map.copyOf(values);
    }

    CommandSpec command() {
        return command;
    }

    boolean has(String option) {
        return values.containsKey(option);
    }

    Optional<String> text(String option) {
        return Optional.ofNullable(values.get(option)).map(String::strip);
    }

    String text(String option, String otherwise) {
        return text(option).orElse(otherwise);
    }

    /// Of an option that must be there.
    String need(String option) {
        return text(option).orElseThrow(() -> new IllegalArgumentException("-" + option + " is missing"));
    }

    /// @throws IllegalArgumentException when it is no whole number
    long number(String option, long otherwise) {
        return text(option).map(value -> parse(option, value)).orElse(otherwise);
    }

    int count(String option, int otherwise) {
        return Math.toIntExact(number(option, otherwise));
    }

    private static long parse(String option, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-" + option + " " + value + " is no whole number", e);
        }
    }

    /// Whether it says `true`, in whatever case.
    boolean flag(String option, boolean otherwise) {
        return text(option).map(Boolean::parseBoolean).orElse(otherwise);
    }
}
