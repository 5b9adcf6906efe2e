package io.skylark.cli.mqadmin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the words behind the name of a command as users of RocketMQ write them: `-t x`, `-tx`, `-t=x`, `--topic x`,
/// `--topic=x`, and long names cut short as long as they are the only ones that begin so. Words that belong to no
/// option are passed over, as they always were.
final class OptionParser {
    private final CommandSpec command;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<Integer, OptionSpec> ofGroup = new LinkedHashMap<>();
    private @Nullable OptionSpec open;

    private OptionParser(CommandSpec command) {
        this.command = command;
    }

    /// @throws UsageException when they do not fit
    static Options parse(CommandSpec command, List<String> words) {
        OptionParser parser = new OptionParser(command);
        parser.read(words);
        return new Options(command, parser.values);
    }

    private void read(List<String> words) {
        boolean optionsEnded = false;
        for (String word : words) {
            OptionSpec waiting = open;
            if (optionsEnded) {
                continue;
            }
            if (waiting != null && !isOption(word)) {
                values.put(waiting.key(), unquoted(word));
                open = null;
            } else {
                checkComplete();
                optionsEnded = word.equals("--");
                if (!optionsEnded && word.startsWith("--")) {
                    readLong(word, word.substring(2));
                } else if (!optionsEnded && word.startsWith("-") && word.length() > 1) {
                    readShort(word);
                }
            }
        }
        checkComplete();
        checkRequired();
    }

    private void readLong(String word, String body) {
        int equals = body.indexOf('=');
        String name = equals < 0 ? body : body.substring(0, equals);
        List<OptionSpec> matching = longOptions(name);
        if (matching.isEmpty()) {
            throw new UsageException("Unrecognized option: " + word);
        }
        if (matching.size() > 1) {
            throw new UsageException("Ambiguous option: '" + word + "'  (could be: " + matching.stream()
                    .map(option -> "'" + option.longName() + "'").collect(Collectors.joining(", ")) + ")");
        }
        OptionSpec option = matching.get(0);
        if (equals >= 0 && !option.takesValue()) {
            throw new UsageException("Unrecognized option: " + word);
        }
        begin(option);
        if (equals >= 0) {
            end(option, body.substring(equals + 1));
        }
    }

    private void readShort(String word) {
        String body = word.substring(1);
        int equals = body.indexOf('=');
        OptionSpec named = shortOption(equals < 0 ? body : body.substring(0, equals));
        if (named != null && (equals < 0 || named.takesValue())) {
            begin(named);
            if (equals >= 0) {
                end(named, body.substring(equals + 1));
            }
        } else if (!longOptions(equals < 0 ? body : body.substring(0, equals)).isEmpty()) {
            readLong(word, body);
        } else {
            readRun(word, body);
        }
    }

    /// `-tVALUE`, or several options without values behind one hyphen.
    private void readRun(String word, String body) {
        for (int i = 0; i < body.length(); i++) {
            OptionSpec option = shortOption(body.substring(i, i + 1));
            if (option == null) {
                throw new UsageException("Unrecognized option: " + (i == 0 ? word : body.substring(i)));
            }
            begin(option);
            if (option.takesValue() && i + 1 < body.length()) {
                end(option, body.substring(i + 1));
                return;
            }
        }
    }

    private void begin(OptionSpec option) {
        checkComplete();
        OptionSpec other = ofGroup.putIfAbsent(option.group(), option);
        if (option.group() != 0 && other != null && !other.key().equals(option.key())) {
            throw new UsageException("The option '" + option.key()
                    + "' was specified but an option from this group has already been selected: '" + other.key() + "'");
        }
        if (option.takesValue()) {
            open = option;
        } else {
            values.put(option.key(), "");
        }
    }

    private void end(OptionSpec option, String value) {
        values.put(option.key(), value);
        open = null;
    }

    private void checkComplete() {
        OptionSpec waiting = open;
        if (waiting != null) {
            throw new UsageException("Missing argument for option: " + waiting.key());
        }
    }

    private void checkRequired() {
        Set<String> missing = new LinkedHashSet<>();
        for (OptionSpec option : command.options()) {
            if (option.group() == 0 && option.required() && !values.containsKey(option.key())) {
                missing.add(option.key());
            }
            if (option.groupRequired() && !ofGroup.containsKey(option.group())) {
                missing.add(command.ofGroup(option.group()).stream()
                        .map(each -> "-" + each.key() + " " + each.text())
                        .collect(Collectors.joining(", ", "[", "]")));
            }
        }
        if (!missing.isEmpty()) {
            throw new UsageException("Missing required option" + (missing.size() == 1 ? ": " : "s: ")
                    + String.join(", ", missing));
        }
    }

    /// Whether a word is an option rather than the value of the one before it; numbers below zero are values.
    private boolean isOption(String word) {
        if (!word.startsWith("-") || word.length() == 1 || word.matches("-\\d+(\\.\\d+)?")) {
            return false;
        }
        String body = word.startsWith("--") ? word.substring(2) : word.substring(1);
        int equals = body.indexOf('=');
        String name = equals < 0 ? body : body.substring(0, equals);
        if (!longOptions(name).isEmpty()) {
            return true;
        }
        return !word.startsWith("--") && (shortOption(name) != null || shortOption(body.substring(0, 1)) != null);
    }

    /// The one of that name, or else those that begin so.
    private List<OptionSpec> longOptions(String name) {
        List<OptionSpec> matching = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            if (option.longName().equals(name) && !name.isEmpty()) {
                return List.of(option);
            }
            if (!name.isEmpty() && option.longName().startsWith(name)) {
                matching.add(option);
            }
        }
        return matching;
    }

    private @Nullable OptionSpec shortOption(String name) {
        for (OptionSpec option : command.options()) {
            if (!name.isEmpty() && option.shortName().equals(name)) {
                return option;
            }
        }
        return null;
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }
}
